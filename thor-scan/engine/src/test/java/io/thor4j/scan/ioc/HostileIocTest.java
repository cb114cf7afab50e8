package io.thor4j.scan.ioc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocSet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever is in an indicator file, reading it and matching with it ends without an exception. */
class HostileIocTest {
    private static final List<String> TEXTS =
            List.of("", "/", "C:\\x\\y.exe", "\u00e9\ud800x", "a".repeat(5_000), "1.2.3.4", "::1", "\0", "Global\\x");

    @Provide
    Arbitrary<byte[]> lines() {
        Arbitrary<String> piece = Arbitraries.of(
                ";",
                ";;",
                ";60",
                ";-100;",
                ";99999999999",
                "#",
                "# c",
                "\\\\",
                "\\",
                "(?i)",
                "(",
                ")",
                "[",
                "[^",
                "]",
                "{1000}",
                "{2,1}",
                "*",
                "+",
                "|",
                "$",
                "^",
                "\\x{110000}",
                "\\b",
                ".{1000}{1000}",
                "(((((((((((",
                "(a|b)*",
                "[[:alpha:]]",
                "\\Q",
                "[\u00e9-\u00f0]",
                "0c2674c3a97c53082187d930efb645c2",
                "evil.example",
                "1.2.3.4/33",
                "::/0",
                "\n",
                "\r\n",
                "\r",
                "\0",
                "\ufeff",
                "\ud83d\ude00",
                "a",
                "x".repeat(70_000));
        return piece.list().ofMaxSize(40).map(list -> String.join("", list).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 400)
    void piecesOfTheGrammarsInAnyOrderDoNoHarm(@ForAll("lines") byte[] file, @ForAll SimpleIocType type) {
        use(file, type);
    }

    @Property(tries = 400)
    void randomBytesDoNoHarm(@ForAll byte[] file, @ForAll SimpleIocType type) {
        use(file, type);
    }

    private static void use(byte[] file, SimpleIocType type) {
        IocTexts read = IocTexts.read(type, file);
        assertEquals(List.of(), read.matcher().problems(), "what was read must be usable");
        for (String text : TEXTS) {
            read.matcher().text(text);
            read.matcher().host(text);
            read.matcher().hash(text);
            read.matcher().handle(text);
            read.matcher().pipe(text);
        }
    }

    @Property(tries = 300)
    void yamlOfAnyBytesDoesNoHarm(@ForAll("yaml") String file, @ForAll byte[] bytes) throws Exception {
        for (byte[] content : new byte[][] {file.getBytes(StandardCharsets.UTF_8), bytes}) {
            IocFileReader.readYaml(new ByteArrayInputStream(content), IocSet.builder(), new DiagnosticLog("f.yml"));
        }
    }

    @Provide
    Arbitrary<String> yaml() {
        return Arbitraries.of(
                        "iocs:",
                        "\n",
                        "\n  ",
                        "\n    ",
                        "- ",
                        "files:",
                        "hashes:",
                        "value: ",
                        "x",
                        "score: ",
                        "70",
                        "[",
                        "]",
                        "{",
                        "}",
                        "&a ",
                        "*a",
                        "!!java.lang.X ",
                        "|",
                        "\t",
                        "\0",
                        "\"",
                        "'",
                        "#",
                        "? ",
                        "--- ",
                        "%YAML 9.9\n",
                        "false_positives: ",
                        "type: regex",
                        "(")
                .list()
                .ofMaxSize(30)
                .map(list -> String.join("", list));
    }

    @Property(tries = 300)
    void stixOfAnyBytesDoesNoHarm(@ForAll("stix") String pattern, @ForAll byte[] bytes) throws Exception {
        String file = "[{\"type\":\"indicator\",\"pattern\":\"" + pattern + "\"}";
        for (byte[] content : new byte[][] {
            file.getBytes(StandardCharsets.UTF_8), (file + "]").getBytes(StandardCharsets.UTF_8), bytes
        }) {
            StixSetBuilder stix = StixSet.builder();
            IocFileReader.readStix(
                    new ByteArrayInputStream(content), stix, IocSet.builder(), new DiagnosticLog("f.json"));
            stix.build();
        }
    }

    @Provide
    Arbitrary<String> stix() {
        return Arbitraries.of(
                        "[",
                        "]",
                        "(",
                        ")",
                        "file:name",
                        "file:size",
                        "file:hashes.'MD5'",
                        "file:created",
                        "win-registry-key:values[0].name",
                        "ipv4-addr:value",
                        " = ",
                        "!=",
                        "<",
                        " IN ",
                        " LIKE ",
                        " MATCHES ",
                        " AND ",
                        " OR ",
                        " NOT ",
                        "'x'",
                        "'",
                        "'%_'",
                        "t'2026-01-01T00:00:00Z'",
                        "7",
                        "99999999999999999999",
                        ",",
                        "x:",
                        "\\")
                .list()
                .ofMaxSize(20)
                .map(list -> String.join("", list));
    }

    @Test
    void nestingWithoutEndIsRefused() throws Exception {
        DiagnosticLog yaml = new DiagnosticLog("f.yml");
        byte[] deep = "[".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        IocFileReader.readYaml(new ByteArrayInputStream(deep), IocSet.builder(), yaml);
        assertEquals(1, yaml.errors());
        DiagnosticLog json = new DiagnosticLog("f.json");
        IocFileReader.readStix(new ByteArrayInputStream(deep), StixSet.builder(), IocSet.builder(), json);
        assertEquals(1, json.errors());
        DiagnosticLog stix = new DiagnosticLog("f.json");
        String pattern = "{\"type\":\"indicator\",\"pattern\":\"" + "[(".repeat(20_000) + "\"}";
        IocFileReader.readStix(
                new ByteArrayInputStream(pattern.getBytes(StandardCharsets.UTF_8)),
                StixSet.builder(),
                IocSet.builder(),
                stix);
        assertEquals(1, stix.errors());
    }

    @Test
    void aFileThatIsAllWrongDoesNotFillTheMemory() {
        byte[] file = new byte[4_000_000];
        new Random(7).nextBytes(file);
        for (int i = 0; i < file.length; i += 8) {
            file[i] = '\n';
        }
        IocTexts read = IocTexts.read(SimpleIocType.HASHES, file);
        assertEquals(0, read.set().count(IocKind.HASH));
        assertEquals(DiagnosticLog.MAX_KEPT + 1, read.problems().size());
        assertTrue(
                read.problems().get(DiagnosticLog.MAX_KEPT).endsWith("more of them"),
                read.problems().toString());
    }

    @Test
    void aLineWithoutEndIsReadInConstantMemory() {
        byte[] file = new byte[30_000_000];
        Arrays.fill(file, (byte) 'a');
        assertEquals(
                List.of("f.txt:1: error: the line is longer than 65536 bytes"),
                IocTexts.read(SimpleIocType.FILENAMES, file).problems());
    }

    @Test
    void regexesThatExplodeElsewhereAreLinearHere() {
        IocTexts read = IocTexts.read(SimpleIocType.FILENAMES, "(a+)+$;60", "(a|aa)+b;60", "(.*)*x;60");
        long start = System.nanoTime();
        read.matcher().path("a".repeat(50_000) + "!");
        assertTrue(
                System.nanoTime() - start < 5_000_000_000L, "took " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
