package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options by the names that THOR has for them. */
class ThorOptionsTest {
    @TempDir
    Path folder;

    private Path data;
    private Path rules;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("below"));
        Files.writeString(data.resolve("top"), "marker");
        Files.writeString(data.resolve("below").resolve("deep"), "marker");
        rules = Files.writeString(
                folder.resolve("rules.yar"),
                "rule Loud : APT { meta: score = 90 description = \"a webshell\" strings: $a = \"marker\" condition: $a }\n"
                        + "rule Quiet { meta: score = 50 strings: $a = \"marker\" condition: $a }\n");
    }

    private CommandRun scan(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "scan";
        args[1] = "--rules";
        args[2] = rules.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandRun.of(args);
    }

    @Test
    void signaturesAreChosenByWords() {
        assertTrue(scan(data.toString()).err().contains("2 alerts"), "both rules");
        CommandRun without = scan(data.toString(), "--init-filter", "webSHELL,nothing");
        assertTrue(without.err().contains("0 alerts, 0 warnings, 2 notices"), without.err());
        CommandRun tagged = scan(data.toString(), "--signature-include", "apt");
        assertTrue(tagged.out().contains("Loud"), tagged.out());
        assertTrue(!tagged.out().contains("Quiet"), tagged.out());
    }

    @Test
    void whatChangedWhileAttackersWereThereHasAScoreOfItsOwn() throws IOException {
        Files.setLastModifiedTime(data.resolve("top"), FileTime.from(Instant.parse("2021-03-05T12:00:00Z")));
        CommandRun run = scan(data.toString(), "-q", "--init-filter", "apt", "-f", "2021-03-05,2021-03-07");
        assertEquals(2, run.out().lines().count(), run.out());
        String top = run.out()
                .lines()
                .filter(line -> line.contains("top "))
                .findFirst()
                .orElse("");
        /* 50 and 35: 100 * (1 - 0.5 * (1 - 0.35 / 2)) = 58.75. */
        assertTrue(top.contains("SCORE: 58") || top.contains("SCORE: 59"), top);
        assertTrue(top.contains("Time in the highlighted timeframe SUBSCORE_2: 35"), top);
        assertTrue(top.contains("SIGCLASS_2: Internal Heuristic"), top);
        assertTrue(top.contains("in MODIFIED"), top);
        CommandRun end = scan(data.toString(), "-q", "-f", "2021-03-04", "--epoch", "2021-03-05");
        assertTrue(!end.out().contains("timeframe"), "the end does not belong to it");
        CommandRun only = scan(
                data.toString(),
                "-q",
                "--init-filter",
                "apt,quiet",
                "-f",
                "2021-03-05,2021-03-06",
                "--epochscore",
                "70");
        assertEquals(1, only.out().lines().count(), only.out());
        assertTrue(only.out().startsWith("Warning: "), only.out());
        for (String bad : new String[] {"2021-03-05", "2021-03-05,yesterday", "2021-03-05,2021-03-05"}) {
            CommandRun refused = scan(data.toString(), "-f", bad);
            assertEquals(2, refused.exitCode(), bad);
            assertEquals(1, refused.err().lines().count(), refused.err());
        }
    }

    @Test
    void rulesAndIndicatorsAreListed() throws IOException {
        CommandRun run = scan("--list-signatures");
        assertEquals(
                "default     90  Loud / a webshell\ndefault     50  Quiet\n",
                run.out().replace("\r", ""));
        assertEquals(0, run.exitCode());
        Path signatures = Files.createDirectories(folder.resolve("signatures"));
        Files.writeString(signatures.resolve("my-c2.txt"), "one.example\ntwo.example;70\n");
        Files.writeString(
                signatures.resolve("my-keyword.yar"), "rule Word : T1 { meta: author = \"x\\ny\" condition: true }");
        CommandRun json = scan(
                "--list-signatures-json", "--init-filter", "webshell", "--custom-signatures", signatures.toString());
        assertEquals("""
                {"type":"yara","rule_type":"default","name":"Quiet","score":50,"origin":"custom"}
                {"type":"yara","rule_type":"keyword","name":"Word","score":75,"author":"x\\ny","tags":["T1"],"origin":"custom"}
                {"type":"indicators","kind":"domain","count":2}
                """, json.out());
    }

    @Test
    void objectTypesAndCriteriaAreDescribed() {
        CommandRun all = CommandRun.of("scan", "--describe-object-type");
        assertTrue(all.out().lines().anyMatch("DNS cache entry"::equals), all.out());
        CommandRun one = CommandRun.of("scan", "--describe-object-type", "DNS cache entry");
        assertTrue(one.out().contains("host ") && one.out().contains(" ENTRY"), one.out());
        CommandRun none = CommandRun.of("scan", "--describe-object-type", "nonsense");
        assertEquals(2, none.exitCode());
        assertEquals(1, none.err().lines().count(), none.err());
        CommandRun relevant = CommandRun.of("scan", "--content", "relevant", "--list-deepscan-criteria");
        assertTrue(relevant.out().contains("  EXE") && relevant.out().contains("  .aspx"), relevant.out());
        assertTrue(CommandRun.of("scan", "--intense", "--list-deepscan-criteria")
                .out()
                .contains("All files"));
    }

    @Test
    void textLinesAreCutAndMadeAsciiAndMatchesHexadecimal() throws IOException {
        Files.writeString(data.resolve("\u00fcmlaut"), "marker");
        String shown = scan(data.toString(), "-q", "--ascii", "--hex-matches").out();
        assertTrue(shown.contains("\\u{00fc}mlaut") && shown.chars().allMatch(c -> c < 0x80), shown);
        assertTrue(shown.contains("6d61726b6572"), shown);
        Path json = folder.resolve("log.json");
        String cut = scan(data.toString(), "-q", "--truncate", "5", "--json", json.toString())
                .out();
        assertTrue(cut.contains("SHA1: ") && cut.contains("... (35 more characters)"), cut);
        assertTrue(Files.readString(json).contains("\u00fcmlaut"), "JSON has all of it");
    }

    @Test
    void theConsoleTakesOtherForms() throws IOException {
        CommandRun json = scan(data.toString(), "--console-json");
        assertTrue(json.out().lines().allMatch(line -> line.startsWith("{\"type\":\"THOR ")), json.out());
        assertTrue(scan(data.toString(), "--console-key-value").out().contains(" RULENAME_1='Loud'"));
        Path log = folder.resolve("log.txt");
        CommandRun silent = scan(data.toString(), "--silent", "--text", log.toString());
        assertEquals("", silent.out() + silent.err());
        assertTrue(Files.readString(log).contains("Loud"));
    }

    @Test
    void aFolderIsNotWalkedWhereThatIsSaid() {
        CommandRun run = scan("-p", data + ":NOWALK");
        assertTrue(run.err().contains("files seen 1 = clean 0 + matched 1"), run.err());
    }

    @Test
    void scanIdsTakeAPrefixOrAreLeftOut() {
        assertTrue(scan(data.toString(), "--scan-id-prefix", "X-").err().contains("scan id X-"));
        CommandRun without = scan(data.toString(), "--noscanid", "--json", "-");
        assertTrue(without.out().contains("\"scan_id\":\"\""), without.out());
        assertEquals(2, scan(data.toString(), "--noscanid", "-i", "x").exitCode());
    }

    @Test
    void limitsHaveThorsNames() {
        CommandRun run = scan(data.toString(), "--string-context", "0", "--max-hits", "1", "--archive-depth", "2");
        assertEquals(1, run.exitCode(), run.err());
        CommandRun negative = scan(data.toString(), "--yara-timeout", "-1");
        assertEquals(2, negative.exitCode());
        assertTrue(negative.err().contains("yara-seconds cannot be negative"), negative.err());
    }

    @Test
    void filesAreNamedWhenWorkOnThemBegins() {
        CommandRun run = scan(data.toString(), "--print-files");
        assertTrue(run.err().contains("thor: scanning " + data.resolve("top")), run.err());
    }

    @Test
    void completionsAreAScriptForBash() throws Exception {
        CommandRun run = CommandRun.of("completions");
        assertTrue(run.out().contains("--signature-include"), "options of scan");
        Path script = Files.writeString(folder.resolve("completions"), run.out());
        if (Files.isExecutable(Path.of("/bin/bash"))) {
            assertEquals(
                    0,
                    new ProcessBuilder("/bin/bash", "-n", script.toString())
                            .start()
                            .waitFor());
        } else {
            System.out.println("completions were not given to bash: there is none");
        }
    }

    @Test
    void indicatorsAreTriedOut() throws Exception {
        Path iocs = Files.writeString(folder.resolve("my-filename-iocs.txt"), "# tools\n\\\\nmap\\.exe$;70\n(;5\n");
        CommandRun run =
                CommandRun.of("ioc", "check", iocs.toString(), "--path", "C:\\t\\nmap.exe", "--path", "/usr/bin/nmap");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.out().contains("iocs.txt:3"), run.out());
        assertTrue(run.out().contains("filename 1; 1 left out"), run.out());
        assertTrue(run.out().contains("path C:\\t\\nmap.exe: Filename IOC \\\\nmap\\.exe$, score 70"), run.out());
        assertTrue(run.out().contains("path /usr/bin/nmap: no match"), run.out());
        assertEquals(
                2,
                CommandRun.of("ioc", "check", folder.resolve("none").toString()).exitCode());
    }

    @Test
    void namesOfPeopleAreTakenOut() throws Exception {
        Files.writeString(data.resolve("note"), "marker C:\\Users\\jane.doe\\x.exe");
        CommandRun run =
                scan("--suppresspi", "--json", "-", "--path-remap", data + ":C:\\Users\\John Doe", data.toString());
        assertTrue(run.out().contains("C:\\\\Users\\\\ANONYMIZED_BY_THOR\\\\note"), run.out());
        assertTrue(run.out().contains("\"owner\":\"ANONYMIZED_BY_THOR\""), run.out());
        assertTrue(!run.out().contains("John Doe") && !run.out().contains("jane.doe"), run.out());
    }

    @Test
    void equalEventsHaveEqualIds() {
        String first = ids(scan(data.toString(), "--genid", "--json", "-", "--threads", "1")
                .out());
        String second = ids(scan(data.toString(), "--genid", "--json", "-", "--threads", "1")
                .out());
        assertEquals(first, second);
        assertEquals(4, first.lines().distinct().count() + first.lines().count(), first);
    }

    /* Of findings: a scan's own messages hold durations and ids. */
    private static String ids(String json) {
        return json.lines()
                .filter(line -> line.contains("\"THOR finding\"") || line.contains("\"reasons\""))
                .map(line -> line.replaceAll(".*\"event_id\":\"([0-9a-f]{16})\".*", "$1"))
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
