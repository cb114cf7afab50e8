package io.thor4j.cli;

import io.thor4j.scan.ThorScannerBuilder;
import java.util.stream.Stream;
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

    @Option(
            names = {"--scan-id-prefix", "--scanid-prefix"},
            paramLabel = "TEXT",
            description = "What a random scan id begins with. Default: S-.")
    private @Nullable String prefix;

    @Option(
            names = {"--no-scan-id", "--noscanid"},
            description = "Write no scan id into logs.")
    private boolean withoutId;

    @Option(
            names = {"--log-message-ids", "--genid"},
            description = "Give each line of logs an id (UID), equal for equal lines.")
    private boolean eventIds;

    @Option(
            names = {"--no-personal-data", "--suppresspi"},
            description =
                    "Write ANONYMIZED_BY_THOR for users, owners and the folders below C:\\Users, C:\\Documents and Settings, /home and"
                            + " /Users.")
    private boolean withoutPersonalData;

    /** Hands the options to a scan. */
    void addTo(ThorScannerBuilder builder) {
        builder.eventIds(eventIds).withoutPersonalData(withoutPersonalData);
        if (hostname != null) {
            builder.hostname(hostname);
        }
        if (Stream.of(scanId != null, prefix != null, withoutId)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw CommandFailure.usage("only one of --scan-id, --scan-id-prefix and --no-scan-id can be used");
        }
        if (scanId != null) {
            builder.scanId(scanId);
        } else if (prefix != null) {
            builder.scanIdPrefix(prefix);
        } else if (withoutId) {
            builder.scanId("");
        }
    }
}
