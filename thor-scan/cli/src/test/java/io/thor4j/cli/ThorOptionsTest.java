package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
