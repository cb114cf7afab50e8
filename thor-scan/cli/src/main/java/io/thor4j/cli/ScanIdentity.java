package io.thor4j.cli;

import io.thor4j.scan.ThorScannerBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who a scan is, for its logs. Used by one thread. */
final class ScanIdentity {
    @Option(
            names = {"-j", "--overwrite-hostname"},
            paramLabel = "NAME",
            description = "The host's name in logs.")
    private @Nullable String hostname;

    @Option(
            names = {"-i", "--scan-id"},
            paramLabel = "ID",
            description = "The scan's id in logs, instead of a random one.")
    private @Nullable String scanId;

    /** Hands the options to a scan. */
    void addTo(ThorScannerBuilder builder) {
        if (hostname != null) {
            builder.hostname(hostname);
        }
        if (scanId != null) {
            builder.scanId(scanId);
        }
    }
}
