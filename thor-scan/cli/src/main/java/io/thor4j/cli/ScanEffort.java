package io.thor4j.cli;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.ThorScannerBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how much of this machine and of each file a scan takes. Used by one thread. */
final class ScanEffort {
    @Option(
            names = {"--threads"},
            paramLabel = "NUMBER",
            description =
                    "Threads that scan; 0 for as many as there are processors, -1 for one less. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = {"--max-file-size", "--max_file_size", "--file-size-limit"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Scan only files up to this size, such as 500KB, 64MB or 1GB; 0 for no limit. Default: 30MB.")
    private @Nullable Long maxFileSize;

    @Option(
            names = "--limit",
            paramLabel = "NAME=NUMBER",
            description =
                    "Set a limit; 0 turns it off. Names: max-file-size (bytes), max-depth, max-entries, max-unpacked-bytes, max-ratio,"
                            + " max-element-seconds, yara-seconds, max-scan-seconds, max-matches, max-log-lines, max-reasons, string-context,"
                            + " meta-bytes. May be repeated.")
    private Map<String, Long> limits = new LinkedHashMap<>();

    /** Hands the options to a scan. */
    void addTo(ThorScannerBuilder builder) {
        builder.threads(threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() + threads));
        builder.limits(limits());
    }

    private ThorLimits limits() {
        ThorLimits.Builder builder = ThorLimits.builder();
        limits.forEach((name, value) -> builder.set(limit(name), notNegative(name, value)));
        if (maxFileSize != null) {
            builder.set(Limit.MAX_FILE_SIZE, maxFileSize);
        }
        return builder.build();
    }

    private static Limit limit(String name) {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(name)) {
                return limit;
            }
        }
        throw CommandFailure.usage("--limit knows no limit '" + name + "'");
    }

    private static long notNegative(String name, long value) {
        if (value < 0) {
            throw CommandFailure.usage("--limit " + name + " cannot be negative");
        }
        return value;
    }
}
