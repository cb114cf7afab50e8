package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeCommandTest {
    @TempDir
    private Path folder;

    private Path state;

    @BeforeEach
    void writeFiles() throws Exception {
        state = folder.resolve("state");
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("rules.yar"), "rule e { strings: $a = \"evil\" condition: $a }");
        for (int i = 0; i < 10; i++) {
            Files.writeString(folder.resolve("data/f" + i), "evil");
        }
    }

    private CommandRun scan(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "scan",
                "--rules",
                folder.resolve("rules.yar").toString(),
                folder.resolve("data").toString(),
                "--json",
                folder.resolve("log.json").toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    /* Ends at once, as if time were over, and leaves its state. */
    private void interrupted() {
        CommandRun run = scan("--state-file", state.toString(), "--min-free-disk", "8000000000GB");
        assertEquals(3, run.exitCode());
        assertTrue(Files.exists(state));
    }

    @Test
    void scanGoesOnWhenAskedTo() throws Exception {
        interrupted();
        CommandRun run = scan("--state-file", state.toString(), "--resume");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.err().contains("files seen 10 = clean 0 + matched 10 +"), run.err());
        assertFalse(Files.exists(state));
        String log = Files.readString(folder.resolve("log.json"));
        assertEquals(10, log.split("\"THOR assessment\"", -1).length - 1);
        assertTrue(log.contains("Scan goes on where it ended"));
    }

    @Test
    void otherOptionsAreRefusedByName() {
        interrupted();
        CommandRun refused = scan("--state-file", state.toString(), "--resume", "--scoring", "10.6");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("changed since it began: scoring"), refused.err());
        assertEquals(1, refused.err().split("\n", -1).length - 1, refused.err());
        CommandRun told = scan("--state-file", state.toString(), "--resume-changed", "--scoring", "10.6");
        assertEquals(1, told.exitCode(), told.err());
    }

    @Test
    void outputsThatCannotGoOnAreRefused() {
        CommandRun trail = scan(
                "--state-file",
                state.toString(),
                "--audit-trail",
                folder.resolve("trail.gz").toString());
        assertEquals(2, trail.exitCode());
        assertTrue(trail.err().contains("--audit-trail cannot go with --state-file"), trail.err());
        assertFalse(Files.exists(folder.resolve("trail.gz")));
        interrupted();
        CommandRun late = scan(
                "--state-file",
                state.toString(),
                "--resume-changed",
                "--csv",
                folder.resolve("f.csv").toString());
        assertEquals(2, late.exitCode());
        assertTrue(late.err().contains("began without outputs that make a document"), late.err());
        assertEquals(1, late.err().split("\n", -1).length - 1, late.err());
    }

    @Test
    void resumeOnlyDoesNothingWithoutAState() {
        CommandRun run = scan("--state-file", state.toString(), "--resume-only");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no state file"), run.err());
        assertFalse(Files.exists(folder.resolve("log.json")));
        assertEquals(1, scan("--state-file", state.toString(), "--resume").exitCode());
    }

    @Test
    void resumeNeedsAStateFile() {
        CommandRun run = scan("--resume");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--state-file"), run.err());
    }

    @Test
    void beginningAnewIsTold() {
        interrupted();
        CommandRun run = scan("--state-file", state.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("begins anew"), run.err());
    }

    @Test
    void stateThatCannotBeWrittenEndsTheCommand() {
        CommandRun run =
                scan("--state-file", folder.resolve("no/such/folder/state").toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("cannot be saved"), run.err());
    }
}
