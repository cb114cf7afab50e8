package io.thor4j.cli.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden output of {@code thor yara scan}; the expectations are what yara 4.2.3 printed for the same files. */
class YaraScanCommandTest {
    private static final String RULES = """
            rule A : t1 t2 {
                meta:
                    text = "q\\"x\\\\ y\\t\\x01'"
                    five = 5
                    yes = true
                    minus = -3
                strings:
                    $x = "foo"
                    $h = { 66 6f 6f ?? }
                    $p = "foo" private
                    $ = "oo"
                condition:
                    any of them
            }
            private rule P { condition: true }
            rule B { strings: $z = "nothing" condition: $z }
            rule C { condition: true }
            """;

    @TempDir
    private Path folder;

    private Path rules;
    private Path file;

    @BeforeEach
    void writeFiles() throws IOException {
        rules = write("a.yar", RULES);
        file = write("in.bin", "foo\0\1bar\u007f foo");
    }

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private CommandRun scan(String options, Path... arguments) {
        String[] words = options.isEmpty() ? new String[0] : options.split(" ", -1);
        String[] args = new String[2 + words.length + arguments.length];
        args[0] = "yara";
        args[1] = "scan";
        System.arraycopy(words, 0, args, 2, words.length);
        for (int i = 0; i < arguments.length; i++) {
            args[2 + words.length + i] = arguments[i].toString();
        }
        return CommandRun.of(args);
    }

    private static void assertOutput(String expected, CommandRun run) {
        assertEquals(expected, run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | A FILE~C FILE~",
                "-s | A FILE~0x0:$x: foo~0xa:$x: foo~0x0:$h: 66 6F 6F 00~0x1:$: oo~0xb:$: oo~C FILE~",
                "-L | A FILE~0x0:3:$x~0xa:3:$x~0x0:4:$h~0x1:2:$~0xb:2:$~C FILE~",
                "-g | A [t1,t2] FILE~C [] FILE~",
                "-m | A [text=\"q\\\"x\\\\ y\\t\\001\\'\",five =5,yes=true,minus =-3] FILE~C [] FILE~",
                "-e | default:A FILE~default:C FILE~",
                "-n | B FILE~",
                "-c | 2~",
                "-n -c | 2~",
                "-l 1 | A FILE~",
                "-t t2 | A FILE~",
                "-t t2 -t zz | A FILE~",
                "-t zz | ''",
                "-i C | C FILE~",
                "-i A -t zz | A FILE~",
                "-ge | default:A [t1,t2] FILE~default:C [] FILE~",
                "-i A -w -p 1 -a 5 -r | A FILE~",
            })
    void printsAsYara(String options, String expected) {
        assertOutput(expected.replace('~', '\n').replace("FILE", file.toString()), scan(options, rules, file));
    }

    @Test
    void printsUnprintableBytesAsYara() throws IOException {
        Path bytes =
                write("bytes.yar", "rule b { strings: $a = /a[^q]{5}/ $h = { 61 (00|01) } condition: all of them }");
        Path input = write("bytes.bin", "a\0\n\u00ff~\u007f");
        assertOutput("b " + input + "\n0x0:$a: a\\x00\\x0A\\xFF~\\x7F\n0x0:$h: 61 00\n", scan("-s -w", bytes, input));
    }

    @Test
    void cutsLongMatchesAsYara() throws IOException {
        Path longRules = write(
                "long.yar",
                "rule l { strings: $t = /q{600}/ $h = { " + "71 ".repeat(65) + "} condition: #h > 0 and $t }");
        Path input = write("long.bin", "q".repeat(600));
        CommandRun run = scan("-s -L -w", longRules, input);
        assertTrue(run.out().startsWith("l " + input + "\n0x0:512:$t: " + "q".repeat(512) + "\n"), run.out());
        assertTrue(run.out().contains("\n0x0:65:$h: 71" + " 71".repeat(63) + " ...\n"), run.out());
    }

    @Test
    void printsXorKeyAndPlaintext() throws IOException {
        Path xor = write("xor.yar", "rule x { strings: $a = \"abc\" xor(3) $b = \"...\" condition: all of them }");
        Path input = write("xor.bin", "...ba`");
        assertOutput("x " + input + "\n0x3:$a:xor(0x03,abc)\n0x0:$b:xor(0x00,...)\n", scan("-X", xor, input));
    }

    @Test
    void consoleLinesComeFirstAndCanBeSwitchedOff() throws IOException {
        Path logging = write("log.yar", "import \"console\" rule l { condition: console.log(\"hi \", 5) }");
        assertOutput("hi 5\nl " + file + "\n", scan("", logging, file));
        assertOutput("hi 5\n1\n", scan("-c", logging, file));
        assertOutput("l " + file + "\n", scan("-q", logging, file));
    }

