package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    @Test
    void goodRulesAreCounted() throws IOException {
        write("r/a.yar", "rule a { condition: true }");
        write("r/b.yar", "rule a { condition: true } rule b { condition: a }");
        CommandRun run = CommandRun.of("yara", "check", folder.resolve("r").toString());
        assertEquals(new CommandRun(0, "2 files: 3 rules compile, 0 do not; 0 errors, 0 warnings\n", ""), run);
    }

    @Test
    void errorsShowTheirPlaceInTheLine() throws IOException {
        Path bad =
                write("bad.yar", "rule a { condition: true }\nrule b {\n\tcondition: \"ä\" == \"b\" and missing }\n");
        CommandRun run = CommandRun.of("yara", "check", bad.toString());
        assertEquals(1, run.exitCode());
        List<String> lines = run.out().lines().toList();
        assertTrue(
                lines.get(0).startsWith(bad + ":3:29: error: rule b: undefined identifier \"missing\""), lines.get(0));
        assertEquals("     condition: \"ä\" == \"b\" and missing }", lines.get(1));
        assertEquals("                               ^", lines.get(2));
        assertEquals("1 files: 1 rules compile, 1 do not; 1 errors, 0 warnings", lines.get(3));
        assertEquals("", run.err());
    }

    @Test
    void diagnosticsComeInTheOrderOfTheirLines() throws IOException {
        Path bad =
                write("bad.yar", "rule a { condition: missing }\nrule b { condition: }\nrule c { condition: missing }");
        List<String> places = CommandRun.of("yara", "check", bad.toString())
                .out()
                .lines()
                .filter(line -> line.contains(": error: "))
                .map(line -> line.substring(bad.toString().length() + 1).split(":", -1)[0])
                .toList();
        assertEquals(List.of("1", "2", "3"), places);
    }

    @Test
    void longLinesAreCutAroundThePlace() throws IOException {
        Path bad = write(
                "bad.yar",
                "rule a { condition: " + "true and ".repeat(100) + "missing" + " and true".repeat(100) + " }");
        List<String> lines =
                CommandRun.of("yara", "check", bad.toString()).out().lines().toList();
        assertTrue(lines.get(1).length() < 120, lines.get(1));
        int caret = lines.get(2).indexOf('^');
        assertEquals("missing", lines.get(1).substring(caret, caret + 7));
    }

    @Test
    void hostileRuleTextStaysInItsLines() throws IOException {
        Path bad = write("bad.yar", "rule a { condition: \u001b[2J\u202e missing }");
        CommandRun run = CommandRun.of("yara", "check", bad.toString());
        assertEquals(1, run.exitCode());
        assertEquals(-1, run.out().indexOf('\u001b'));
        assertEquals(-1, run.out().indexOf('\u202e'));
    }

    @Test
    void warningsFailOnlyWhenAsked() throws IOException {
        Path slow = write("slow.yar", "rule s { strings: $a = \"o\" condition: $a }");
        CommandRun run = CommandRun.of("yara", "check", slow.toString());
        assertEquals(0, run.exitCode());
        assertTrue(
                run.out().contains(slow + ":1:19: warning: rule s: string \"$a\" may slow down scanning\n"), run.out());
        assertEquals(
                1,
                CommandRun.of("yara", "check", "--fail-on-warnings", slow.toString())
                        .exitCode());
        assertEquals(
                "1 files: 1 rules compile, 0 do not; 0 errors, 1 warnings\n",
                CommandRun.of("yara", "check", "-w", slow.toString()).out());
    }

    @Test
    void thorsVariablesCanBeDefined() throws IOException {
        Path thor = write("thor.yar", "rule t { condition: filename == \"a\" and filepath != \"\" }");
        assertEquals(1, CommandRun.of("yara", "check", thor.toString()).exitCode());
        assertEquals(
                0,
                CommandRun.of("yara", "check", "--thor-externals", thor.toString())
                        .exitCode());
    }

    @Test
    void aCircleOfIncludesIsToldAndEnds() throws IOException {
        Path circle = write("circle.yar", "include \"circle.yar\"\nrule a { condition: true }");
        CommandRun run = CommandRun.of("yara", "check", circle.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("circle"), run.out());
    }
}
