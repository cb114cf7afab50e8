package io.thor4j.libyara;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import io.thor4j.core.spi.YaraSources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every YARA engine does, whichever it is. A subclass brings the engine. */
abstract class YaraEngineContract {
    @TempDir
    private Path folder;

    abstract YaraEngineProvider engine();

    private static YaraSources sources(String rules) {
        return YaraSources.builder().add("n", "test.yar", rules).build();
    }

    private YaraEngineRules compile(String rules) {
        YaraEngineRules compiled = engine().compile(sources(rules));
        assertEquals(List.of(), compiled.compilation().leftOut());
        return compiled;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private YaraEngineResult scan(String rules, byte[] data) {
        try (YaraEngineRules compiled = compile(rules);
                YaraEngineScanner scanner = compiled.scanner()) {
            return scanner.scan(data, 0, data.length, Duration.ZERO);
        }
    }

    private static List<String> names(YaraEngineResult result) {
        return result.matches().stream().map(match -> match.rule().toString()).toList();
    }

    private static List<String> strings(YaraEngineResult result) {
        List<String> all = new ArrayList<>();
        for (YaraRuleMatch match : result.matches()) {
            match.strings()
                    .forEach(string -> all.add(string + "="
                            + HexFormat.of().formatHex(string.data().toByteArray())));
        }
        return all;
    }

    @Test
    void idIsStable() {
        assertEquals(engine().id(), engine().id());
        assertTrue(engine().id().matches("[a-z0-9.-]+"));
    }

    @Test
    void rulesTellWhatTheySay() {
        try (YaraEngineRules rules = compile(
                "private rule p : t1 t2 { meta: a = 1 a = \"x\\ty\" b = true c = -7 condition: true } global rule g { condition: p }")) {
            assertEquals(
                    "[n:p, n:g] [t1, t2] [Meta[key=a, value=1], Meta[key=a, value=x\ty], Meta[key=b, value=true], Meta[key=c, value=-7]]"
                            + " true false false true",
                    rules.rules() + " " + rules.rules().get(0).tags() + " "
                            + rules.rules().get(0).meta() + " "
                            + rules.rules().get(0).isPrivate() + " "
                            + rules.rules().get(0).isGlobal() + " "
                            + rules.rules().get(1).isPrivate() + " "
                            + rules.rules().get(1).isGlobal());
            assertFalse(rules.compilation().engine().isBlank());
        }
    }

    /** Declaration, data as hex, then what is found: {@code 0xoffset:length:identifier=data}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"abc\"' | 78616263616263 | 0x1:3:$a=616263 0x4:3:$a=616263",
                "'\"aBc\" nocase' | 414263 | 0x0:3:$a=414263",
                "'\"ab\" wide' | 0061006200 | 0x1:4:$a=61006200",
                "'\"ab\" wide ascii' | 616278610062 | 0x0:2:$a=6162",
                "'\"ab\" fullword' | 6162206162632061622E | 0x0:2:$a=6162 0x7:2:$a=6162",
                "'\"abc\" xor(1-2)' | 606362 616263 636061 | 0x0:3:$a=606362 0x6:3:$a=636061",
                "'\"abc\" xor' | 616263 9E9D9C | 0x0:3:$a=616263 0x3:3:$a=9e9d9c",
                "'\"thor4j\" base64' | 64476876636a5271 2e 4c6e526f62334930616a3d | 0x0:8:$a=64476876636a5271 0xb:7:$a=526f6233493061",
                "'{ 61 ?? 63 }' | 617863 | 0x0:3:$a=617863",
                "'{ 6? [1-3] 7A }' | 61787a 6279797a | 0x0:3:$a=61787a 0x3:4:$a=6279797a",
                "'{ 61 ( 62 | 63 64 ) 65 }' | 616265 61636465 | 0x0:3:$a=616265 0x3:4:$a=61636465",
                "'{ 61 [200-] 62 }' | 6163 | ''",
                "'/ab+c/' | 616262626378616263 | 0x0:5:$a=6162626263 0x6:3:$a=616263",
                "'/a[0-9]{2,3}/i' | 41313233 | 0x0:4:$a=41313233",
                "'/^abc$/' | 616263 | 0x0:3:$a=616263",
                "'/^abc/' | 78616263 | ''",
                "'/a.c/s' | 610a63 | 0x0:3:$a=610a63",
                "'/a.c/' | 610a63 | ''",
            })
    void stringsAreFound(String declaration, String hex, String expected) {
        YaraEngineResult result = scan(
                "rule r { strings: $a = " + declaration + " condition: $a }",
                HexFormat.of().parseHex(hex.replace(" ", "")));
        assertEquals(expected, String.join(" ", strings(result)));
        assertEquals(List.of(), result.limits());
    }

    @Test
    void stringsComeAsDeclaredAndByOffset() {
        YaraEngineResult result = scan(
                "rule r { strings: $b = \"b\" $ = \"a\" $c = \"c\" private $d = \"zz\" condition: 2 of them and $b and $d or #c > 0 }",
                bytes("abcab"));
        assertEquals(
                "[0x1:1:$b=62, 0x4:1:$b=62, 0x0:1:$=61, 0x3:1:$=61, 0x2:1:$c=63]",
                strings(result).toString());
        assertEquals(
                List.of(false, false, false, false, true),
                result.matches().get(0).strings().stream()
                        .map(string -> string.isPrivate())
                        .toList());
    }

    @Test
    void chainedHexStringIsOneMatch() {
        byte[] data = new byte[400];
        data[3] = 0x41;
        data[4] = 0x42;
        data[304] = 0x43;
        data[305] = 0x44;
        YaraEngineResult result = scan("rule r { strings: $a = { 41 42 [250-350] 43 44 } condition: $a }", data);
        assertEquals("[0x3:303:$a]", result.matches().get(0).strings().toString());
    }

    @Test
    void longMatchKeepsItsLengthAndItsFirstBytes() {
        YaraEngineResult result =
                scan("rule r { strings: $a = /x.{3000}y/s condition: $a }", bytes("x" + "-".repeat(3000) + "y"));
        assertEquals(3002, result.matches().get(0).strings().get(0).length());
        assertEquals(512, result.matches().get(0).strings().get(0).data().length());
    }

    @Test
    void privateRulesAreNotReportedAndGlobalOnesHoldTheirNamespaceBack() {
        YaraSources sources = YaraSources.builder()
                .add("one", "1", "global rule g { condition: filesize > 5 } rule a { condition: true }")
                .add("two", "2", "private rule p { condition: true } rule a { condition: p }")
                .build();
        try (YaraEngineRules rules = engine().compile(sources);
                YaraEngineScanner scanner = rules.scanner()) {
            assertEquals(List.of("two:a"), names(scanner.scan(bytes("tiny"), 0, 4, Duration.ZERO)));
            assertEquals(List.of("one:g", "one:a", "two:a"), names(scanner.scan(bytes("longer"), 0, 6, Duration.ZERO)));
        }
    }

    @Test
    void sourcesOfOneNamespaceSeeEachOther() {
        YaraSources sources = YaraSources.builder()
                .add("n", "1", "rule a { condition: filesize == 0 }")
                .add("n", "2", "rule b { condition: a }")
                .build();
        try (YaraEngineRules rules = engine().compile(sources);
                YaraEngineScanner scanner = rules.scanner()) {
            assertEquals(List.of("n:a", "n:b"), names(scanner.scan(new byte[0], 0, 0, Duration.ZERO)));
        }
    }

    @Test
    void externalVariablesAreTypedAndStayUntilChanged() {
        YaraSources sources = YaraSources.builder()
                .define("text", "first")
                .define("number", 1L)
                .define("part", 0.5)
                .define("truth", false)
                .add(
                        "n",
                        "s",
                        "rule t { condition: text == \"second\" } rule n { condition: number == 2 }"
                                + " rule p { condition: part > 0.6 } rule b { condition: truth }")
                .build();
        try (YaraEngineRules rules = engine().compile(sources);
                YaraEngineScanner scanner = rules.scanner()) {
            assertEquals(
                    Map.of("text", "first", "number", 1L, "part", 0.5, "truth", false),
                    rules.compilation().externals());
            assertEquals(List.of(), names(scanner.scan(new byte[1], 0, 1, Duration.ZERO)));
            scanner.define("text", "second");
            scanner.define("number", 2L);
            scanner.define("part", 0.75);
            scanner.define("truth", true);
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        List.of("n:t", "n:n", "n:p", "n:b"), names(scanner.scan(new byte[1], 0, 1, Duration.ZERO)));
            }
            assertThrows(IllegalArgumentException.class, () -> scanner.define("text", 1L));
            assertThrows(IllegalArgumentException.class, () -> scanner.define("none", 1L));
            try (YaraEngineScanner other = rules.scanner()) {
                assertEquals(
                        List.of(), names(other.scan(new byte[1], 0, 1, Duration.ZERO)), "values are the scanner's own");
            }
        }
    }

    @Test
    void badRulesAreLeftOutAndNamedWithTheirLines() {
        YaraEngineRules rules = engine().compile(sources("""
                rule good { condition: true }
                rule undefined {
                  condition:
                    nonsense
                }
                rule needs { condition: undefined }
                rule unreferenced { strings: $a = "abc" condition: true }
                rule syntax { condition: filesize > }
                rule regex { strings: $a = /a(/ condition: $a }
                rule last { strings: $a = "}rule x {" condition: $a }
                """));
        YaraCompilation made = rules.compilation();
        assertEquals("[n:good, n:last]", made.rules().toString());
        assertEquals(
                List.of("needs", "regex", "syntax", "undefined", "unreferenced"),
                made.leftOut().stream()
                        .map(YaraCompilation.LeftOut::name)
                        .sorted()
                        .toList());
        assertTrue(made.leftOut().stream().allMatch(left -> left.namespace().equals("n")));
        assertTrue(
                made.diagnostics().stream()
                        .anyMatch(d -> d.isError()
                                && d.line() == 4
                                && d.source().equals("test.yar")
                                && d.message().contains("nonsense")),
                "" + made.diagnostics());
        YaraCompilation.LeftOut undefined = made.leftOut().stream()
                .filter(left -> left.name().equals("undefined"))
                .findFirst()
                .orElseThrow();
        assertTrue(undefined.reason().contains("test.yar:4"), undefined.reason());
        rules.close();
    }

    @Test
    void errorOutsideAnyRuleLeavesTheRulesIn() {
        try (YaraEngineRules rules =
                engine().compile(sources("import \"no_such_module\"\nrule a { condition: true }\n"))) {
            assertEquals("[n:a]", rules.rules().toString());
            assertTrue(
                    rules.compilation().diagnostics().stream()
                            .anyMatch(d -> d.isError() && d.line() == 1 && d.rule() == null),
                    "" + rules.compilation().diagnostics());
        }
    }

    @Test
    void badSourceLeavesTheOthersIn() {
        YaraSources sources = YaraSources.builder()
                .add("bad", "bad.yar", "this is no rule at all {{{ \" /")
                .add("good", "good.yar", "rule a { condition: true }")
                .build();
        try (YaraEngineRules rules = engine().compile(sources)) {
            assertEquals("[good:a]", rules.rules().toString());
            assertTrue(rules.compilation().diagnostics().stream()
                    .anyMatch(d -> d.isError() && d.source().equals("bad.yar")));
        }
    }

    @Test
    void warningsLeaveTheRuleIn() {
        try (YaraEngineRules rules = compile("rule slow { strings: $a = { 00 ?? 00 } condition: $a }")) {
            assertEquals(1, rules.rules().size());
            List<YaraCompilation.Diagnostic> said = rules.compilation().diagnostics();
            assertEquals(1, said.size(), "" + said);
            assertFalse(said.get(0).isError());
            assertEquals("slow", said.get(0).rule());
        }
    }

    @Test
    void nothingToCompileFindsNothing() {
        try (YaraEngineRules rules = engine().compile(YaraSources.builder().build());
                YaraEngineScanner scanner = rules.scanner()) {
            assertEquals(List.of(), rules.rules());
            assertSame(YaraEngineResult.CLEAN, scanner.scan(new byte[3], 0, 3, Duration.ZERO));
        }
    }

    @Test
    void textIncludesNothing() throws Exception {
        Path included = Files.writeString(folder.resolve("inc.yar"), "rule secret { condition: true }");
        String text = "include \"" + included.toString().replace("\\", "\\\\") + "\"\nrule a { condition: true }";
        try (YaraEngineRules rules = engine().compile(sources(text))) {
            assertEquals("[n:a]", rules.rules().toString());
            assertTrue(rules.compilation().diagnostics().stream().anyMatch(YaraCompilation.Diagnostic::isError));
        }
    }

    @Test
    void fileIncludesFilesBesideIt() throws Exception {
        Files.createDirectories(folder.resolve("part"));
        Files.writeString(folder.resolve("part/one.yar"), "include \"two.yar\"\nrule one { condition: two }");
        Files.writeString(
                folder.resolve("part/two.yar"), "rule two { condition: true }\nrule broken { condition: nonsense }");
        Path main = Files.writeString(
                folder.resolve("main.yar"),
                "include \"part/one.yar\"\ninclude \"missing.yar\"\nrule main { condition: one }");
        YaraSources sources = YaraSources.builder()
                .add(new YaraSources.Source("n", main.toString(), Files.readAllBytes(main), true))
                .build();
        try (YaraEngineRules rules = engine().compile(sources)) {
            assertEquals("[n:two, n:one, n:main]", rules.rules().toString(), "" + rules.compilation());
            assertEquals(
                    List.of("broken"),
                    rules.compilation().leftOut().stream()
                            .map(YaraCompilation.LeftOut::name)
                            .toList());
            assertTrue(rules.compilation().diagnostics().stream()
                    .anyMatch(d -> d.isError() && d.message().contains("missing.yar")));
        }
    }

    @Test
    void rangeIsScannedAloneAndOffsetsCountFromItsBegin() {
        try (YaraEngineRules rules =
                        compile("rule r { strings: $a = \"abc\" condition: $a } rule s { condition: filesize == 5 }");
                YaraEngineScanner scanner = rules.scanner()) {
            byte[] data = bytes("abc-abc-abc");
            byte[] copy = data.clone();
            YaraEngineResult result = scanner.scan(data, 3, 5, Duration.ZERO);
            assertEquals("[n:r, n:s]", names(result).toString());
            assertEquals("[0x1:3:$a=616263]", strings(result).toString());
            assertArrayEquals(copy, data);
            assertThrows(IndexOutOfBoundsException.class, () -> scanner.scan(data, 8, 4, Duration.ZERO));
            assertThrows(IndexOutOfBoundsException.class, () -> scanner.scan(data, -1, 4, Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> scanner.scan(data, 0, 4, Duration.ofNanos(-1)));
        }
    }

    @Test
    void emptyDataIsScanned() {
        assertEquals(
                List.of("n:e"),
                names(scan(
                        "rule e { condition: filesize == 0 } rule b { condition: uint8(0) == 0 } rule s { strings: $a = \"a\" condition: $a }",
                        new byte[0])));
    }

    @Test
    void largeDataIsScannedToItsEnd() {
        byte[] data = new byte[100 << 20];
        byte[] needle = bytes("needle");
        System.arraycopy(needle, 0, data, data.length - needle.length, needle.length);
        try (YaraEngineRules rules = compile("rule r { strings: $a = \"needle\" condition: $a }");
                YaraEngineScanner scanner = rules.scanner()) {
            assertEquals(
                    data.length - needle.length,
                    scanner.scan(data, 0, data.length, Duration.ZERO)
                            .matches()
                            .get(0)
                            .strings()
                            .get(0)
                            .offset());
            assertEquals(
                    1, scanner.scan(needle, 0, 6, Duration.ZERO).matches().size(), "a small scan behind a large one");
        }
    }

    @Test
    void moduleFieldsAreKnown() {
        byte[] elf = new byte[128];
        System.arraycopy(HexFormat.of().parseHex("7f454c46020101"), 0, elf, 0, 7);
        elf[16] = 2;
        elf[18] = 0x3e;
        elf[20] = 1;
        elf[52] = 64;
        assertEquals(
                List.of("n:e", "n:h", "n:m"),
                names(scan(
                        "import \"elf\" import \"pe\" import \"hash\" import \"math\""
                                + " rule e { condition: elf.type == elf.ET_EXEC and elf.machine == elf.EM_X86_64 and not pe.is_pe }"
                                + " rule h { condition: hash.md5(0, 4) == \"46d0cf2d3f65d8b3b2e9ac07b9e9e64b\" or hash.crc32(\"123456789\") == 0xcbf43926 }"
                                + " rule m { condition: math.entropy(4, 0) == 0.0 or math.max(2, 3) == 3 }",
                        elf)));
        assertEquals(
                List.of("n:p"),
                names(scan(
                        "import \"pe\" rule p { condition: pe.is_pe and pe.machine == pe.MACHINE_I386 and pe.number_of_sections == 0"
                                + " and pe.timestamp == 16909060 and pe.is_32bit() and not pe.is_64bit() }",
                        SmallPe.bytes())));
    }

    @Test
    void timeoutIsToldAndNotClean() {
        try (YaraEngineRules rules = compile(
                        "rule forever { condition: for all i in (0..2000000000) : (uint8(i % filesize) == 0) }");
                YaraEngineScanner scanner = rules.scanner()) {
            byte[] data = new byte[1000];
            YaraEngineResult result = scanner.scan(data, 0, data.length, Duration.ofMillis(50));
            assertEquals(
                    List.of(YaraScanLimit.Kind.TIMEOUT),
                    result.limits().stream().map(YaraScanLimit::kind).toList());
            assertEquals(List.of(), result.matches());
        }
    }

    @Test
    void scannerGoesOnAfterATimeout() {
        YaraSources sources = YaraSources.builder()
                .define("rounds", 2_000_000_000L)
                .add("n", "s", "rule slow { condition: for all i in (0..rounds) : (uint8(i % filesize) == 0) }")
                .build();
        try (YaraEngineRules rules = engine().compile(sources);
                YaraEngineScanner scanner = rules.scanner()) {
            assertFalse(scanner.scan(new byte[10], 0, 10, Duration.ofMillis(50))
                    .limits()
                    .isEmpty());
            scanner.define("rounds", 10L);
            assertEquals(List.of("n:slow"), names(scanner.scan(new byte[10], 0, 10, Duration.ofSeconds(50))));
        }
    }

    @Test
    void tooManyMatchesOfAStringAreTold() {
        byte[] data = new byte[1_000_100];
        YaraEngineResult result = scan("rule r { strings: $a = { 00 } condition: #a > 5 }", data);
        assertEquals(List.of("n:r"), names(result));
        assertEquals(
                List.of(YaraScanLimit.Kind.MATCHES_PER_STRING),
                result.limits().stream().map(YaraScanLimit::kind).distinct().toList());
        assertTrue(result.limits().get(0).text().contains("$a"), "" + result.limits());
        assertTrue(result.matches().get(0).strings().size() >= 999_000);
    }

    @Test
    void threadsShareRules() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (YaraEngineRules rules = compile(
                "rule r { strings: $a = /n[0-9]+e/ $x = \"x\" condition: $a and #x > 3 } rule s { condition: filesize % 2 == 0 }")) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                work.add(() -> {
                    int right = 0;
                    try (YaraEngineScanner scanner = rules.scanner()) {
                        for (int i = 0; i < 100; i++) {
                            byte[] data = bytes("xxxx" + "-".repeat(thread * 100 + i) + "n" + thread + "e");
                            YaraEngineResult result = scanner.scan(data, 0, data.length, Duration.ZERO);
                            boolean even = data.length % 2 == 0;
                            boolean found =
                                    result.matches().get(0).strings().get(0).offset() == data.length - 3;
                            right += found && result.matches().size() == (even ? 2 : 1) ? 1 : 0;
                        }
                    }
                    return right;
                });
            }
            int right = 0;
            for (Future<Integer> done : pool.invokeAll(work)) {
                right += done.get();
            }
            assertEquals(800, right);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void closedThingsRefuseWorkAndCloseTwice() {
        YaraEngineRules rules = compile("rule r { condition: true }");
        YaraEngineScanner scanner = rules.scanner();
        rules.close();
        rules.close();
        assertEquals(
                List.of("n:r"), names(scanner.scan(new byte[1], 0, 1, Duration.ZERO)), "an open scanner keeps working");
        scanner.close();
        scanner.close();
        assertThrows(IllegalStateException.class, () -> scanner.scan(new byte[1], 0, 1, Duration.ZERO));
    }

    @Test
    void resultsOutliveTheirScanner() {
        YaraEngineResult result;
        try (YaraEngineRules rules = compile("rule r { strings: $a = \"abc\" condition: $a }");
                YaraEngineScanner scanner = rules.scanner()) {
            result = scanner.scan(bytes("-abc"), 0, 4, Duration.ZERO);
            scanner.scan(bytes("--------abc"), 0, 11, Duration.ZERO);
        }
        assertEquals("[0x1:3:$a=616263]", strings(result).toString());
    }
}
