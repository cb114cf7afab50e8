package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code thor yara scan} against the yara command: the same bytes on stdout, the same exit code. */
class YaraDifferentialTest {
    private static final String RULES = """
            import "math"
            rule text : one two {
                meta: a = "x" b = 1 c = true d = "\\xff\\x00z\\n"
                strings: $a = "abc" $b = "ABC" nocase $c = "bc" wide ascii $d = "cab" fullword
                condition: any of them
            }
            rule hex : two { strings: $h = { 61 [1-3] 63 } $j = { 62 ?3 } condition: $h or $j }
            rule regex { meta: n = -12 strings: $r = /a[bc]+b?/ $s = /\\bab/ condition: #r > 1 and $s }
            private rule hidden { strings: $h = "bb" condition: $h }
            rule uses : three { strings: $q = "cc" private $p = "aa" condition: hidden and any of them }
            rule nothing { condition: false }
            rule size { condition: filesize > 40 and math.entropy(0, filesize) > 1.0 }
            rule x { strings: $x = "abc" xor(1-31) condition: $x }
            rule wide_b64 { strings: $e = "abcabc" base64 $w = "abab" wide condition: any of them }
            """;

    @TempDir
    private Path folder;

    private Path rules;
    private final List<Path> inputs = new ArrayList<>();

    @BeforeAll
    static void yaraIsThere() {
        boolean there = run(List.of("yara", "--version")).exitCode() == 0;
        if (!there) {
            System.err.println("no yara command: nothing is compared with it");
        }
        assumeTrue(there, "no yara command");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yar"), RULES, StandardCharsets.ISO_8859_1);
        Path data = Files.createDirectories(folder.resolve("data"));
        inputs.add(Files.write(data.resolve("empty"), new byte[0]));
        // A few letters, blanks and bytes of every printable kind: dense in matches, and the same in every run.
        byte[] alphabet = {'a', 'b', 'c', 'A', 'B', ' ', 0, (byte) 0xff, '`', 'b'};
        for (int i = 0; i < 12; i++) {
            Random random = new Random(i);
            byte[] bytes = new byte[8 << (i / 2)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            }
            inputs.add(Files.write(data.resolve("in" + i), bytes));
        }
    }

    private static CommandRun run(List<String> command) {
        try {
            Path out = Files.createTempFile("yara", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command + " does not end");
                }
                return new CommandRun(process.exitValue(), Files.readString(out), "");
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            return new CommandRun(-1, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compare(String options, String... arguments) {
        List<String> yara = new ArrayList<>(List.of("yara"));
        List<String> thor = new ArrayList<>(List.of("yara", "scan"));
        for (List<String> command : List.of(yara, thor)) {
            if (!options.isEmpty()) {
                command.addAll(List.of(options.split(" ", -1)));
            }
            command.addAll(List.of(arguments));
        }
        CommandRun expected = run(yara);
        CommandRun actual = CommandRun.of(thor.toArray(new String[0]));
        assertEquals(expected.out(), actual.out(), options);
        assertEquals(expected.exitCode(), actual.exitCode(), options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-s",
                "-m",
                "-g",
                "-e",
                "-n",
                "-c",
                "-L",
                "-s -L",
                "-sg",
                "-smge",
                "-t two",
                "-t two -t three",
                "-i hex",
                "-i hex -i text",
                "-i hex -t one",
                "-n -t two",
                "-l 1",
                "-l 2 -s",
                "-n -l 2",
                "-c -l 1",
                "-c -n -i hex",
                "-w -s",
                "-r",
                "-p 2",
                "-a 30 -s",
                "-z 3"
            })
    void printsTheSameForEachFile(String options) {
        for (Path input : inputs) {
            compare(options, rules.toString(), input.toString());
        }
    }

    @Test
    void printsTheSameLinesForAFolder() {
        for (String options : List.of("", "-s", "-r -c", "-r -n -i hex", "-z 20", "-N -r -g")) {
            List<String> yara = new ArrayList<>(List.of("yara", "-p", "1"));
            List<String> thor = new ArrayList<>(List.of("yara", "scan", "-p", "1"));
            for (List<String> command : List.of(yara, thor)) {
                if (!options.isEmpty()) {
                    command.addAll(List.of(options.split(" ", -1)));
                }
                command.addAll(List.of(rules.toString(), folder.toString() + (options.contains("-r") ? "" : "/data")));
            }
            // yara takes the files in the order of the file system.
            assertEquals(
                    run(yara).out().lines().sorted().toList(),
                    CommandRun.of(thor.toArray(new String[0]))
                            .out()
                            .lines()
                            .sorted()
                            .toList(),
                    options);
        }
    }

    @Test
    void takesNamespacesAndExternalsAlike() throws IOException {
        Path external = Files.writeString(
                folder.resolve("ext.yar"),
                "rule e { condition: i == 3 and f == 2.5 and t and s contains \"x\" } rule m { condition: i == -3 }");
        String input = inputs.get(3).toString();
        for (String values : List.of("-d i=3 -d f=2.5 -d t=true -d s=axb", "-d i=-3 -d f=1. -d t=false -d s=")) {
            compare(values + " -e", external.toString(), input);
            compare(values + " -e", "one:" + external, "two:" + rules, input);
        }
    }

    @Test
    void failsAlike() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yar"), "rule a { condition: nothing }");
        String input = inputs.get(3).toString();
        compare("", bad.toString(), input);
        compare("", rules.toString(), folder.resolve("missing").toString());
        compare("", folder.resolve("missing").toString(), input);
        compare("--no-such-option", rules.toString(), input);
        compare("-l many", rules.toString(), input);
        compare("", rules.toString());
    }
}
