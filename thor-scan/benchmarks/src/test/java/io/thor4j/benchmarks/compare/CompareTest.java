package io.thor4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraSources;
import io.thor4j.yara.ThorYaraEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole comparison on a tiny corpus: what it prints, and that it notices an engine that lies. */
class CompareTest {
    private static final int FILES = 30;

    @TempDir
    private Path folder = Path.of("");

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** Answers that nothing matches, whatever it scans. */
    private static final class Liar implements YaraEngineProvider {
        private final ThorYaraEngine thor = new ThorYaraEngine();

        @Override
        public String id() {
            return "libyara";
        }

        @Override
        public YaraEngineRules compile(YaraSources sources) {
            YaraEngineRules rules = thor.compile(sources);
            return new YaraEngineRules() {
                @Override
                public YaraCompilation compilation() {
                    return rules.compilation();
                }

                @Override
                public YaraEngineScanner scanner() {
                    return new YaraEngineScanner() {
                        @Override
                        public void define(String name, Object value) {}

                        @Override
                        public YaraEngineResult scan(byte[] data, int from, int length, Duration timeout) {
                            return YaraEngineResult.CLEAN;
                        }
                    };
                }
            };
        }
    }

    @BeforeEach
    void capture() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        Files.createDirectories(folder.resolve("tree"));
        Files.writeString(
                folder.resolve("rules").resolve("needle.yar"),
                "rule needle { strings: $a = \"the needle\" $b = { 6E 65 65 ?? 6C 65 } condition: all of them }");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    folder.resolve("tree").resolve("file" + i),
                    "hay, ".repeat(i + 1) + (i % 7 == 0 ? "the needle" : ""));
        }
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private int compare(List<YaraEngineProvider> engines, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--rules",
                folder.resolve("rules").toString(),
                "--tree",
                folder.resolve("tree").toString()));
        all.addAll(List.of("--rounds", "1", "--megabytes", "1"));
        all.addAll(List.of(options));
        return Compare.run(new Compare(engines, KnownDifferences.of(List.of())), all.toArray(String[]::new));
    }

    private static List<YaraEngineProvider> installed() {
        return ServiceLoader.load(YaraEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void installedEnginesAgreeAndEveryRowHasItsFigure() {
        int code = compare(
                installed(),
                "--only",
                "mixed,read,threads,large,tiny,giant,single,short,many,load",
                "--giant-megabytes",
                "1");
        assertEquals(0, code, errors());
        List<String> rows = text().lines().filter(line -> line.contains("MB/s")).toList();
        // large and many have two rows, threads one for each number of threads.
        assertEquals(12, rows.size(), text());
        assertTrue(rows.get(0).startsWith("| rules | mixed tree of small files | 30 | "), rows.get(0));
        assertTrue(text().contains("| heap of the compiled form, with tables | 150 MB | 80 MB | "), text());
    }

    @Test
    void anEngineThatLiesEndsTheRunWithOneAndHasNoFigure() {
        assertEquals(1, compare(List.of(new ThorYaraEngine(), new Liar()), "--only", "mixed"));
        assertTrue(text().contains("ANSWERS DIFFER from libyara's in 5 files"), text());
        assertTrue(errors().contains("only thor: needle.yar:needle"), errors());
        assertEquals(0, text().lines().filter(line -> line.contains("MB/s")).count());
    }

    @Test
    void whatIsMissingIsOneLineEach() {
        assertEquals(
                0,
                compare(
                        List.of(new ThorYaraEngine()),
                        "--only",
                        "pe,cold",
                        "--yara-x",
                        folder.toString(),
                        "--node",
                        "no-such-node"));
        assertEquals(
                0,
                compare(
                        List.of(new ThorYaraEngine()),
                        "--only",
                        "tiny",
                        "--yara-x",
                        folder.toString(),
                        "--node",
                        "no-such-node"));
        assertTrue(errors().contains("compare: no YARA-X: "), errors());
        assertTrue(errors().contains("compare: no rows of PE files: --pe was not given"), errors());
        assertTrue(errors().contains("compare: no rows of whole commands: --thor was not given"), errors());
    }

    @Test
    void aFolderThatIsNoneIsAnErrorInOneLine() {
        assertEquals(
                2,
                compare(
                        List.of(new ThorYaraEngine()),
                        "--tree",
                        folder.resolve("none").toString()));
        assertEquals(1, errors().lines().count(), errors());
        assertTrue(errors().startsWith("compare: ") && errors().contains("not a folder: "), errors());
    }

    @Test
    void anUnknownGroupIsAnError() {
        assertEquals(2, compare(List.of(new ThorYaraEngine()), "--only", "nothing"));
    }
}
