package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderTest {
    /** What a file holds, and what makes it end in one way or another. */
    private static final List<String> CONTENTS = List.of(
            "",
            "good",
            "evil",
            "broken",
            "toolarge".repeat(20),
            "a=good\nb=evil",
            "c.box=d=evil;e.box=f=broken\ng=evil",
            "h=" + "i".repeat(70));

    @Provide
    Arbitrary<Map<String, Integer>> trees() {
        Arbitrary<String> name = Arbitraries.of("a", "b", "B", "c.box", "e\nf", ".g", "h.txt");
        Arbitrary<String> path = name.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        return Arbitraries.maps(path, Arbitraries.integers().between(-1, CONTENTS.size() - 1))
                .ofMaxSize(25);
    }

    /* -1 stands for a symbolic link to the root. Where a file is in the way of a folder, the folder is left out. */
    private static void build(Path root, Map<String, Integer> tree) throws IOException {
        for (Map.Entry<String, Integer> entry : tree.entrySet()) {
            Path path = root.resolve(entry.getKey());
            try {
                Files.createDirectories(path.getParent());
                if (entry.getValue() < 0) {
                    Files.createSymbolicLink(path, root);
                } else {
                    Files.writeString(path, CONTENTS.get(entry.getValue()));
                }
            } catch (IOException e) {
                assertTrue(Files.exists(root), e.toString());
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static byte[] scan(Path root, int threads, boolean followSymlinks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScanReport report = TestScans.scanner()
                .threads(1)
                .limits(ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 100).build())
                .detectors(List.of(
                        TestPlugins.word("evil", 70), TestPlugins.detector("breaking", (element, context) -> {
                            if (TestPlugins.text(element).equals("broken")) {
                                throw new IllegalStateException(element.name().text());
                            }
                        })))
                .extractors(List.of(TestPlugins.boxes()))
                .followSymlinks(followSymlinks)
                .sink(JsonLogSink.of(out))
                .sink(TextLogSink.of(out, TestScans.text()))
                .threads(threads)
                .build()
                .scan(root);
        assertTrue(report.ledger().balanced(), report.ledger().summary());
        assertTrue(report.outputComplete(), report.pluginFailures().toString());
        long errors = report.ledger().reasons().values().stream()
                .flatMap(reasons -> reasons.keySet().stream())
                .filter(reason -> reason.contains("internal"))
                .count();
        assertEquals(0, errors);
        return out.toByteArray();
    }

    @Property(tries = 60)
    void ledgerAddsUpAndOutputIsTheSameForAnyNumberOfThreads(
            @ForAll("trees") Map<String, Integer> tree, @ForAll boolean followSymlinks) throws IOException {
        Path root = Files.createTempDirectory("thor-order");
        try {
            build(root, tree);
            /* The first reading of a new file changes its time of access, which events show. */
            scan(root, 1, followSymlinks);
            byte[] one = scan(root, 1, followSymlinks);
            for (int threads = 2; threads <= 4; threads++) {
                /* The number of threads is in the first event. */
                assertArrayEquals(withoutThreads(one, 1), withoutThreads(scan(root, threads, followSymlinks), threads));
            }
        } finally {
            delete(root);
        }
    }

    private static byte[] withoutThreads(byte[] log, int threads) {
        String text = new String(log, java.nio.charset.StandardCharsets.UTF_8);
        return text.replace("\"threads\":" + threads, "")
                .replace("THREADS: " + threads, "")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