    @Test
    void aFolderIsScannedInTheOrderOfNamesByAnyNumberOfThreads() throws IOException {
        for (int i = 0; i < 30; i++) {
            write(String.format("d/f%02d", i), i % 3 == 0 ? "foo" : "bar");
        }
        write("d/sub/f", "foo");
        Path target = folder.resolve("d");
        StringBuilder flat = new StringBuilder();
        for (int i = 0; i < 30; i += 3) {
            flat.append(String.format("A %s/f%02d%n", target, i));
        }
        String expected =
                flat.toString().replace(System.lineSeparator(), "\n").replace("/f", java.io.File.separator + "f");
        assertOutput(expected, scan("-i A", rules, target));
        for (int threads = 1; threads <= 5; threads++) {
            String deep = expected + "A " + folder.resolve("d/sub/f") + "\n";
            assertOutput(deep, scan("-r -i A -p " + threads, rules, target));
        }
        assertTrue(scan("-c -r", rules, target).out().startsWith(folder.resolve("d/f00") + ": 2\n"));
        assertEquals(4, scan("-r -l 4 -p 3", rules, target).out().lines().count());
    }

    @Test
    void largeFilesOfAFolderAreSkippedWithAMessage() throws IOException {
        write("d/small", "foo");
        Path large = write("d/sub/large", "foo foo foo");
        CommandRun run = scan("-r -z 11 -i A", rules, folder.resolve("d"));
        assertEquals("A " + folder.resolve("d/small") + "\n", run.out());
        assertEquals("skipping " + large + " (11 bytes) because it's larger than 11 bytes.\n", run.err());
        assertOutput("A " + large + "\n", scan("-z 1 -i A", rules, large));
    }

    @Test
    void aListNamesFilesAndFolders() throws IOException {
        write("d/b", "foo");
        Path list = write("list", file + "\n\n" + folder.resolve("d") + "\n" + folder.resolve("missing") + "\n");
        CommandRun run = scan("--scan-list -i A", rules, list);
        assertEquals("A " + file + "\nA " + folder.resolve("d/b") + "\n", run.out());
        assertEquals("error scanning " + folder.resolve("missing") + ": could not open file\n", run.err());
        assertEquals(0, run.exitCode());
        assertEquals(1, scan("--scan-list", rules, folder).exitCode());
    }

