package io.thor4j.thunderstorm.server;

import io.thor4j.core.Assessment;
import io.thor4j.core.Limit;
import io.thor4j.core.Message;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.FileOptions;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.mode.DeepDive;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server with three rules, for tests. */
final class Running implements AutoCloseable {
    static final String RULES = """
            rule Evil_Webshell : WEBSHELL T1100 {
                meta:
                    description = "a web shell"
                    score = 75
                    author = "tests"
                    date = "2026-01-31"
                    reference = "https://example.org/shell"
                strings: $a = "<%eval request("
                condition: $a
            }
            rule Test_Alert { meta: description = "an alert" score = 95 strings: $a = "ALERT-MARK" condition: $a }
            rule Test_Notice { meta: description = "a notice" score = 45 strings: $a = "NOTICE-MARK" condition: $a }
            """;

    /** The test vector of the documents: 16 bytes. */
    static final String VECTOR = "<%eval request(\n";

    final ThorScanner scanner;
    final ThunderstormServer server;
    final List<Assessment> findings = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();

    Running(Path folder, UnaryOperator<ThunderstormBuilder> settings) throws IOException {
        Path signatures = folder.resolve("signatures");
        if (!Files.exists(signatures)) {
            Files.createDirectories(signatures.resolve("yara"));
            Files.writeString(signatures.resolve("yara/test.yar"), RULES);
        }
        scanner = ThorScanner.builder()
                .signatures(SignatureSet.load(signatures))
                .withoutPlugins()
                .limits(ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 16 << 20).build())
                .files(FileOptions.builder().deepDive(DeepDive.ALL).build())
                .sink(new OutputSink() {
                    @Override
                    public void accept(Assessment assessment) {
                        findings.add(assessment);
                    }

                    @Override
                    public void accept(Message message) {
                        messages.add(message);
                    }

                    @Override
                    public void close() {}
                })
                .build();
        server = settings.apply(ThunderstormServer.builder(scanner)
                        .listen("127.0.0.1", 0)
                        .queueFolder(folder.resolve("queue"))
                        .threads(2, 0)
                        .disk(0, 0)
                        .reloadEvery(Duration.ZERO)
                        .grace(Duration.ofSeconds(5)))
                .start();
    }

    Running(Path folder) throws IOException {
        this(folder, UnaryOperator.identity());
    }

    Raw raw() throws IOException {
        return new Raw(server.address());
    }

    Raw.Answer ask(String request) throws IOException {
        try (Raw raw = raw()) {
            return raw.send(request).read();
        }
    }

    Raw.Answer get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    Raw.Answer check(String target, String name, String content) throws IOException {
        return ask(Raw.post(target, Raw.type("B"), Raw.form("B", name, content)));
    }

    long submit(String name, String content) throws IOException {
        Raw.Answer answer = check("/api/checkAsync?source=t", name, content);
        if (answer.status() != 200) {
            throw new IOException(answer.head() + answer.body());
        }
        return id(answer.body());
    }

    static long id(String receipt) {
        return Long.parseLong(receipt.replaceAll("\\{\"id\":([0-9]+)}", "$1"));
    }

    /** Polls until the sample has a result. */
    String result(long id) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            String body = get("/api/getAsyncResults?id=" + id).body();
            if (!body.contains("Waiting for") && !body.contains("Currently")) {
                return body;
            }
            Thread.onSpinWait();
        }
        throw new IOException("no result for " + id);
    }

    @Override
    public void close() {
        server.close();
        scanner.close();
    }
}
