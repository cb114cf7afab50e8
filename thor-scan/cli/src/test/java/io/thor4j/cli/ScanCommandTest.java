package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {
    private static final Pattern LEDGER = Pattern.compile(
            "thor: files seen (\\d+) = clean (\\d+) \\+ matched (\\d+) \\+ incomplete (\\d+) \\+ skipped (\\d+) \\+ failed (\\d+)\\n");

    @TempDir
    private Path folder;

    private Path rules;
    private Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        rules = write("rules/test.yar", """
                rule Bad { meta: score = 90 description = "very bad" strings: $a = "evil" condition: $a }
                rule Odd { meta: score = 65 strings: $a = "odd" condition: $a }
                rule Seen { meta: score = 45 strings: $a = "seen" condition: $a }
                """);
        data = Files.createDirectories(folder.resolve("data"));
    }

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private CommandRun scan(Object... more) {
        List<String> args = new ArrayList<>(List.of("scan", "--rules", rules.toString()));
        for (Object argument : more) {
            args.add(argument.toString());
        }
        return CommandRun.of(args.toArray(new String[0]));
    }

    /** Returns seen, clean, matched, incomplete, skipped, failed. */
    private static List<Integer> ledger(CommandRun run) {
        Matcher matcher = LEDGER.matcher(run.err());
        assertTrue(matcher.find(), run.err());
        List<Integer> counts = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            counts.add(Integer.valueOf(matcher.group(i)));
        }
        int sum = counts.stream().skip(1).mapToInt(Integer::intValue).sum();
        assertEquals(counts.get(0), sum, "the ledger does not balance");
        return counts;
    }

    @Test
    void unknownEngineIsOneLine() {
        CommandRun run = scan("--engine", "hyperscan", data);
        assertEquals(2, run.exitCode());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("no YARA engine 'hyperscan' among [libyara, thor]"), run.err());
    }

    @Test
    void engineOfItsOwnIsTheDefault() {
        assertEquals(
                scan(data).out().lines().count(),
                scan("--engine", "thor", data).out().lines().count());
    }

    @Test
    void cleanFilesAnswerZeroAndPrintNothingButTheSums() throws IOException {
        write("data/a", "nothing");
        CommandRun run = scan(data);
        assertEquals(0, run.exitCode());
        assertEquals("", run.out());
        assertEquals(List.of(1, 1, 0, 0, 0, 0), ledger(run));
        assertTrue(run.err().startsWith("thor: 0 alerts, 0 warnings, 0 notices, 0 infos, 0 errors in "), run.err());
    }

    @Test
    void findingsArePrintedALineEachAndAnswerOne() throws IOException {
        Path evil = write("data/a", "so evil");
        write("data/b", "odd");
        CommandRun run = scan(data);
        assertEquals(1, run.exitCode());
        List<String> lines = run.out().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(0).startsWith("Alert: MODULE: Filescan MESSAGE: Malware file found SCANID: S-"),
                lines.get(0));
        assertTrue(lines.get(0).contains(" SCORE: 90 FILE: " + evil + " "), lines.get(0));
        assertTrue(lines.get(0).contains(" REASON_1: YARA rule Bad / very bad SUBSCORE_1: 90 "), lines.get(0));
        assertTrue(lines.get(1).startsWith("Warning: "), lines.get(1));
        assertEquals(List.of(2, 0, 2, 0, 0, 0), ledger(run));
    }

    @Test
    void aNoticeAloneAnswersZero() throws IOException {
        write("data/a", "seen");
        CommandRun run = scan(data);
        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("Notice: "));
        assertEquals("", scan("--minimum-level", "warning", data).out());
        assertEquals(1, scan("--score-warning", "41", data).exitCode());
    }

    @Test
    void quietPrintsFindingsOnly() throws IOException {
        write("data/a", "evil");
        CommandRun run = scan("-q", data);
        assertEquals("", run.err());
        assertEquals(1, run.out().lines().count());
        assertEquals(1, run.exitCode());
    }

    @Test
    void jsonTakesTheOutputAlone() throws IOException {
        write("data/a", "evil");
        CommandRun run = scan("--json", "-", data);
        assertTrue(
                run.out().lines().allMatch(line -> line.startsWith("{\"type\":\"THOR ") && line.endsWith("}")),
                run.out());
        assertEquals(
                1,
                run.out()
                        .lines()
                        .filter(line -> line.contains("\"level\":\"Alert\""))
                        .count());
        assertEquals(1, run.exitCode());
    }

    @Test
    void textTakesTheOutputAlone() throws IOException {
        write("data/a", "evil");
        CommandRun run = scan("--text", "-", "--rfc3339", "-j", "here", data);
        assertTrue(
                run.out()
                        .lines()
                        .allMatch(line -> line.matches(
                                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ here/[0-9.]+ THOR: \\w+: MODULE: .*")),
                run.out());
        assertEquals(
                1,
                run.out()
                        .lines()
                        .filter(line -> line.contains(" THOR: Alert: "))
                        .count());
        assertEquals(2, scan("--text", "-", "--json", "-", data).exitCode());
    }

    @Test
    void logsAreWrittenReplacedOrAppended() throws IOException {
        write("data/a", "evil");
        Path json = folder.resolve("log.json");
        Path text = folder.resolve("log.txt");
        CommandRun run = scan("--json", json, "--text", text, data);
        assertTrue(run.out().startsWith("Alert: "));
        long lines = Files.readAllLines(json).size();
        assertEquals(lines, Files.readAllLines(text).size());
        scan("--json", json, data);
        assertEquals(lines, Files.readAllLines(json).size());
        scan("--json", json, "--log-append", data);
        assertEquals(2 * lines, Files.readAllLines(json).size());
        assertEquals(2, scan("--json", folder.resolve("missing/log"), data).exitCode());
    }

    @Test
    void theOutputIsTheSameForAnyNumberOfThreads() throws IOException {
        for (int i = 0; i < 40; i++) {
            write("data/d" + i % 4 + "/f" + i, i % 5 == 0 ? "evil" : "fine");
        }
        List<String> one = withoutTimes(scan("--threads", 1, "-i", "S-1", data));
        assertEquals(8, one.size());
        for (int threads : List.of(4, 0, -100)) {
            assertEquals(one, withoutTimes(scan("--threads", threads, "-i", "S-1", data)));
        }
    }

    /** Reading a file changes its access time, which is part of the finding. */
    private static List<String> withoutTimes(CommandRun run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll(" ACCESSED: .* CHANGED: ", " "))
                .toList();
    }

    @Test
    void excludedFilesAndFoldersAreCountedAsSkipped() throws IOException {
        write("data/keep/a", "evil");
        write("data/cache/b", "evil");
        write("data/keep/c.iso", "evil");
        CommandRun run = scan("--exclude", "cache", "--exclude-path", "*.iso", data);
        assertEquals(1, run.out().lines().count());
        List<Integer> ledger = ledger(run);
        assertEquals(1, ledger.get(2));
        assertEquals(2, ledger.get(4));
    }

    @Test
    void aFileBeyondTheSizeLimitIsIncompleteNotClean() throws IOException {
        write("data/a", "x".repeat(2000) + "evil");
        for (String option : List.of("--max-file-size", "--max_file_size", "--file-size-limit")) {
            CommandRun run = scan(option, "1KB", data);
            assertEquals(0, run.exitCode());
            assertEquals(List.of(1, 0, 0, 1, 0, 0), ledger(run));
            assertTrue(run.err().contains("thor: incomplete: max-file-size 1\n"), run.err());
        }
        assertEquals(1, scan("--max-file-size", "0", data).exitCode());
        assertEquals(0, scan("--limit", "max-file-size=100", data).exitCode());
        assertEquals(2, scan("--limit", "no-such-limit=1", data).exitCode());
        assertEquals(2, scan("--limit", "max-depth=-1", data).exitCode());
    }

    @Test
    void rulesThatDoNotCompileAreLeftOutAndCounted() throws IOException {
        write("rules/broken.yar", "rule X { condition: missing }\nrule Y { strings: $a = \"other\" condition: $a }");
        write("data/a", "other");
        CommandRun run = scan("--rules", folder.resolve("rules"), data);
        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("RULENAME_1: Y "), run.out());
        assertTrue(
                run.err().contains("rules: 4 rules in use, 1 rules or files left out (--verbose names them"),
                run.err());
        assertFalse(run.err().contains("undefined identifier"));
        assertTrue(scan("--verbose", "--rules", folder.resolve("rules"), data)
                .err()
                .contains("undefined identifier"));
    }

    @Test
    void withoutAUsableRuleNothingStarts() throws IOException {
        Path broken = write("broken.yar", "rule X { condition: missing }");
        CommandRun run = CommandRun.of("scan", "--rules", broken.toString(), data.toString());
        assertEquals(2, run.exitCode());
        assertEquals("thor: no usable rule in " + broken + ": 1 left out (thor yara check explains)\n", run.err());
        assertEquals(
                2,
                CommandRun.of("scan", "--rules", folder.resolve("missing").toString(), data.toString())
                        .exitCode());
    }

    @Test
    void withoutRulesTheStarterRulesAreUsed() throws IOException {
        write("data/page.php", "<?php @ev" + "al($_PO" + "ST['x']);");
        assertTrue(CommandRun.of("scan", data.toString()).out().contains("Webshell_PHP_Request_To_Execution"));
        assertEquals("", scan(data).out());
        assertTrue(scan("--starter-rules", data).out().contains("Webshell_PHP_Request_To_Execution"));
    }

    @Test
    void rulesSeeThorsVariablesAndThoseOfTheCommandLine() throws IOException {
        write(
                "rules/v.yar",
                "rule V { condition: filename == \"a.txt\" and extension == \".txt\" and company == \"acme\" and level == 3 }");
        write("data/a.txt", "fine");
        CommandRun run =
                scan("--rules", folder.resolve("rules/v.yar"), "--define", "company=acme", "-d", "level=3", data);
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.out().contains("RULENAME_1: V "), run.out());
    }

    @Test
    void targetsCanBeGivenAsOptionsAndMissingOnesAreCounted() throws IOException {
        Path a = write("data/a", "evil");
        CommandRun run = scan("-p", a, folder.resolve("missing"));
        assertEquals(1, run.exitCode());
        List<Integer> ledger = ledger(run);
        assertEquals(1, ledger.get(2));
        assertEquals(1, ledger.get(5));
        assertEquals(2, scan(folder.resolve("missing")).exitCode());
        assertEquals("thor: say what to scan: thor scan PATH...\n", scan().err());
    }

    @Test
    void aHostileFileNameStaysOnItsLine() throws IOException {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "no such names on Windows");
        write("data/x\nAlert: fake\u001b[2J", "evil");
        CommandRun run = scan("--verbose", data);
        assertEquals(1, run.out().lines().count());
        assertEquals(-1, (run.out() + run.err()).indexOf('\u001b'));
    }

    @Test
    void symbolicLinksAreFollowedOnRequest() throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "no symbolic links for everybody here");
        Path elsewhere = write("elsewhere/a", "evil");
        Files.createSymbolicLink(data.resolve("link"), elsewhere.getParent());
        assertEquals(0, scan(data).exitCode());
        assertEquals(1, scan("--follow-symlinks", data).exitCode());
    }

    @Test
    void anEmptyPluginFolderChangesNothingAndAMissingOneIsTold() throws IOException {
        write("data/a", "evil");
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        assertEquals(1, scan("--plugins", plugins, data).exitCode());
        write("plugins/broken.jar", "no jar");
        assertTrue(scan("--plugins", plugins, data).err().contains("plugin not loaded: "));
        assertEquals(2, scan("--plugins", folder.resolve("missing"), data).exitCode());
    }

    @Test
    void aPersonSeesProgressOnTheErrorStreamOnly() throws IOException {
        write("data/a", "evil");
        CommandRun run = CommandRun.onTerminal("scan", "--rules", rules.toString(), data.toString());
        assertEquals(1, run.exitCode());
        assertEquals(1, run.out().lines().count());
        assertTrue(run.out().startsWith("Alert: "), run.out());
        assertTrue(run.err().contains("Scanning"), run.err());
        assertTrue(run.err().contains("\r"), "no line was redrawn");
        CommandRun plain = CommandRun.onTerminal("scan", "--no-progress", "--rules", rules.toString(), data.toString());
        assertFalse(plain.err().contains("\r"));
    }

    @Test
    void badSettingsAreUsageErrors() {
        assertEquals(2, scan("--minimum-level", "loud", data).exitCode());
        assertEquals(2, scan("--score-alert", "10", data).exitCode());
        assertEquals(2, scan("--exclude", "", data).exitCode());
    }

    @Test
    void anInterruptStopsTheScanWithABalancedLedger() throws IOException {
        for (int i = 0; i < 200; i++) {
            write("data/f" + i, "fine");
        }
        Thread.currentThread().interrupt();
        CommandRun run = scan("--threads", 1, data);
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertEquals(3, run.exitCode());
        assertTrue(run.err().contains("thor: stopped before the end; the rest was not scanned\n"), run.err());
        ledger(run);
    }
}
