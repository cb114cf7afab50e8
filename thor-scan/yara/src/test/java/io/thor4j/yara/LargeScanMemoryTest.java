package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.ThorException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scan's memory is bounded by its limits, not by the data: tried in a JVM with a small heap. */
class LargeScanMemoryTest {
    private static final int SIZE = 50 << 20;
    private static final int MATCHES = 1_000_000;

    /** What the small JVM runs. */
    static final class MillionMatches {
        private MillionMatches() {}

        /** Scans 50 MB with a million matches of one string and far more of another, and prints what came out. */
        public static void main(String[] args) {
            byte[] data = new byte[SIZE];
            byte[] word = "needle;".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < MATCHES; i++) {
                System.arraycopy(word, 0, data, i * (SIZE / MATCHES), word.length);
            }
            YaraRules rules = YaraRules.builder()
                    .source(
                            "n",
                            "s",
                            "rule r { strings: $a = \"needle;\" $b = /\\x00{3}/ condition: #a == " + MATCHES
                                    + " and $b }")
                    .build();
            ScanResult result = rules.scanner().scan(data);
            long count = 0;
            for (RuleMatch match : result.matches()) {
                count += match.strings().size();
            }
            System.out.println(count + " matches, " + result.limits().size() + " limits");
        }
    }

    @Test
    void fiftyMegabytesWithAMillionMatchesFitIntoASmallHeap() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = place(YaraRules.class)
                + File.pathSeparator
                + place(ThorException.class)
                + File.pathSeparator
                + place(LargeScanMemoryTest.class);
        Process process = new ProcessBuilder(List.of(java, "-Xmx256m", "-cp", path, MillionMatches.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("2000000 matches, 1 limits", output.trim());
        assertEquals(0, process.waitFor());
    }

    private static String place(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
