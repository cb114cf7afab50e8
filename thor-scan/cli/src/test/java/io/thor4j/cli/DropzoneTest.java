package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is watched. */
class DropzoneTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    Path folder;

    private static Terminal nowhere() {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(out, out, false);
    }

    @Test
    void aFileIsReadyOnceItWasLeftAlone() throws Exception {
        Dropzone zone = new Dropzone(List.of(folder), Duration.ofSeconds(1), false, nowhere());
        Path file = Files.writeString(folder.resolve("a"), "one");
        assertEquals(List.of(), zone.ready(0));
        assertEquals(List.of(), zone.ready(SECOND / 2));
        Files.writeString(file, "longer");
        assertEquals(List.of(), zone.ready(SECOND), "it was written to");
        assertEquals(List.of(file), zone.ready(2 * SECOND));
        assertEquals(List.of(), zone.ready(3 * SECOND), "once is enough");
        Files.writeString(file, "once more, and longer");
        assertEquals(List.of(), zone.ready(4 * SECOND));
        assertEquals(List.of(file), zone.ready(5 * SECOND));
    }

    @Test
    void whatIsPutThereIsScannedAndDeletedUntilASignal() throws Exception {
        Path zone = Files.createDirectories(folder.resolve("zone"));
        Path rules = Files.writeString(
                folder.resolve("rules.yar"), "rule Loud { meta: score = 90 strings: $a = \"marker\" condition: $a }");
        Path err = folder.resolve("err");
        Process process = ThorProcess.start(
                err,
                List.of("-Xmx256m"),
                List.of("scan", "--rules", rules.toString(), "--dropzone", "--dropzone-purge", zone.toString()));
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            put(zone, "first");
            assertTrue(out.readLine().contains("first"), "the first file is found");
            put(zone, "second");
            assertTrue(out.readLine().contains("second"), "and the next one too");
            until(() -> !Files.exists(zone.resolve("second")));
            assertFalse(Files.exists(zone.resolve("first")));
            ProcessHandle.of(process.pid()).orElseThrow().destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            assertEquals(ExitCodes.INCOMPLETE, process.exitValue(), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void put(Path zone, String name) throws IOException {
        Files.writeString(zone.resolve(name), "a marker");
    }

    /** Something that becomes true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "in time");
            Thread.onSpinWait();
        }
    }

    @Test
    void onlyFoldersCanBeWatched() {
        CommandRun run =
                CommandRun.of("scan", "--dropzone", folder.resolve("none").toString());
        assertEquals(2, run.exitCode());
    }
}
