package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison, with a script in the place of yara whose answers are known, and with yara itself where there is one. */
class VerifyCommandTest {
    @TempDir
    private Path folder;

    private Path rules;
    private Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        rules = Files.writeString(
                folder.resolve("rules.yar"),
                "rule t { strings: $a = \"ab\" $p = \"b\" private condition: any of them }");
        data = Files.writeString(folder.resolve("data"), "ab ab");
    }

    /** Writes a command that prints a version and, for each file, some lines; {@code FILE} in them is the file's name. */
    private String script(String version, String answer) throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX shell");
        Path script = folder.resolve("fake-yara");
        Files.writeString(
                script,
                "#!/bin/sh\nif [ \"$1\" = --version ]; then echo " + version + "; exit 0; fi\n"
                        + "for last; do :; done\ncase $last in */nothing) exit 0;; esac\n" + answer + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private CommandRun verify(String yara, String... more) {
        String[] first = {
            "yara", "verify", "--against", "yara", "--yara", yara, "--rules", rules.toString(), data.toString()
        };
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return CommandRun.of(all);
    }

    private String[] lines(CommandRun run) {
        return run.out().replace(data.toString(), "DATA").split("\n");
    }

    @Test
    void equalFindingsAreEqual() throws IOException {
        CommandRun run = verify(
                script("4.5.0", "echo \"a console line\"; echo \"n0:t $last\"; echo '0x0:2:$a'; echo '0x3:2:$a'"));
        assertEquals(0, run.exitCode(), run.out() + run.err());
        assertEquals("yara 4.5.0, 1 rule files, 1 rules", lines(run)[0]);
        assertEquals(
                "1 files: 1 agree, 0 differ, 0 not compared; 0 differences, 0 of them known of yara 4.5.0",
                lines(run)[1]);
    }

    @Test
    void missingRulesAndOtherPlacesAreDifferences() throws IOException {
        CommandRun run =
                verify(script("4.5.0", "echo \"n0:t $last\"; echo '0x0:2:$a'; echo '0x4:1:$a'; echo \"n0:u $last\""));
        assertEquals(1, run.exitCode());
        assertEquals("DATA: rule default:t: $a: only thor has 0x3:2, only yara has 0x4:1", lines(run)[1]);
        assertEquals("DATA: rule default:u: only yara has a match", lines(run)[2]);
    }

    @Test
    void knownDifferencesOfOldVersionsAreNamed() throws IOException {
        Files.writeString(rules, "rule t { condition: for 0 i in (1..3) : (i > 1) }");
        CommandRun run = verify(script("4.2.3", "echo \"n0:t $last\""));
        assertEquals(
                "DATA: rule default:t: only yara has a match [known: \"for 0\" is always true before 4.3]",
                lines(run)[1]);
        run = verify(script("4.5.0", "echo \"n0:t $last\""));
        assertEquals("DATA: rule default:t: only yara has a match", lines(run)[1]);
    }

    @Test
    void aCrashOfYaraIsAFileThatIsNotCompared() throws IOException {
        CommandRun run = verify(script("4.2.3", "kill -8 $$"));
        assertEquals(2, run.exitCode());
        assertEquals(
                "DATA: not compared: yara: killed by signal 8 [known: a division of the lowest integer by -1 ends yara before 4.3]",
                lines(run)[1]);
    }

    @Test
    void rulesThatOnlyOneTakesAreDifferences() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yar"), "rule o { condition: missing }");
        CommandRun run = verify(
                script("4.5.0", "echo \"n0:t $last\"; echo '0x0:2:$a'; echo '0x3:2:$a'"), "--rules", other.toString());
        assertEquals(1, run.exitCode());
        assertTrue(
                lines(run)[1].startsWith("only yara takes all rules of other.yar: " + other + ":1:21: error: "),
                run.out());
    }

    @Test
    void saysWhenThereIsNoYara() {
        CommandRun run = verify("/nonexistent/yara");
        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("thor: '/nonexistent/yara' cannot be run: install yara"), run.err());
        assertEquals(1, run.err().lines().count());
    }

    @Test
    void badArgumentsAreErrors() {
        assertEquals(
                2,
                CommandRun.of("yara", "verify", "--against", "clamav", "--rules", rules.toString(), "x")
                        .exitCode());
        assertEquals(
                2, CommandRun.of("yara", "verify", "--against", "yara", "x").exitCode());
        assertEquals(
                2,
                CommandRun.of("yara", "verify", "--against", "yara", "--rules", folder + "/missing", data.toString())
                        .exitCode());
    }

    @Test
    void agreesWithTheInstalledYara() throws IOException, InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("yara", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            System.err.println("no yara command: nothing is compared with it");
        }
        assumeTrue(there, "no yara command");
        Files.writeString(
                rules,
                "rule t { strings: $a = \"ab\" $b = /b *a/ $c = { 61 [0-3] 62 } $p = \"b\" private condition: limit > 3 and any of them }\n"
                        + "rule n { condition: name == \"x y\" and ratio > 1.5 }\nprivate rule p { condition: true }");
        Path more = Files.createDirectory(folder.resolve("more"));
        Files.write(more.resolve("long name with blanks"), new byte[2000]);
        Files.write(more.resolve("empty"), new byte[0]);
        CommandRun run = verify("yara", more.toString(), "-d", "limit=4", "-d", "name=x y", "-d", "ratio=2.5");
        assertEquals(0, run.exitCode(), run.out() + run.err());
        assertTrue(run.out().contains("\n3 files: 3 agree, 0 differ, 0 not compared; "), run.out());
    }
}
