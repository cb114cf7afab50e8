package io.thor4j.threatintel.ecs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The categories and types of a module's events (threat-intel-apis.md section 1.5).
 *
 * @param category values of {@code event.category}
 * @param type values of {@code event.type}
 */
record ThorCategory(List<String> category, List<String> type) {
    private static final Map<String, ThorCategory> BY_MODULE = byModule();

    static @Nullable ThorCategory of(@Nullable Object module) {
        return module instanceof String name ? BY_MODULE.get(name) : null;
    }

    private static Map<String, ThorCategory> byModule() {
        Map<String, ThorCategory> modules = new HashMap<>();
        add(modules, "registry", "access", "Amcache", "RegistryChecks", "RegistryHive", "SHIMCache");
        add(
                modules,
                "configuration",
                "info",
                "AtJobs",
                "Autoruns",
                "EnvCheck",
                "EtwWatcher",
                "Eventlog",
                "Events",
                "HotfixCheck",
                "Init",
                "Report",
                "Rootkit",
                "ScheduledTasks",
                "ServiceCheck",
                "Sigma",
                "Startup",
                "WER",
                "WMIPersistence",
                "WMIStartup",
                "Yara");
        add(modules, "network", "info", "DNSCache", "Firewall", "NetworkShares");
        add(modules, "file", "info", "Filescan", "LogScan", "Timestomp");
        add(modules, "host", "info", "Hosts");
        add(modules, "session,iam", "info", "LSASessions");
        add(modules, "iam", "info", "LoggedIn");
        add(modules, "process", "info", "Mutex", "Pipes", "ProcessCheck");
        add(modules, "network,session", "info", "NetworkSessions");
        add(modules, "process,network", "info", "ProcessConnections");
        add(modules, "iam", "info,user", "UserDir", "Users");
        add(modules, "vulnerability", "info", "VulnerabilityCheck");
        return modules;
    }

    private static void add(Map<String, ThorCategory> modules, String category, String type, String... names) {
        ThorCategory value = new ThorCategory(List.of(category.split(",", -1)), List.of(type.split(",", -1)));
        for (String name : names) {
            modules.put(name, value);
        }
    }
}
