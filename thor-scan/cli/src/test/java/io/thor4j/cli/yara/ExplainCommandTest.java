package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = Files.writeString(folder.resolve("data"), "MZ abcdef jdx");
    }

    private Path rules(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.yar"), text);
    }

    @Test
    void printsTheTreeAndWhatDecides() throws IOException {
        Path rules = rules("""
                private rule helper { condition: filesize > 5 }
                rule t { strings: $mz = "MZ1" $a = { 61 ?? 63 } private $b = "key!" xor(1-3)
                condition: helper and uint16(0) == 0x5a4d and 2 of them and filesize < 5 }""");
        CommandRun run = CommandRun.of("yara", "explain", "-w", rules.toString(), "t", data.toString());
        assertEquals("""
                rule default:t does not hold for DATA (13 bytes)
                because: false: 2 of them
                condition:
                  false: helper and uint16(0) == 0x5a4d and 2 of them and filesize < 5
                    true: helper
                    true: uint16(0) == 0x5a4d
                      23117 (0x5a4d): uint16(0)
                    false: 2 of them   <-- decides
                      false: not found: $mz, $b
                      true: $a   [1 match: 0x3]
                    not evaluated: filesize < 5
                strings:
                  $mz = "MZ1": no match
                  $a = { 61 ?? 63 } private: 1 match
                    0x3, 3 bytes: 61 62 63
                  $b = "key!" xor(1-3): no match

                rule default:helper holds
                not reported: the rule is private
                because: true: filesize > 5
                condition:
                  true: filesize > 5   <-- decides
                    13 (0xd): filesize
                """, run.out().replace(data.toString(), "DATA"));
        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
    }

    @Test
    void takesExternalsAndCompiledRules() throws IOException {
        Path rules = rules("rule t { condition: limit > 3 }");
        Path compiled = folder.resolve("rules.thor");
        assertEquals(
                0,
                CommandRun.of("yara", "compile", "-d", "limit=1", rules.toString(), compiled.toString())
                        .exitCode());
        CommandRun run =
                CommandRun.of("yara", "explain", "-C", "-d", "limit=7", compiled.toString(), "t", data.toString());
        assertTrue(run.out().contains("\n  true: limit > 3   <-- decides\n    7: limit\n"), run.out());
    }

    @Test
    void asksForTheNamespaceOfAnAmbiguousName() throws IOException {
        Path rules = rules("rule t { condition: true }");
        String[] both = {"yara", "explain", "a:" + rules, "b:" + rules, "t", data.toString()};
        CommandRun run = CommandRun.of(both);
        // A colon that a slash follows belongs to a path, so these are files that are not there.
        assertEquals(1, run.exitCode());
        Path inFolder = Files.createDirectory(folder.resolve("r"));
        Files.writeString(inFolder.resolve("a.yar"), "rule t { condition: true }");
        Files.writeString(inFolder.resolve("b.yar"), "rule t { condition: false }");
        run = CommandRun.of("yara", "explain", inFolder.toString(), "t", data.toString());
        assertEquals("error: several rules are named t, say --namespace: a.yar, b.yar\n", run.err());
        run = CommandRun.of("yara", "explain", "--namespace", "b.yar", inFolder.toString(), "t", data.toString());
        assertTrue(run.out().startsWith("rule b.yar:t does not hold for "), run.out());
    }

    @Test
    void saysWhyThereIsNoSuchRule() throws IOException {
        Path rules = rules("rule bad { condition: $x }");
        CommandRun run = CommandRun.of("yara", "explain", rules.toString(), "bad", data.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("error: rule bad does not compile: "), run.err());
        run = CommandRun.of("yara", "explain", rules.toString(), "other", data.toString());
        assertTrue(run.err().endsWith("error: no rule is named other\n"), run.err());
    }

    @Test
    void showsSoManyMatchesAndRounds() throws IOException {
        Path rules =
                rules("rule t { strings: $a = \"a\" nocase condition: for all i in (1..100) : (i > 0) and #a > 2 }");
        Files.writeString(data, "aAaAa");
        CommandRun run =
                CommandRun.of("yara", "explain", "-w", "--matches", "2", rules.toString(), "t", data.toString());
        assertTrue(run.out().contains("(84 rounds are not shown)\n"), run.out());
        assertTrue(run.out().contains("i = 100: true: i > 0\n"), run.out());
        assertTrue(run.out().endsWith("    0x1, 1 bytes: A\n    (3 matches are not shown)\n"), run.out());
    }

    @Test
    void checkForecastsTheCost() throws IOException {
        Path rules = rules(
                "rule cheap { strings: $a = \"q7#Zk!\" condition: $a }\nrule dear { strings: $a = /[a-z]{4}/ condition: $a }");
        CommandRun run = CommandRun.of("yara", "check", "-w", "--cost", rules.toString());
        String[] lines = run.out().replace(rules.toString(), "RULES").split("\n", -1);
        assertEquals("rule default:dear: 1048576 candidates per MB in 1 string", lines[0]);
        assertEquals(
                "  RULES:2:22: $a: 1048576 candidates per MB; tried at every position: no known byte stands in all matches;"
                        + " may slow down scanning",
                lines[1]);
        assertTrue(lines[2].startsWith("rule default:cheap: 0."), lines[2]);
        assertEquals("2 strings; 1 are tried at every position", lines[4]);
    }
}
