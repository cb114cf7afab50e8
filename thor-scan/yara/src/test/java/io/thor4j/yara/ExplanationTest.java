package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static YaraRules compile(String text) {
        YaraRules rules = YaraRules.builder()
                .define("limit", 5L)
                .source("default", "test", text)
                .build();
        assertEquals(List.of(), rules.leftOut());
        return rules;
    }

    private static Explanation explain(YaraRules rules, String name, String data) {
        YaraRule rule = rules.rule("default", name);
        assertNotNull(rule);
        return rules.scanner().explain(rule, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Explanation explain(String strings, String condition, String data) {
        String text =
                "rule t { " + (strings.isEmpty() ? "" : "strings: " + strings) + " condition: " + condition + " }";
        return explain(compile(text), "t", data);
    }

    private static String dump(ExplanationNode node) {
        StringBuilder out = new StringBuilder(node.toString());
        if (node.note() != null) {
            out.append(" [").append(node.note()).append(']');
        }
        if (!node.children().isEmpty()) {
            out.append(" {");
            node.children().forEach(child -> out.append(' ').append(dump(child)).append(';'));
            out.append(" }");
        }
        return out.toString();
    }

    @Test
    void showsEveryPartWithItsValue() {
        assertEquals(
                "filesize == 3 and $a at 1 = true {"
                        + " filesize == 3 = true { filesize = 3; 3 = 3; };"
                        + " $a at 1 = true [1 match: 0x1] { 1 = 1; }; }",
                dump(explain("$a = \"b\"", "filesize == 3 and $a at 1", "abc").condition()));
    }

    @Test
    void marksWhatWasNotEvaluated() {
        assertEquals(
                "false and filesize > 0 = false { false = false; filesize > 0 (not evaluated); }",
                dump(explain("", "false and filesize > 0", "abc").condition()));
    }

    @Test
    void showsUndefinedValues() {
        assertEquals(
                "uint8(9) == 1 = undefined { uint8(9) = undefined { 9 = 9; }; 1 (not evaluated); }",
                dump(explain("", "uint8(9) == 1", "abc").condition()));
    }

    @Test
    void showsTheRoundsOfALoop() {
        List<ExplanationNode> children =
                explain("", "for any i in (1..3) : (i == 2)", "").condition().children();
        List<String> rounds = children.stream()
                .filter(node -> node.kind() == ExplanationNode.Kind.ITERATION)
                .map(ExplanationNode::toString)
                .toList();
        assertEquals(List.of("i = 1 = false", "i = 2 = true"), rounds);
    }

    @Test
    void keepsTheFirstRoundsAndTheLastOfALongLoop() {
        ExplanationNode loop =
                explain("", "for any i in (1..100000) : (i == 50000)", "").condition();
        List<String> rounds = loop.children().stream()
                .filter(node -> node.kind() == ExplanationNode.Kind.ITERATION)
                .map(ExplanationNode::text)
                .toList();
        assertEquals(16, rounds.size());
        assertEquals("i = 15", rounds.get(14));
        assertEquals("i = 50000", rounds.get(15));
        assertEquals(49_984, loop.omitted());
    }

    @Test
    void boundsWhatNestedLoopsLeaveBehind() {
        String condition = "for all i in (1..30) : (for all j in (1..30) : (for all k in (1..30) :"
                + " (for all l in (1..30) : (i + j + k + l > 0))))";
        assertTrue(explain("", condition, "").condition().isTrue());
    }

    @Test
    void namesTheMembersOfASet() {
        assertEquals(
                "2 of them = false { 2 = 2; $a = true [1 match: 0x0]; $(2) = false [no match]; }",
                dump(explain("$a = \"ab\" $ = \"zz\"", "2 of them", "abc").condition()));
    }

    @Test
    void namesTheStringOfEachRound() {
        ExplanationNode loop = explain("$a = \"ab\" $b = \"zz\"", "for any of them : ($ at 7)", "abc")
                .condition();
        assertEquals("$ = $a = false", loop.children().get(1).toString());
        assertEquals("$ = $b = false", loop.children().get(2).toString());
    }

    @Test
    void namesWhatDecides() {
        assertEquals(
                "[filesize > 9 = false]",
                explain("", "filesize > 1 and (filesize > 9 or false) and filesize > 10", "abc").decisive().stream()
                        .filter(node -> node.kind() != ExplanationNode.Kind.CONSTANT)
                        .toList()
                        .toString());
        assertEquals(
                "[filesize > 2 = true]",
                explain("", "filesize > 9 or not filesize > 2 or filesize > 2", "abc")
                        .decisive()
                        .toString());
        assertEquals(
                "[$a = true]", explain("$a = \"a\"", "not $a", "abc").decisive().toString());
    }

    @Test
    void listsAllStringsPrivateOnesToo() {
        Explanation explanation = explain("$a = \"b\" private $b = { 61 ?? } $c = /x+/i wide", "all of them", "abcb");
        assertEquals(
                "$a \"b\" private [0x1:1:$a, 0x3:1:$a]; $b { 61 ?? } [0x0:2:$b]; $c /x+/i wide []",
                String.join(
                        "; ",
                        explanation.strings().stream()
                                .map(s -> s.identifier() + " " + s.text() + " " + s.matches())
                                .toList()));
        assertTrue(explanation.strings().get(0).isPrivate());
    }

    @Test
    void explainsRulesThatAreAskedForOnce() {
        YaraRules rules = compile("private rule a { condition: filesize > 9 } rule b { condition: a or a }"
                + " rule c { condition: b and 1 of (a, b) }");
        YaraRule c = rules.rules().get(2);
        byte[] data = new byte[3];
        assertEquals(
                "[default:b does not hold, default:a does not hold]",
                rules.scanner().explain(c, data, 0, 3, 1).references().toString());
        assertEquals(List.of(), rules.scanner().explain(c, data, 0, 3, 0).references());
        YaraRule b = rules.rules().get(1);
        assertEquals(
                "[default:a does not hold]",
                rules.scanner().explain(b, data, 0, 3, 5).references().toString());
    }

    @Test
    void tellsWhyARuleThatHoldsIsNotReported() {
        YaraRules rules = compile(
                "global rule g { condition: false } rule a { condition: true } private rule p { condition: true }");
        Explanation a = explain(rules, "a", "");
        assertTrue(a.holds());
        assertFalse(a.reported());
        assertEquals("[default:g]", a.heldBackBy().toString());
        assertEquals("[default:g does not hold]", a.references().toString());
        assertFalse(explain(rules, "p", "").reported());
    }

    @Test
    void explainsARuleThatAsksForItself() {
        Explanation explanation = explain(compile("rule r { condition: not r }"), "r", "");
        assertEquals("not r = true { r = false; }", dump(explanation.condition()));
        assertTrue(explanation.holds());
    }

    @Test
    void explainsLoadedRulesAlike() throws IOException {
        YaraRules rules = compile(
                "import \"pe\" rule t { strings: $a = \"ab\" nocase fullword"
                        + " condition: for any s in pe.sections : (s.name == \".text\") or #a == limit or $a in (0..filesize) }");
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rules.save(saved);
        YaraRules loaded = YaraRules.load(new ByteArrayInputStream(saved.toByteArray()));
        assertEquals(
                explain(rules, "t", "ab").condition(),
                explain(loaded, "t", "ab").condition());
    }

    @Test
    void refusesARuleOfAnotherSet() {
        YaraRules rules = compile("rule a { condition: true }");
        YaraRule other = compile("rule b { condition: true }").rules().get(0);
        YaraScanner scanner = rules.scanner();
        assertThrows(IllegalArgumentException.class, () -> scanner.explain(other, new byte[0]));
    }

    @Test
    void leavesTheScannerAsItWas() {
        YaraRules rules = compile("import \"console\" rule a { condition: console.log(\"x\") }");
        YaraScanner scanner = rules.scanner();
        scanner.explain(rules.rules().get(0), new byte[1]);
        assertEquals(List.of("x"), scanner.scan(new byte[1]).console());
    }

    @Test
    void explainsADeepCondition() {
        // Two nots cancel out, so each level has a pair of brackets with another operator.
        String condition = "(filesize > 0 and not ".repeat(1_000) + "true" + ")".repeat(1_000);
        Explanation explanation = explain("", condition, "a");
        assertEquals(explanation.holds(), explanation.condition().isTrue());
        assertEquals(2_000, explanation.condition().text().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(1 + filesize) * 2 - 3 == 7 % filesize",
                "filesize & 1 == 1 or -filesize < 0 or ~filesize > 0",
                "not (true and (false or filesize < 3))",
                "defined uint32be(0) and int16(filesize - 2) == 0xff",
                "filesize > 1.5 and filesize \\ 2 >= 1",
                "\"a\\\"b\\\\\\x00\" == \"x\" or \"abc\" matches /b\\/c/is",
                "\"abc\" icontains \"B\" and \"a\" startswith \"a\" and \"a\" iequals \"A\"",
                "$a and $a at 5 and $a in (1..filesize) and #a in (0..5) > 1 and @a[2] > !a[1]",
                "2 of them and any of ($a, $c) and none of ($b) in (0..9) and all of them at 0 and 50% of them",
                "for any of them : ($ at 3 and # > 1 and @[1] == 2)",
                "for all i in (1..3) : (for none j in (5, i, 7) : (i == j))",
                "for 2 i in (\"a\", \"b\") : (i == \"a\")",
                "for any i in pe.sections : (i.name == \".text\" and i.raw_data_size > pe.sections[0].raw_data_offset)",
                "for any i, i_value in pe.version_info : (i == \"x\" and i_value contains \"y\")",
                "pe.version_info[\"CompanyName\"] == \"x\" and pe.imports(\"a\", \"b\") and pe.exports(/x/i)",
                "limit > 3 and limit << 2 | 1 ^ 3 > 0 and entrypoint == 5",
            })
    void writesConditionsAsTheyCanBeReadAgain(String condition) {
        String strings = condition.contains("$") || condition.contains("them")
                ? "strings: $a = \"a\" $b = \"b\" $c = \"c\" "
                : "";
        String rule = "import \"pe\" rule t { " + strings + "condition: ";
        String used = strings.isEmpty() ? "" : " and any of them";
        String text = explain(compile(rule + condition + used + " }"), "t", "abc")
                .condition()
                .text();
        // Written once, it is as it stays.
        assertEquals(
                text,
                explain(compile(rule + text + " }"), "t", "abc").condition().text());
        assertEquals(
                (condition + used).replaceAll("[() ]|0x", ""),
                text.replace("255", "ff").replaceAll("[() ]|0x", ""));
    }
}
