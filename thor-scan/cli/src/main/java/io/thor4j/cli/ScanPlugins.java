package io.thor4j.cli;

import io.thor4j.core.spi.PluginDirectory;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.ThorScannerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about plugins. Used by one thread. */
final class ScanPlugins {
    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Use the plugins (detectors, extractors, rules and hooks, sinks) of the jars in DIR.")
    private @Nullable Path folder;

    @Option(
            names = "--no-plugins",
            description = "Use no plugins at all, not even those beside thor's own jars. Archives are still opened.")
    private boolean none;

    @Option(
            names = "--plugin-option",
            paramLabel = "ID:NAME=VALUE",
            description = "Set an option of the plugin with that id. May be repeated.")
    private List<String> options = new ArrayList<>();

    /**
     * Hands the options to a scan.
     *
     * @return the open folder, to be closed after the scan; null when none was named
     */
    @Nullable
    PluginDirectory addTo(ThorScannerBuilder builder) {
        if (none && folder != null) {
            throw CommandFailure.usage("--plugins and --no-plugins cannot go together");
        }
        options().forEach(builder::pluginOptions);
        if (none) {
            builder.withoutPlugins();
        }
        if (folder == null) {
            return null;
        }
        try {
            PluginDirectory directory = PluginDirectory.open(folder, ThorScanner.class.getClassLoader());
            builder.plugins(directory);
            return directory;
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the plugins folder: " + folder, e);
        }
    }

    /** Tells whether no plugins are to be used. */
    boolean none() {
        return none;
    }

    private Map<String, Map<String, String>> options() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (String option : options) {
            int colon = option.indexOf(':');
            int equals = option.indexOf('=', colon + 1);
            if (colon < 1 || equals < colon + 2) {
                throw CommandFailure.usage("--plugin-option is ID:NAME=VALUE, not '" + option + "'");
            }
            all.computeIfAbsent(option.substring(0, colon), id -> new LinkedHashMap<>())
                    .put(option.substring(colon + 1, equals), option.substring(equals + 1));
        }
        return all;
    }

    /** Tells when an option was for a plugin that took no part: a typing error must not pass for a setting. */
    void warn(Terminal terminal, ScanReport report) {
        for (String id : options().keySet()) {
            if (report.plugins().stream().noneMatch(plugin -> plugin.id().equals(id))) {
                terminal.message("thor: --plugin-option: no plugin '" + id + "' took part in the scan");
            }
        }
    }
}
