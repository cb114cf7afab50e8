package io.thor4j.cli.thunderstorm;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.SizeConverter;
import io.thor4j.thunderstorm.server.StoreSamples;
import io.thor4j.thunderstorm.server.ThunderstormBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about the queue, the results and kept samples. Used by one thread. */
final class ServiceStorage {
    /** Where the database of a cluster is, unseen by other users of the host. */
    private static final String STORE = "THOR_THUNDERSTORM_STORE";

    @Option(
            names = {"--queue-storage", "--queue-dir"},
            paramLabel = "DIR",
            description = "Where asynchronous samples wait, on the disk. They are found again after a restart. Default:"
                    + " thunderstorm-queue.")
    private Path queue = Path.of("thunderstorm-queue");

    @Option(
            names = {"--server-upload-dir", "--upload-dir"},
            paramLabel = "DIR",
            description =
                    "Where samples are kept after their scan, see --server-store-samples. Default: kept, in the queue's folder.")
    private @Nullable Path kept;

    @Option(
            names = {"--server-store-samples", "--store-samples"},
            paramLabel = "WHICH",
            description =
                    "Which samples are kept, by their SHA-256: none, malicious (a Warning or an Alert) or all. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String which = "none";

    @Option(
            names = "--store-samples-score",
            paramLabel = "N",
            description =
                    "Keep samples with at least this score, too; scores end at 100. Default: ${DEFAULT-VALUE}, none.")
    private int storeScore = ThunderstormBuilder.NO_SCORE;

    @Option(
            names = "--vfs-dir",
            paramLabel = "DIR",
            description =
                    "Show the kept samples there by source and by the path that the client gave, as a tree of plain names.")
    private @Nullable Path hostTree;

    @Option(
            names = {"--server-result-cache-size", "--result-cache-size"},
            paramLabel = "N",
            description = "How many results of asynchronous samples are kept, 0 for none. Default: ${DEFAULT-VALUE}.")
    private long results = ThunderstormBuilder.RESULTS;

    @Option(
            names = "--queue-warn-size",
            paramLabel = "N",
            description = "Warn when more samples wait. Default: no warning.")
    private long warning;

    @Option(
            names = "--max-upload",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "The size of a sample at most. Default: 2GB.")
    private Long maxUpload = ThunderstormBuilder.MAX_UPLOAD;

    @Option(
            names = "--max-queue-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "What all samples that wait may take of the disk. Default: no bound.")
    private Long maxQueue = 0L;

    @Option(
            names = "--keep-free",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "What stays free of the disk: below it samples are refused until there is room. Default: 256MB.")
    private Long reserve = ThunderstormBuilder.RESERVE;

    @Option(
            names = "--store",
            paramLabel = "JDBC-URL",
            description = "Share receipts and results with other nodes: jdbc:postgresql://HOST/DATABASE?user=... "
                    + STORE + " in the environment does the same, unseen by other users.")
    private @Nullable String store;

    @Option(names = "--node-name", paramLabel = "NAME", description = "This node's name; needed with --store.")
    private @Nullable String node;

    void addTo(ThunderstormBuilder builder, Map<String, String> environment) {
        builder.queueFolder(queue)
                .results(notNegative("--server-result-cache-size", results))
                .queueWarning(notNegative("--queue-warn-size", warning))
                .maxUpload(Math.max(1, maxUpload))
                .disk(maxQueue, reserve)
                .storeSamples(which(), kept == null ? queue.resolve("kept") : kept)
                .storeSamplesFrom((int) notNegative("--store-samples-score", storeScore));
        if (hostTree != null) {
            builder.hostTree(hostTree);
        }
        String url = store == null ? environment.get(STORE) : store;
        if (url != null && !url.isEmpty()) {
            String name = node;
            if (name == null) {
                throw CommandFailure.usage("--store needs --node-name, another one for each node");
            }
            try {
                builder.cluster(url, name);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static long notNegative(String option, long value) {
        if (value < 0) {
            throw CommandFailure.usage(option + " is not less than 0: " + value);
        }
        return value;
    }

    private StoreSamples which() {
        try {
            return StoreSamples.valueOf(which.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--server-store-samples is none, malicious or all, not '" + which + "'", e);
        }
    }
}
