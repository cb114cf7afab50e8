package io.thor4j.scan.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private static ScanState state() {
        CoverageLedger ledger = new CoverageLedger();
        for (Outcome outcome : List.of(
                Outcome.CLEAN,
                Outcome.CLEAN,
                Outcome.MATCHED,
                Outcome.failed("a = b: #! \u00e9\u4e2d \\"),
                Outcome.incomplete(List.of("max-depth", "max-entries")))) {
            ledger.seen();
            ledger.ended(outcome);
        }
        return new ScanState(
                "S-12345678901",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Map.of("targets", "PathTarget /a\nPathTarget C:\\b", "limits", ""),
                5,
                1,
                List.of(URI.create("file:///a/b"), URI.create("file:///a/b/c%FF%20d")),
                ledger.snapshot(),
                Map.of(Level.ALERT, 3L, Level.ERROR, 0L),
                7,
                Map.of("/var/log/x = y.json", 1L << 40));
    }

    @Test
    void stateComesBackAsItWas() throws Exception {
        StateFile file = new StateFile(folder.resolve("state"));
        assertFalse(file.exists());
        file.save(state());
        assertEquals(state(), file.load());
        file.save(state());
        assertTrue(Files.size(file.path()) < 4_096, "small");
        assertEquals(List.of("state"), Arrays.asList(folder.toFile().list()), "nothing is left beside it");
        file.delete();
        assertFalse(file.exists());
        file.delete();
    }

    @Test
    void everyDamageIsNoticed() throws Exception {
        StateFile file = new StateFile(folder.resolve("state"));
        file.save(state());
        byte[] good = Files.readAllBytes(file.path());
        int noticed = 0;
        for (int i = 0; i < good.length; i += 3) {
            byte[] bad = good.clone();
            bad[i] ^= 4;
            Files.write(file.path(), bad);
            try {
                assertEquals(state(), file.load(), "only the comment may change");
            } catch (MalformedInputException e) {
                noticed++;
            }
        }
        assertTrue(noticed > good.length / 5, "" + noticed);
        for (int length = 0; length < good.length - 1; length += 7) {
            Files.write(file.path(), Arrays.copyOf(good, length));
            assertThrows(MalformedInputException.class, file::load);
        }
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        Path path = folder.resolve("state");
        StateFile file = new StateFile(path);
        for (String text : List.of("", "\\u12", "format=thor scan state 1\ncrc=0", "\u0000\u0001")) {
            Files.write(path, text.getBytes(StandardCharsets.ISO_8859_1));
            assertThrows(MalformedInputException.class, file::load, text);
        }
        Files.delete(path);
        assertThrows(IOException.class, file::load);
    }

    @Test
    void stateThatCannotBeWrittenLeavesTheOldOne() throws Exception {
        StateFile file = new StateFile(folder.resolve("state"));
        file.save(state());
        Files.createDirectory(folder.resolve("state.new"));
        assertThrows(IOException.class, () -> file.save(state()));
        assertEquals(state(), file.load());
        assertThrows(IOException.class, () -> new StateFile(folder.resolve("no/state")).save(state()));
    }

    @Test
    void differencesAreNamed() {
        ScanState state = state();
        assertEquals(List.of(), state.differences(state.settings()));
        assertEquals(List.of("limits", "targets", "walk"), state.differences(Map.of("targets", "x", "walk", "y")));
    }
}
