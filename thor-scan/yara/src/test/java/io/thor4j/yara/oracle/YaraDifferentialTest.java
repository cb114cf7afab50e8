package io.thor4j.yara.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Made rules over made files give the same verdicts and the same matches as the {@code yara} command, which must be installed as 4.2.x (as
 * in Debian 12). Skips itself without it. What may differ is named by {@link KnownDifference}.
 */
class YaraDifferentialTest {
    private static final String WANTED = "4.2.";
    private static final long SHORT_NANOS = 12_000_000_000L;
    private static final long LONG_NANOS = 600_000_000_000L;
    private static final int MOST_TOLD = 20;

    @TempDir
    Path work;

    @BeforeEach
    void needsTheCommand() {
        String version = YaraCommand.version();
        assumeTrue(!version.isEmpty(), "skipped: the command \"yara\" is not installed");
        assumeTrue(
                version.startsWith(WANTED),
                "skipped: yara " + version + " is installed, the differences are known for " + WANTED + "x");
    }

    @Test
    void madeRulesMatchAsWithTheYaraCommand() throws IOException {
        DifferentialRun run = run(1, 30, SHORT_NANOS);
        assertTrue(run.matches() > 0, "nothing was compared: " + run);
    }

    @Test
    @Tag("soak")
    @Timeout(1200)
    void thousandsOfMadeRulesMatchAsWithTheYaraCommand() throws IOException {
        DifferentialRun run = run(1_000, Long.MAX_VALUE, LONG_NANOS);
        assertTrue(run.matches() > 100_000, "too little was compared: " + run);
    }

    private DifferentialRun run(long firstSeed, long seeds, long nanos) throws IOException {
        DifferentialRun run = new DifferentialRun(work);
        long end = System.nanoTime() + nanos;
        for (long i = 0;
                i < seeds && System.nanoTime() - end < 0 && run.differences().size() < MOST_TOLD;
                i++) {
            run.batch(firstSeed + i);
        }
        System.out.println("Compared with yara " + YaraCommand.version() + ": " + run);
        assertEquals(List.of(), run.differences(), () -> run + "\n" + String.join("\n", run.differences()));
        return run;
    }
}
