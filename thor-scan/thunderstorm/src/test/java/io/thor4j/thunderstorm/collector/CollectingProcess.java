package io.thor4j.thunderstorm.collector;

import io.thor4j.thunderstorm.client.ThunderstormClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A collection in a process of its own, to be killed: server, folder, list of sent files, threads. */
final class CollectingProcess {
    private CollectingProcess() {}

    public static void main(String[] args) throws Exception {
        CollectorSettings settings = CollectorSettings.builder()
                .paths(List.of(Path.of(args[1])))
                .state(Path.of(args[2]))
                .threads(Integer.parseInt(args[3]))
                .build();
        try (ThunderstormClient client =
                ThunderstormClient.builder(URI.create(args[0])).build()) {
            CollectionReport report = new Collector(settings, client, args[0], CollectionListener.NONE).run();
            System.exit(report.complete() ? 0 : 1);
        }
    }
}
