package io.thor4j.cli;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.ThorScannerBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limits that THOR has options for (reference/thor-scanner.md section 8); {@code --limit} sets all others too. Used by one thread. */
final class ScanLimits {
    @Option(
            names = "--yara-timeout",
            paramLabel = "SECONDS",
            description =
                    "Leave a file after this time in YARA rules; it is then incomplete; 0 for no limit. Default: 90.")
    private @Nullable Long yaraSeconds;

    @Option(
            names = {"--match-limit", "--max-hits"},
            paramLabel = "N",
            description = "Keep so many matches of an element; 0 for no limit. Default: 100000.")
    private @Nullable Long matches;

    @Option(
            names = {"--match-context", "--string-context"},
            paramLabel = "BYTES",
            description = "Show so much before and behind each matched string. Default: 50.")
    private @Nullable Long context;

    @Option(
            names = {"--log-line-limit", "--max_log_lines"},
            paramLabel = "N",
            description = "Read so many lines of a log; 0 for no limit. Default: 1000000.")
    private @Nullable Long lines;

    /** Hands the options to a scan, over those of its mode. */
    void addTo(ThorScannerBuilder builder) {
        Map<Limit, @Nullable Long> values = new LinkedHashMap<>();
        values.put(Limit.YARA_SECONDS, yaraSeconds);
        values.put(Limit.MAX_MATCHES, matches);
        values.put(Limit.STRING_CONTEXT, context);
        values.put(Limit.MAX_LOG_LINES, lines);
        ThorLimits.Builder limits = builder.limits().toBuilder();
        values.forEach((limit, value) -> {
            if (value != null && value < 0) {
                throw CommandFailure.usage("the limit " + limit.key() + " cannot be negative");
            } else if (value != null) {
                limits.set(limit, value);
            }
        });
        builder.limits(limits.build());
    }
}
