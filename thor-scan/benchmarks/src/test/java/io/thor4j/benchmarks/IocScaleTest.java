package io.thor4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The answers that are measured are right, and with -Psoak the figures hold that the project promises. */
class IocScaleTest {
    private static List<String> run(int divisor) {
        List<String> lines = new ArrayList<>();
        IocScale.run(divisor, lines::add);
        lines.forEach(System.out::println);
        return lines;
    }

    @Test
    void knownHashesAreFoundAndNoOthers() {
        List<String> lines = run(50);
        assertTrue(lines.get(1).endsWith(" ns, 0 of 32768 found"), lines.get(1));
        assertTrue(lines.get(2).endsWith(" ns, 32768 of 32768 found"), lines.get(2));
        assertEquals(7, lines.size());
    }

    @Test
    @Tag("soak")
    void tenMillionHashesFitInto250MegabytesAndAMicrosecond() {
        List<String> lines = run(1);
        Matcher heap = Pattern.compile("heap ([0-9.]+) MiB").matcher(lines.get(0));
        assertTrue(heap.find() && Double.parseDouble(heap.group(1)) < 250, lines.get(0));
        for (int i : new int[] {1, 2}) {
            Matcher nanos = Pattern.compile("lookup: (\\d+) ns").matcher(lines.get(i));
            assertTrue(nanos.find() && Integer.parseInt(nanos.group(1)) < 1_000, lines.get(i));
        }
    }
}
