package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule text that nobody meant: it is refused rule by rule, in time, and good rules beside it stay. */
class BadSourceTest {
    /** No source here takes a second alone; the rest is for a busy machine. */
    private static final Duration PLENTY = Duration.ofSeconds(60);

    private static final String[] TOKENS = {
        "rule",
        "a",
        "b",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "=",
        "strings:",
        "condition:",
        "meta:",
        "$a",
        "#a",
        "@a",
        "!a",
        "$",
        "$*",
        "\"x\"",
        "{ 61 62 }",
        "/a+/",
        "/",
        "all",
        "any",
        "none",
        "of",
        "them",
        "for",
        "in",
        "i",
        "..",
        "1",
        "0x10",
        "1.5",
        "1KB",
        "and",
        "or",
        "not",
        "defined",
        "==",
        "<",
        "+",
        "-",
        "*",
        "\\",
        "%",
        "~",
        "&",
        "|",
        "^",
        "<<",
        "at",
        "filesize",
        "entrypoint",
        "uint8",
        "matches",
        "contains",
        "import",
        "\"pe\"",
        "pe",
        ".",
        ",",
        "private",
        "global",
        "include",
        "true",
        "xor",
        "wide",
        "base64",
        "\n"
    };

    private static YaraRules compile(Supplier<String> source) {
        return assertTimeoutPreemptively(PLENTY, () -> RuleProbe.compile(source.get()));
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(bytes);
            // The end of a source, and a rule by accident, would both be fine; neither begins with this.
            bytes[0] = '}';
            YaraRules rules = YaraRules.builder().source("n", "random", bytes).build();
            assertFalse(RuleProbe.errors(rules).isEmpty());
        }
    }

    @Test
    void tokenSoupNeitherThrowsNorHidesAGoodRuleInAnotherSource() {
        Random random = new Random(12);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder soup = new StringBuilder(random.nextBoolean() ? "rule s { condition: " : "");
            for (int n = random.nextInt(60); n >= 0; n--) {
                soup.append(TOKENS[random.nextInt(TOKENS.length)]).append(' ');
            }
            YaraRules rules = YaraRules.builder()
                    .source("soup", "soup", soup.toString())
                    .source("good", "good", "rule good { condition: true }")
                    .build();
            assertTrue(RuleProbe.names(rules.scanner().scan(new byte[3])).endsWith("good"), soup.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"(, )", "not (, )", "-(, )", "defined (, )", "for any i in (1..2) : (, )", "uint8(, )", "{ 61 (, )}"})
    void deepNestingLeavesOutOneRule(String open, String close) {
        String begin = open.startsWith("{") ? "strings: $a = " : "";
        String end = begin.isEmpty() ? "" : " condition: $a";
        String body =
                begin + (begin.isEmpty() ? "condition: " : "") + open.repeat(20_000) + "1" + close.repeat(20_000) + end;
        YaraRules rules = compile(() -> "rule deep { " + body + " }\nrule good { condition: true }");
        assertEquals("good", RuleProbe.matching(rules, "x"));
        assertFalse(RuleProbe.errors(rules).isEmpty());
    }

    @Test
    void deepRegexesLeaveOutOneRule() {
        String deep = "(".repeat(20_000) + "a" + ")".repeat(20_000);
        YaraRules rules =
                compile(() -> "rule deep { strings: $a = /" + deep + "/ condition: $a } rule good { condition: true }");
        assertEquals("good", RuleProbe.matching(rules, "x"));
    }

    @Test
    void hugeLiteralsAreTakenOrRefusedButNotLost() {
        String text = "ab".repeat(500_000);
        String hex = "61 62 ".repeat(200_000);
        YaraRules rules = compile(() -> "rule t { strings: $a = \"" + text
                + "\" condition: $a }\nrule h { strings: $a = { " + hex + "} condition: $a }\nrule r { strings: $a = /"
                + text + "/ condition: $a }\nrule good { condition: true }");
        assertEquals(4, rules.rules().size() + rules.leftOut().size(), rules.toString());
        assertEquals("good", RuleProbe.matching(rules, "ab"));
    }

    @Test
    void hugeRepeatsAreTakenOrRefusedButNotLost() {
        YaraRules rules = compile(() -> """
                rule a { strings: $a = /(a{1,30000}){1,30000}/ condition: $a }
                rule b { strings: $a = /((((a{1,99}){1,99}){1,99}){1,99}){1,99}/ condition: $a }
                rule c { strings: $a = /a{0,32767}b{0,32767}c{0,32767}/ condition: $a }
                rule good { condition: true }
                """);
        assertEquals(4, rules.rules().size() + rules.leftOut().size(), rules.toString());
        assertTrue(RuleProbe.matching(rules, "x").contains("good"));
    }

    @Test
    void anIdentifierOfAMegabyteIsAnError() {
        String name = "a".repeat(1 << 20);
        YaraRules rules = compile(
                () -> "rule " + name + " { condition: true }\nrule b { condition: " + name + " }\nrule c { strings: $"
                        + name + " = \"x\" condition: $" + name + " }\nrule good { condition: true }");
        assertTrue(RuleProbe.matching(rules, "x").endsWith("good"));
        assertTrue(
                RuleProbe.errors(rules).stream()
                        .allMatch(error -> error.toString().length() < 10_000),
                "messages stay readable");
    }

    @Test
    void tenThousandStringsCompileAndAreFound() {
        StringBuilder source = new StringBuilder("rule many { strings:\n");
        for (int i = 0; i < 10_000; i++) {
            source.append("$s").append(i).append(" = \"text").append(i).append(";\"\n");
        }
        source.append("condition: #s9999 == 1 and 2 of them }");
        YaraRules rules = compile(source::toString);
        assertEquals("many", RuleProbe.matching(rules, "text9999; text0;"));
        assertEquals("", RuleProbe.matching(rules, "text9999; text"));
    }

    @Test
    void moreThanTenThousandStringsAreAnError() {
        StringBuilder source = new StringBuilder("rule many { strings:\n");
        for (int i = 0; i <= 10_000; i++) {
            source.append("$s").append(i).append(" = \"text").append(i).append("\"\n");
        }
        YaraRules rules = compile(() -> source + "condition: any of them } rule good { condition: true }");
        assertEquals("ERROR_TOO_MANY_STRINGS", RuleProbe.errors(rules).get(0).code());
        assertEquals("good", RuleProbe.matching(rules, "text1"));
    }

    @Test
    void includesInACircleAreErrorsAndTheRestStays() {
        IncludeResolver circle = (path, from) -> new IncludeResolver.Included(
                path,
                ("include \"" + (path.equals("x") ? "y" : "x") + "\"\nrule of_" + path + " { condition: true }")
                        .getBytes(StandardCharsets.US_ASCII));
        YaraRules rules = assertTimeoutPreemptively(
                PLENTY,
                () -> YaraRules.builder()
                        .includes(circle)
                        .source("n", "main", "include \"x\"\nrule good { condition: true }")
                        .build());
        assertTrue(RuleProbe.matching(rules, "a").endsWith("good"));
        assertFalse(RuleProbe.errors(rules).isEmpty());
    }
}
