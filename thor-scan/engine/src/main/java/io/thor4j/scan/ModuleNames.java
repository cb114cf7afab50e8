package io.thor4j.scan;

/** THOR's names of the parts that speak (thor-scanner.md sections 5.1 and 8). Stateless. */
final class ModuleNames {
    static final String STARTUP = "Startup";
    static final String INIT = "Init";
    static final String FILESCAN = "Filescan";
    static final String PLUGIN = "Plugin";
    static final String REPORT = "Report";
    static final String RUNTIME_WATCHER = "RuntimeWatcher";
    static final String RESOURCE_CONTROL = "Rescontrol";
    static final String DEEP_DIVE = "DeepDive";

    private ModuleNames() {}

    /** Returns the module that judges elements of a type. */
    static String of(String elementType) {
        return switch (elementType) {
            case "log line" -> "Logscan";
            case "eventlog entry" -> "Eventlog";
            case "registry key", "registry value" -> "RegistryChecks";
            case "MFT entry" -> "MFT";
            case "file chunk" -> DEEP_DIVE;
            default -> FILESCAN;
        };
    }
}
