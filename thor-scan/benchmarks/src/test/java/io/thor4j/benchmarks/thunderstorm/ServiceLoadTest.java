package io.thor4j.benchmarks.thunderstorm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service under load answers for every sample, and with -Psoak the figures hold that the project promises. */
class ServiceLoadTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void everySampleHasItsResultAndTheHeapStaysSmall() throws Exception {
        LoadFigures figures = ServiceLoad.run(
                new LoadPlan(100, 100, 8, "512m", null, 7, Duration.ofMinutes(5)), folder, System.out::println);
        assertEquals(200, figures.submissions());
        holds(figures);
    }

    @Test
    @Tag("soak")
    void twoHundredThousandSamplesWithSignatureBase() throws Exception {
        String shared = System.getProperty("thor.shared", "");
        Path rules = Path.of(shared, "rules/signature-base/yara");
        boolean there = !shared.isEmpty() && Files.isDirectory(rules);
        if (!there) {
            System.out.println("ServiceLoadTest: skipped, no signature-base (property thor.shared)");
        }
        assumeTrue(there, "no signature-base");
        LoadFigures figures = ServiceLoad.run(
                new LoadPlan(200_000, 2_000, 16, "512m", rules, 7, Duration.ofHours(3)), folder, System.out::println);
        assertTrue(figures.submissions() >= 200_000, figures.toString());
        holds(figures);
        assertTrue(figures.ratio() >= 3, figures.toString());
        assertTrue(figures.perMinuteAndCore() >= 5_000, figures.toString());
    }

    private static void holds(LoadFigures figures) {
        assertEquals(figures.submissions(), figures.results(), figures.toString());
        assertEquals(0, figures.wrong(), figures.toString());
        assertTrue(figures.heapHighest() < figures.heapBefore() + 48 * MIB, figures.toString());
    }
}
