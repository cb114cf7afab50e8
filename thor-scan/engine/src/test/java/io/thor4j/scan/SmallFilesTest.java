package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many small files: memory stays as it is, and the output is the same for any number of threads. */
class SmallFilesTest {
    private static final int IN_A_FOLDER = 500;
    private static final long MOST_GROWTH = 8 << 20;

    @TempDir
    Path root;

    @Test
    void heapIsFlatAndOutputIdentical() throws Exception {
        check(4_000);
    }

    @Test
    @Tag("soak")
    void heapIsFlatAndOutputIdenticalForAHundredThousand() throws Exception {
        check(100_000);
    }

    private void check(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Path file = root.resolve("d" + i / IN_A_FOLDER + "/f" + i);
            if (i % IN_A_FOLDER == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, (i % 1_000 == 7 ? "evil " : "good ") + i);
            /* The first reading changes the time of the last access, which findings show. */
            Files.readString(file);
        }
        byte[] one = scan(files, 1);
        assertArrayEquals(one, scan(files, 4));
        assertTrue(one.length > 0);
    }

    private byte[] scan(int files, int threads) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Map<Long, Long> heap = new TreeMap<>();
        long begin = System.nanoTime();
        ScanReport report = TestScans.scanner()
                .threads(threads)
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .sink(JsonLogSink.of(log))
                .progress(new ProgressListener() {
                    @Override
                    public void ended(String name, Outcome outcome, long count) {
                        if (count % (files / 4) == 0) {
                            heap.put(count, used());
                        }
                    }
                })
                .build()
                .scan(root);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertEquals(files / 1_000, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(files, report.ledger().elementsSeen());
        assertTrue(report.ledger().balanced());
        long first = heap.getOrDefault((long) files / 4, 0L);
        heap.forEach((count, bytes) -> assertTrue(
                bytes - first < MOST_GROWTH, () -> "heap grew from " + first + " to " + bytes + " at " + count));
        System.out.printf(
                "%d small files, %d threads: %d ms, heap in use at each quarter %s KiB%n",
                files,
                threads,
                millis,
                heap.values().stream().map(bytes -> bytes >> 10).toList());
        /* Only the number of threads itself is told. */
        return log.toString(java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"threads\":" + threads, "\"threads\":0")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
