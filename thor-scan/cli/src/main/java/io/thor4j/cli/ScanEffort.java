package io.thor4j.cli;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.ThorScannerBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how much of this machine and of each file a scan takes. Used by one thread. */
final class ScanEffort {
    /** THOR's least value (reference/thor-scanner.md section 4.6). */
    private static final long MIN_CPU = 15;

    private static final long MAX_CPU = 100;

    @Option(
            names = {"--threads"},
            paramLabel = "NUMBER",
            description =
                    "Threads that scan; 0 for as many as there are processors, -1 for one less. Default: 0; 1 in soft mode.")
    private @Nullable Integer threads;

    @Option(
            names = {"--max-file-size", "--max_file_size", "--file-size-limit"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Scan only files up to this size, such as 500KB, 64MB or 1GB; 0 for no limit. Default: 30MB.")
    private @Nullable Long maxFileSize;

    @Option(
            names = {"--max-runtime", "--max_runtime", "--timeout"},
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "End the scan after this time: 90m, 72h, 7d; a number alone is hours, 0 for no limit. Default: 168h.")
    private @Nullable Duration maxRuntime;

    @Option(
            names = "--lookback",
            paramLabel = "DAYS",
            description =
                    "Scan only files that were changed in the last days, and all files in folders that attackers favour. Default: all.")
    private @Nullable Long lookback;

    @Option(
            names = {"--max-reasons", "--alert-reason-limit"},
            paramLabel = "NUMBER",
            description = "Reasons shown of each finding, the loudest first; 0 for all. Default: 2.")
    private @Nullable Long maxReasons;

    @Option(
            names = {"-c", "--cpu-limit", "--cpulimit"},
            paramLabel = "PERCENT",
            description =
                    "Rest before each file, up to a second, while the processors are busier than this; 15 to 100. Default: no rest; 70 in"
                            + " soft mode.")
    private @Nullable Long cpuLimit;

    @Option(
            names = {"--memory-limit", "--minmem"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "End the scan when the system has less memory left. Default: 50MB.")
    private @Nullable Long minFreeMemory;

    @Option(
            names = "--min-free-disk",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "End the scan when less is free where it writes its logs. Default: 50MB.")
    private @Nullable Long minFreeDisk;

    @Option(
            names = {"--no-resource-check", "--norescontrol"},
            description = "Neither rest nor end for processors, memory and disk.")
    private boolean noResourceCheck;

    @Option(
            names = "--limit",
            paramLabel = "NAME=NUMBER",
            description =
                    "Set a limit; 0 turns it off. Names: max-file-size (bytes), max-depth, max-entries, max-unpacked-bytes, max-ratio,"
                            + " unpack-memory, max-element-seconds, yara-seconds, max-scan-seconds, max-matches, max-log-lines, max-reasons, string-context,"
                            + " meta-bytes, lookback-days, cpu-limit, min-free-memory, min-free-disk, plugin-seconds, plugin-timeouts,"
                            + " plugin-allocation, plugin-bytes. May be repeated.")
    private Map<String, Long> limits = new LinkedHashMap<>();

    /** Hands the options to a scan, over those of its mode. */
    void addTo(ThorScannerBuilder builder) {
        if (threads != null) {
            builder.threads(
                    threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() + threads));
        }
        ThorLimits.Builder values = builder.limits().toBuilder();
        limits.forEach((name, value) -> set(values, limit(name), value, "--limit " + name));
        if (noResourceCheck) {
            List.of(Limit.CPU_LIMIT, Limit.MIN_FREE_MEMORY, Limit.MIN_FREE_DISK).forEach(limit -> values.set(limit, 0));
        }
        set(values, Limit.MAX_FILE_SIZE, maxFileSize, "--max-file-size");
        set(values, Limit.MAX_SCAN_SECONDS, maxRuntime == null ? null : maxRuntime.toSeconds(), "--max-runtime");
        set(values, Limit.LOOKBACK_DAYS, lookback, "--lookback");
        set(values, Limit.MAX_REASONS, maxReasons, "--max-reasons");
        set(values, Limit.MIN_FREE_MEMORY, minFreeMemory, "--memory-limit");
        set(values, Limit.MIN_FREE_DISK, minFreeDisk, "--min-free-disk");
        if (cpuLimit != null && (cpuLimit < MIN_CPU || cpuLimit > MAX_CPU)) {
            throw CommandFailure.usage("--cpu-limit is from " + MIN_CPU + " to " + MAX_CPU + ", not " + cpuLimit);
        }
        set(values, Limit.CPU_LIMIT, cpuLimit, "--cpu-limit");
        builder.limits(values.build());
    }

    private static void set(ThorLimits.Builder values, Limit limit, @Nullable Long value, String option) {
        if (value != null && value < 0) {
            throw CommandFailure.usage(option + " cannot be negative");
        } else if (value != null) {
            values.set(limit, value);
        }
    }

    private static Limit limit(String name) {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(name)) {
                return limit;
            }
        }
        throw CommandFailure.usage("--limit knows no limit '" + name + "'");
    }
}