    @Test
    void linksAreFollowedButNotInCircles() throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "no symbolic links for everybody here");
        write("d/f", "foo");
        Files.createSymbolicLink(folder.resolve("d/loop"), folder.resolve("d"));
        Files.createSymbolicLink(folder.resolve("d/nowhere"), folder.resolve("missing"));
        write("e/g", "foo");
        Files.createSymbolicLink(folder.resolve("d/other"), folder.resolve("e"));
        String own = "A " + folder.resolve("d/f") + "\n";
        assertOutput(own + "A " + folder.resolve("d/other/g") + "\n", scan("-r -i A", rules, folder.resolve("d")));
        assertOutput(own, scan("-r -N -i A", rules, folder.resolve("d")));
    }

    @Test
    void aHostileFileNameStaysOnItsLine() throws IOException {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "no such names on Windows");
        write("d/x\n\u001b[2JC " + "clean", "foo");
        assertOutput("A " + folder.resolve("d") + "/x\\n\\x1b[2JC clean\n", scan("-i A", rules, folder.resolve("d")));
    }

    @Test
    void oneFileIsTheDefaultNamespaceOfSeveralEachItsOwn() throws IOException {
        Path second = write("b.yar", "rule A { condition: true } global rule never { condition: false }");
        assertOutput("a.yar:A FILE\na.yar:C FILE\n".replace("FILE", file.toString()), scan("-e", rules, second, file));
        CommandRun shared = scan("-e -w", Path.of("one:" + rules), Path.of("two:" + rules), file);
        assertOutput("one:A FILE\none:C FILE\ntwo:A FILE\ntwo:C FILE\n".replace("FILE", file.toString()), shared);
    }

    @Test
    void eachFileOfAFolderIsANamespaceNamedByItsPath() throws IOException {
        write("r/x.yar", "rule same { condition: true }");
        write("r/deep/y.yara", "rule same { condition: true }");
        write("r/notes.txt", "not a rule");
        assertOutput(
                "deep/y.yara:same FILE\nx.yar:same FILE\n".replace("FILE", file.toString()),
                scan("-e", folder.resolve("r"), file));
    }

    @Test
    void includesAreFoundBesideTheIncludingFile() throws IOException {
        write("r/inc/base.yar", "rule base { condition: true }");
        Path main = write("r/main.yar", "include \"inc/base.yar\"\nrule m { condition: base }");
        assertOutput("base " + file + "\nm " + file + "\n", scan("", main, file));
    }

    @Test
    void externalsAreTyped() throws IOException {
        Path external = write("ext.yar", "rule e { condition: i == 7 and f > 1.4 and b and s == \"text\" }");
        assertOutput("e " + file + "\n", scan("-d i=7 -d f=1.5 --define b=true --define=s=text", external, file));
    }

    @Test
    void errorsOfRulesAreToldAsYaraDoesAndNothingIsScanned() throws IOException {
        Path bad = write("bad.yar", "rule a { condition: nothing }\nrule b { condition: true }");
        CommandRun run = scan("", bad, file);
        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertTrue(
                run.err().startsWith("error: rule \"a\" in " + bad + "(1): undefined identifier \"nothing\""),
                run.err());

        CommandRun on = scan("--keep-going", bad, file);
        assertEquals(0, on.exitCode());
        assertEquals("b " + file + "\n", on.out());
        assertTrue(on.err().contains("warning: 1 rules left out, 1 in use"), on.err());
    }

    @Test
    void warningsCanBeSilencedOrFatal() throws IOException {
        Path slow = write("slow.yar", "rule s { strings: $a = \"o\" condition: $a }");
        CommandRun run = scan("", slow, file);
        assertEquals("warning: rule \"s\" in " + slow + "(1): string \"$a\" may slow down scanning\n", run.err());
        assertEquals(0, run.exitCode());
        assertOutput("s " + file + "\n", scan("-w", slow, file));
        assertEquals(1, scan("--fail-on-warnings", slow, file).exitCode());
        assertEquals("", scan("--fail-on-warnings", slow, file).out());
        assertOutput("s " + file + "\n", scan("-w --fail-on-warnings", slow, file));
    }

    @Test
    void whatCannotBeScannedIsAnError() {
        Path missing = folder.resolve("missing");
        CommandRun run = scan("", rules, missing);
        assertEquals(1, run.exitCode());
        assertEquals("error scanning " + missing + ": could not open file\n", run.err());
        assertEquals(
                "error: could not open file: " + missing + "\n",
                scan("", missing, file).err());
        assertEquals(
                "error scanning 1234567: processes are not scanned\n",
                scan("", rules, Path.of("1234567")).err());
        assertEquals(1, scan("-p 0", rules, file).exitCode());
    }

    @Test
    void emptyFilesAreScanned() throws IOException {
        assertOutput(
                "C FILE\n".replace("FILE", folder.resolve("empty").toString()), scan("", rules, write("empty", "")));
    }

    @Test
    void compiledRulesGiveTheSameOutput() {
        Path compiled = folder.resolve("rules.thor");
        CommandRun compile = CommandRun.of("yara", "compile", rules.toString(), compiled.toString());
        assertEquals(new CommandRun(0, "", ""), compile);
        assertOutput(scan("-s -m -g -e", rules, file).out(), scan("-C -s -m -g -e", compiled, file));
        CommandRun notCompiled = scan("-C", rules, file);
        assertEquals(1, notCompiled.exitCode());
        assertEquals("", notCompiled.out());
        assertEquals(1, scan("-C", compiled, compiled, file).exitCode());
    }

    @Test
    void compiledRulesTakeNewValuesOfTheSameType() throws IOException {
        Path external = write("ext.yar", "rule e { condition: i == 7 }");
        Path compiled = folder.resolve("ext.thor");
        CommandRun.of("yara", "compile", "-d", "i=1", external.toString(), compiled.toString());
        assertOutput("", scan("-C", compiled, file));
        assertOutput("e " + file + "\n", scan("-C -d i=7", compiled, file));
        assertEquals(1, scan("-C -d i=text", compiled, file).exitCode());
        assertEquals(1, scan("-C -d other=1", compiled, file).exitCode());
    }

    @Test
    void moduleDataReachesTheModule() throws IOException {
        Path cuckoo = write("cuckoo.yar", "import \"cuckoo\" rule c { condition: cuckoo.sync.mutex(/evil/) }");
        Path report = write("report.json", "{\"behavior\":{\"summary\":{\"mutexes\":[\"evil-mutex\"]}}}");
        assertOutput("c " + file + "\n", scan("-x cuckoo=" + report, cuckoo, file));
        assertEquals(
                "error: could not open file \"" + folder.resolve("no") + "\".\n",
                scan("-x cuckoo=" + folder.resolve("no"), cuckoo, file).err());
    }

    @Test
    void threadsThatShareALargeFileFindWhatOneThreadFinds() throws IOException {
        byte[] large = new byte[9 << 20];
        for (int at = (1 << 20) - 2; at < large.length - 2; at += 1 << 20) {
            large[at] = 'f';
            large[at + 1] = 'o';
            large[at + 2] = 'o';
        }
        Path target = Files.write(folder.resolve("large.bin"), large);
        CommandRun one = scan("-s -p 1", rules, target);
        CommandRun three = scan("-s -p 3", rules, target);
        assertTrue(one.out().contains("0xffffe:$x: foo"), one.out());
        assertEquals(one.out(), three.out());
        assertEquals("", three.err());
    }
}
