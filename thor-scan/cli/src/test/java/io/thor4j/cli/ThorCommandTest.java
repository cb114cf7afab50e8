package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ThorCommandTest {
    private static final Terminal NOWHERE = new Terminal(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            false);

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(ThorCommand.commandLine(NOWHERE), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(sub, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpNamesEveryOptionOfTheCommand(List<String> words) {
        CommandLine command = ThorCommand.commandLine(NOWHERE);
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        List<String> args = new ArrayList<>(words);
        args.add("--help");
        CommandRun run = CommandRun.of(args.toArray(new String[0]));

        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        assertAll(command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(option -> () -> assertTrue(run.out().contains(option.longestName()), option.longestName())));
        assertAll(command.getSubcommands().values().stream()
                .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .map(sub -> () -> assertTrue(run.out().contains("  " + sub.getCommandName() + " "))));
    }

    @Test
    void conformanceIsHiddenFromHelpButRuns() {
        assertFalse(CommandRun.of("yara", "--help").out().contains("conformance"));
        assertEquals(0, CommandRun.of("yara", "conformance", "--help").exitCode());
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "scan, 1", "scan, 3", "yara scan, 1"})
    void helpTellsTheExitCodes(String words, String code) {
        List<String> args = new ArrayList<>(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)));
        args.add("--help");
        assertTrue(CommandRun.of(args.toArray(new String[0])).out().contains("\n  " + code + "   "));
    }

    @Test
    void versionNamesThorYaraAndJava() {
        CommandRun run = CommandRun.of("--version");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("thor "));
        assertTrue(run.out().contains("Java " + Runtime.version()));
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, 2, thor: Unknown option: '--nonsense'",
        "scan --nonsense, 2, thor scan: Unknown option: '--nonsense'",
        "yara scan --nonsense a b, 1, thor yara scan: Unknown option: '--nonsense'",
        "yara check, 1, thor yara check: Missing required parameter: 'RULES'",
        "scan --max-file-size 12XB ., 2, thor scan: Invalid value for option '--file-size-limit': '12XB' is not a size",
        "yara scan -l x a b, 1, thor yara scan: Invalid value for option '--max-rules'",
        "yara scan -d v a b, 1, thor yara scan: Invalid value for option '--define'",
    })
    void mistakesAreOneLineAndAHint(String args, int exitCode, String begin) {
        CommandRun run = CommandRun.of(args.split(" ", -1));
        assertEquals(exitCode, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith(begin), run.err());
        assertTrue(run.err().contains("--help"), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        CommandRun run = CommandRun.of();
        assertTrue(
                run.err().startsWith("thor: say which command: scan, report, logconvert, yara, license, "), run.err());
        assertTrue(run.err().endsWith("\nTry 'thor --help'.\n"), run.err());
        assertEquals(2, CommandRun.of().exitCode());
        assertEquals(1, CommandRun.of("yara").exitCode());
    }

    @Test
    void stackTracesAreShownOnRequestOnly() {
        assertFalse(CommandRun.of("yara", "scan", "missing", "x").err().contains("\tat "));
        assertTrue(
                CommandRun.of("yara", "scan", "--debug", "missing", "x").err().contains("\tat io.thor4j.cli"));
        assertTrue(
                CommandRun.of("--debug", "yara", "scan", "missing", "x").err().contains("\tat io.thor4j.cli"));
    }

    @Test
    void argumentsThatBeginWithAnAtSignAreNotArgumentFiles() {
        CommandRun run = CommandRun.of("yara", "scan", "@rules", "@target");
        assertEquals(1, run.exitCode());
        assertEquals("error: could not open file: @rules\n", run.err());
    }

    @Test
    void controlCharactersOfArgumentsDoNotReachTheTerminal() {
        CommandRun run = CommandRun.of("yara", "scan", "a\u001b[31m\nb", "x");
        assertEquals("error: could not open file: a\\x1b[31m\\nb\n", run.err());
    }
}
