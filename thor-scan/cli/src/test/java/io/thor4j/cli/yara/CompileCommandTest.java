package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theSameRulesGiveTheSameBytesAndNoOtherFileIsLeft() throws IOException {
        Path rules = Files.writeString(folder.resolve("a.yar"), "rule a { strings: $a = \"abc\" condition: $a }");
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertEquals(
                0,
                CommandRun.of("yara", "compile", rules.toString(), first.toString())
                        .exitCode());
        assertEquals(
                0,
                CommandRun.of("yara", "compile", rules.toString(), second.toString())
                        .exitCode());
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void errorsLeaveTheOldFile() throws IOException {
        Path rules =
                Files.writeString(folder.resolve("a.yar"), "rule a { condition: missing } rule b { condition: true }");
        Path out = Files.writeString(folder.resolve("out"), "old");
        CommandRun run = CommandRun.of("yara", "compile", rules.toString(), out.toString());
        assertEquals(1, run.exitCode());
        assertEquals("old", Files.readString(out));
        assertTrue(run.err().contains("undefined identifier \"missing\""), run.err());

        assertEquals(
                0,
                CommandRun.of("yara", "compile", "--keep-going", rules.toString(), out.toString())
                        .exitCode());
        assertEquals(
                "b " + rules + "\n",
                CommandRun.of("yara", "scan", "-C", out.toString(), rules.toString())
                        .out());
    }

    @Test
    void anUnwritablePlaceIsAnError() throws IOException {
        Path rules = Files.writeString(folder.resolve("a.yar"), "rule a { condition: true }");
        Path out = folder.resolve("missing").resolve("out");
        CommandRun run = CommandRun.of("yara", "compile", rules.toString(), out.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("error: could not write file: " + out), run.err());
        assertFalse(Files.exists(out));
    }
}
