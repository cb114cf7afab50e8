package io.thor4j.cli;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.ThorScannerBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about archives, mails and documents and what is in them. Used by one thread. */
final class ScanExtraction {
    /** The id of thor's own extractors, which stand on the module path of the command and not among its needs. */
    private static final String FORMATS = "thor.formats";

    @Option(
            names = {"--no-extract", "--no-archive", "--noarchive"},
            description =
                    "Do not look into archives, mails and documents; they are still scanned as the files they are.")
    private boolean off;

    @Option(
            names = "--extract",
            paramLabel = "FORMAT,...",
            description =
                    "Look only into these: zip, gzip, bzip2, xz, tar, 7z, cab, rar, mail, ole. Default: all. Formats are told by content, not"
                            + " by name; members are named ARCHIVE/NAME.")
    private @Nullable String formats;

    @Option(
            names = "--archive-password",
            paramLabel = "WORD",
            description =
                    "Try this password on encrypted archives, before the common ones (infected, virus, malware, password...). May be"
                            + " repeated.")
    private List<String> passwords = new ArrayList<>();

    @Option(
            names = {"--max-recursion-depth", "--archive-depth"},
            paramLabel = "NUMBER",
            description = "Look into archives in archives down to this depth; 0 for no limit. Default: 4.")
    private @Nullable Long depth;

    @Option(
            names = {"--max-nested-objects", "--archive-file-limit"},
            paramLabel = "NUMBER",
            description = "Look at so many members below one file; 0 for no limit. Default: 10000.")
    private @Nullable Long members;

    /**
     * Hands the options to a scan.
     *
     * @param withoutPlugins whether no plugins are looked for: thor's own extractors are named then
     */
    void addTo(ThorScannerBuilder builder, boolean withoutPlugins) {
        if (off && formats != null) {
            throw CommandFailure.usage("--extract and --no-extract cannot go together");
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (off || formats != null) {
            options.put("formats", off ? "none" : String.valueOf(formats));
        }
        if (!passwords.isEmpty()) {
            options.put("passwords", String.join("\n", passwords));
        }
        if (!options.isEmpty()) {
            builder.pluginOptions(FORMATS, options);
        }
        if (withoutPlugins) {
            builder.extractors(
                    PluginLoader.discover(ExtractorProvider.class, ThorScanner.class.getClassLoader())
                            .plugins()
                            .stream()
                            .filter(plugin -> plugin.info().id().equals(FORMATS))
                            .map(LoadedPlugins.Plugin::provider)
                            .toList());
        }
        ThorLimits.Builder limits = builder.limits().toBuilder();
        set(limits, Limit.MAX_DEPTH, depth, "--max-recursion-depth");
        set(limits, Limit.MAX_ENTRIES, members, "--max-nested-objects");
        builder.limits(limits.build());
    }

    private static void set(ThorLimits.Builder limits, Limit limit, @Nullable Long value, String option) {
        if (value != null && value < 0) {
            throw CommandFailure.usage(option + " cannot be negative");
        } else if (value != null) {
            limits.set(limit, value);
        }
    }
}
