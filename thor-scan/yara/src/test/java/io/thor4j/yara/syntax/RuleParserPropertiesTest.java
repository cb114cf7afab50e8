package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.SyntaxTables.parse;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.Diagnostic;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The parser bears any bytes, and what it says about them lies inside them. */
class RuleParserPropertiesTest {
    private static final String VALID = """
            import "pe"
            /* c */ private global rule first : t1 t2 {
             meta:
              a = "x\\"\\x41"
              b = -1
              c = true
             strings:
              $a = "x\\ty" wide ascii xor(1-2) // c
              $b = { 61 ?? [2-4] ( 62 | 63 ) /* } */ }
              $ = /re\\/x[a-z]{2}/is fullword
             condition:
              #a in (0..10) > 2 and @b[1] + 0x1F < 10KB or not defined pe.sections[0].name and
              for any i, j in pe.x : ( 50% of ($a, $b*) and 2 of them at 5 ) or uint16be(0) == 1.5 or "x" matches /y/i
            }
            """;
    private static final String LAST = "\nrule last { condition: true }";

    @Property(tries = 3_000)
    void randomBytesAreParsed(@ForAll @Size(max = 200) byte[] source) {
        check(source);
    }

    @Property(tries = 3_000)
    void tokenSoupIsParsed(@ForAll("tokens") List<String> tokens) {
        check(String.join(" ", tokens).getBytes(ISO_8859_1));
        check(String.join("", tokens).getBytes(ISO_8859_1));
    }

    @Property(tries = 3_000)
    void conditionSoupIsParsed(@ForAll("tokens") List<String> tokens) {
        check(("rule r { condition: " + String.join(" ", tokens) + " }").getBytes(ISO_8859_1));
    }

    @Property(tries = 3_000)
    void brokenRulesAreParsed(@ForAll("mutation") String source) {
        check(source.getBytes(ISO_8859_1));
    }

    @Property(tries = 3_000)
    void ruleBehindABrokenOneSurvives(@ForAll("mutation") String source) {
        // A comment that the mutation has opened may hide it lawfully.
        ParsedSource parsed = parse((source + LAST).getBytes(ISO_8859_1));
        boolean hidden = parsed.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.WARNING)
                || source.indexOf('\0') >= 0;
        assertTrue(
                hidden || SyntaxTables.rules(parsed).endsWith("last"),
                () -> parsed.diagnostics().toString());
    }

    @Example
    void ruleThatIsBrokenOnPurposeIsSoundBefore() {
        assertEquals(List.of(), parse(VALID).diagnostics());
    }

    @Property(tries = 500)
    void everyPrefixOfAValidRuleIsParsed(@ForAll @IntRange(max = 900) int length) {
        String source = VALID.substring(0, Math.min(length, VALID.length()));
        check(source.getBytes(ISO_8859_1));
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(
                        "rule",
                        "private",
                        "global",
                        "import",
                        "include",
                        "meta",
                        "strings",
                        "condition",
                        "true",
                        "not",
                        "and",
                        "or",
                        "all",
                        "any",
                        "none",
                        "of",
                        "them",
                        "for",
                        "in",
                        "at",
                        "matches",
                        "contains",
                        "defined",
                        "filesize",
                        "wide",
                        "xor",
                        "base64",
                        "uint8",
                        "x",
                        "pe",
                        "$",
                        "$a",
                        "$a*",
                        "#a",
                        "@a",
                        "!a",
                        "1",
                        "1.5",
                        "10KB",
                        "\"t\"",
                        "\"",
                        "'",
                        "/r/",
                        "/",
                        "{ 61 }",
                        "{",
                        "}",
                        "(",
                        ")",
                        "[",
                        "]",
                        ":",
                        ",",
                        ".",
                        "..",
                        "=",
                        "==",
                        "!=",
                        "<",
                        ">>",
                        "|",
                        "^",
                        "&",
                        "+",
                        "-",
                        "*",
                        "\\",
                        "%",
                        "~",
                        "&&",
                        "||",
                        ";",
                        "\n",
                        "/*",
                        "*/",
                        "//",
                        "\0",
                        "\u00ff",
                        "rule a {",
                        "condition: true }",
                        "strings: $a =")
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> mutation() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, VALID.length() - 1);
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
        Arbitrary<String> insert =
                Arbitraries.strings().ofMaxLength(3).all().map(s -> new String(s.getBytes(ISO_8859_1), ISO_8859_1));
        Arbitrary<String> word =
                Arbitraries.of("", "\"", "'", "/", "{", "}", "(", ")", "rule", "\n", "$a", "and", "=", ":", "\\");
        return net.jqwik.api.Combinators.combine(at, length, Arbitraries.oneOf(insert, word))
                .as((from, cut, text) ->
                        VALID.substring(0, from) + text + VALID.substring(Math.min(VALID.length(), from + cut)));
    }

    private static void check(byte[] source) {
        ParsedSource parsed = parse(source);
        long lines =
                new String(source, ISO_8859_1).chars().filter(c -> c == '\n').count() + 1;
        for (Diagnostic d : parsed.diagnostics()) {
            assertTrue(d.line() >= 1 && d.line() <= lines && d.column() >= 1, d::toString);
            assertTrue(!d.message().isEmpty() && d.message().indexOf('\n') < 0, d::toString);
        }
        boolean failed = parsed.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        assertTrue(failed || parsed.failedRules().isEmpty());
        TreeDump.dump(parsed.file());
    }
}
