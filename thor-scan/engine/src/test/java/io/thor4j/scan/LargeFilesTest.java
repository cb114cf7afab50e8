package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files are searched by all workers together, and that shows in nothing but the time. */
class LargeFilesTest {
    private static final int SIZE = 10 << 20;

    private static final String RULES = """
            rule text { meta: score = 70 strings: $a = "over the border" $b = /border [a-z]{2,9}!/ condition: all of them and #a == 9 }
            rule pair { meta: score = 50 strings: $a = { 6f 76 65 72 [200-] 21 21 } condition: $a }
            """;

    private static byte[] content(long seed) {
        byte[] data = new byte[SIZE];
        new Random(seed).nextBytes(data);
        byte[] mark = "over the border here!!".getBytes(StandardCharsets.US_ASCII);
        for (int i = 1; i < 10; i++) {
            System.arraycopy(mark, 0, data, (i << 20) - 2 * i, mark.length);
        }
        return data;
    }

    private static byte[] scan(Path root, int threads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScanReport report = TestScans.scanner()
                .rules(TestScans.rules(RULES), Origin.EXTERNAL)
                .sink(JsonLogSink.of(out))
                .threads(threads)
                .build()
                .scan(root);
        assertTrue(report.ledger().balanced(), report.ledger().summary());
        assertEquals(2, report.levels().get(Level.WARNING), report.levels().toString());
        return out.toByteArray();
    }

    @Test
    void theLogIsTheSameForAnyNumberOfThreads(@TempDir Path root) throws IOException {
        // One that is met first, and one with which the other workers help when nothing else is left.
        Files.write(root.resolve("a.bin"), content(1));
        for (int i = 0; i < 20; i++) {
            Files.writeString(root.resolve("m" + i + ".txt"), "over the border");
        }
        Files.write(root.resolve("z.bin"), content(2));
        scan(root, 1);
        String one = withoutThreads(scan(root, 1), 1);
        for (int threads : new int[] {2, 4}) {
            assertArrayEquals(
                    one.getBytes(StandardCharsets.UTF_8),
                    withoutThreads(scan(root, threads), threads).getBytes(StandardCharsets.UTF_8));
        }
    }

    /* The number of threads is in the first event. */
    private static String withoutThreads(byte[] log, int threads) {
        return new String(log, StandardCharsets.UTF_8).replace("\"threads\":" + threads, "");
    }
}
