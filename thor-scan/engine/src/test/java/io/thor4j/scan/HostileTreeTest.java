package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.mode.DeepDive;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree in which everything goes wrong: the ledger adds up and names each reason. */
class HostileTreeTest {
    private static final int LIMIT = 1 << 20;

    @TempDir
    Path root;

    private Path file(String name, int size) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, new byte[size]);
    }

    @Test
    void everyKindOfTroubleIsNamed() throws Exception {
        file("a/clean", 10);
        file("a/excluded.iso", 10);
        file("a/node_modules/x", 10);
        file("a/large", LIMIT + 1);
        Path evil = file("a/vanishing", 10);
        Path shrinking = file("a/windows", 3 * LIMIT);
        Files.createSymbolicLink(root.resolve("a/link"), evil);
        boolean pipes = new ProcessBuilder("mkfifo", root.resolve("a/pipe").toString())
                        .start()
                        .waitFor(1, TimeUnit.MINUTES)
                && Files.exists(root.resolve("a/pipe"));
        Path closed = file("a/zz-unreadable", 10);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        boolean unreadable = !Files.isReadable(closed);

        RecordingSink sink = new RecordingSink();
        ScanReport report = TestScans.scanner()
                .sink(sink)
                .exclude("*.iso")
                .exclude("node_modules")
                .limits(ThorLimits.builder().set(Limit.MAX_FILE_SIZE, LIMIT).build())
                .files(FileOptions.builder().window(LIMIT).build())
                .detectors(List.of(TestPlugins.detector("cut", (element, context) -> {
                    if (element.type().equals("file chunk")) {
                        change(() -> cut(shrinking, LIMIT + LIMIT / 4));
                    }
                })))
                .progress(new ProgressListener() {
                    @Override
                    public void begun(String name) {
                        if (name.equals(evil.toString())) {
                            change(() -> Files.delete(evil));
                        }
                    }
                })
                .build()
                .scan(io.thor4j.core.Target.of(root), io.thor4j.core.Target.ofImage(shrinking));
        Map<Outcome.Kind, Map<String, Long>> reasons = report.ledger().reasons();
        assertTrue(report.ledger().balanced());
        assertEquals(Map.of("max-file-size", 2L, ContentCheck.SHRUNK, 1L), reasons.get(Outcome.Kind.INCOMPLETE));
        Map<String, Long> skipped = new java.util.TreeMap<>(Map.of("excluded by pattern", 2L, "symbolic link", 1L));
        if (pipes) {
            skipped.put("named pipe", 1L);
        }
        assertEquals(skipped, reasons.get(Outcome.Kind.SKIPPED));
        Map<String, Long> failed = new java.util.TreeMap<>(Map.of("file disappeared", 1L));
        if (unreadable) {
            failed.put("access denied", 1L);
        }
        assertEquals(failed, reasons.get(Outcome.Kind.FAILED));
        assertEquals(unreadable ? 1 : 2, report.ledger().count(Outcome.Kind.CLEAN));
    }

    /** Changes the tree. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void cut(Path path, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }

    @Test
    void treeThatChangesUnderTheScanLosesNothing() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 120; i++) {
            file("d" + i % 6 + "/f" + i, random.nextInt(4 * LIMIT));
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread mutator = new Thread(() -> {
            while (!over.get()) {
                try {
                    mutate(random);
                } catch (IOException e) {
                    /* The tree is in the way of itself now and then; that is the point. */
                    Thread.onSpinWait();
                }
            }
        });
        mutator.start();
        Set<String> reasons = new TreeSet<>();
        try {
            for (int round = 0; round < 6; round++) {
                ScanReport report = TestScans.scanner()
                        .threads(3)
                        .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                        .limits(ThorLimits.builder()
                                .set(Limit.MAX_FILE_SIZE, 2 * LIMIT)
                                .build())
                        .files(FileOptions.builder()
                                .window(LIMIT)
                                .deepDive(round % 2 == 0 ? DeepDive.ALL : DeepDive.NONE)
                                .build())
                        .build()
                        .scan(root);
                assertEquals(ScanReport.End.COMPLETED, report.end());
                assertTrue(report.ledger().balanced(), report.coverage());
                assertTrue(report.ledger().elementsSeen() > 0);
                report.ledger().reasons().values().forEach(counts -> reasons.addAll(counts.keySet()));
            }
        } finally {
            over.set(true);
            mutator.join();
        }
        Set<String> unknown = new HashSet<>(reasons);
        unknown.removeAll(Set.of(
                "max-file-size",
                ContentCheck.SHRUNK,
                "file disappeared",
                "not a regular file",
                "symbolic link",
                "folder already visited (symbolic link loop)",
                "access denied",
                "read error: FileSystemException",
                "read error: IOException"));
        assertEquals(Set.of(), unknown, "no internal error");
        System.out.println("a tree that changes under the scan: " + reasons);
    }

    private void mutate(Random random) throws IOException {
        Path path = root.resolve("d" + random.nextInt(6) + "/f" + random.nextInt(120));
        switch (random.nextInt(5)) {
            case 0 -> Files.deleteIfExists(path);
            case 1 -> cut(path, random.nextInt(4 * LIMIT));
            case 2 -> cut(path, 0);
            case 3 -> {
                Files.deleteIfExists(path);
                Files.createDirectory(path);
            }
            default -> {
                Files.deleteIfExists(path);
                Files.createSymbolicLink(path, root);
            }
        }
    }
}
