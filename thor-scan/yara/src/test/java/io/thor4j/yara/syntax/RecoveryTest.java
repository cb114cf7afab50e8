package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.SyntaxTables.failed;
import static io.thor4j.yara.syntax.SyntaxTables.parse;
import static io.thor4j.yara.syntax.SyntaxTables.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad rule never costs the rest. */
class RecoveryTest {
    private static final String GOOD_1 = "rule good1 { strings: $a = \"x\" condition: $a }";
    private static final String GOOD_2 = "private rule good2 : tag { meta: m = \"rule x {\" condition: good1 }";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule bad { condition: true",
                "rule bad { strings: $a = \"x condition: $a }",
                "rule bad { strings: $a = \"x\ncondition: $a }",
                "rule bad { strings: $a = \"x\\\"\ncondition: $a }",
                "rule bad { meta: a = \"x\n condition: true }",
                "rule bad { strings: $a = x\" condition: $a }",
                "rule bad { strings: $a = /x condition: $a }",
                "rule bad { strings: $a = /*x/ condition: $a }",
                "rule bad { strings: $a = { 61 62 condition: $a }",
                "rule bad { strings: $a = { 61 62\n condition: $a",
                "rule bad { strings: $a = { 61 xx } condition: $a }",
                "rule bad { strings: $a = { 61 /* } condition: $a }",
                "rule bad { strings: $a = { 61 // } \n condition: $a }",
                "rule bad { strings: $a = 'it' condition: $a }",
                "rule bad { strings: $a = \"x\" private",
                "rule bad { strings: $a = \"\\q\" condition: $a }",
                "rule bad { strings: $a = \"\" condition: $a }",
                "rule bad : t t { condition: true }",
                "rule bad { condition: $a and }",
                "rule bad { condition: ((true) }",
                "rule bad { condition: (true)) }",
                "rule bad { condition: { } }",
                "rule bad { true }",
                "rule bad {",
                "rule bad }",
                "rule bad",
                "rule bad :",
                "rule bad { strings:",
                "rule bad { condition:",
                "rule bad { condition: for any i in (1..2) : ( true }",
                "rule bad { condition: \u201cx\u201d }",
                "rule bad { condition: /* rule in_comment { condition: true } */ }",
                "Rule bad { condition: true }",
                "rulee bad { condition: true }"
            })
    void goodRulesAroundABadOneSurvive(String bad) {
        ParsedSource parsed =
                parse(GOOD_1 + "\n" + bad + "\n" + GOOD_2 + "\nimport \"pe\"\nrule good3 { condition: pe.is_pe }");
        assertEquals("good1 good2 good3", rules(parsed));
        assertEquals("bad", failed(parsed));
        assertEquals(1, parsed.diagnostics().size(), parsed.diagnostics()::toString);
        assertEquals("bad", parsed.diagnostics().get(0).rule());
        assertEquals(
                "(import pe)", TreeDump.dump(new RuleFile(parsed.file().items().subList(2, 3))));
        assertTrue(((RuleDecl) parsed.file().items().get(1)).isPrivate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule bad { condition: ) }",
                "rule bad { strings: $a = \"x condition: $a }",
                "rule bad { strings: $a = /x condition: $a }",
                "rule bad { strings: $a = 'x' condition: $a }",
                "rule bad { strings: $a = { 61 condition: $a }",
                "rule bad { condition: true",
                "rule bad { strings: $a = \"\" condition: $a }"
            })
    void goodRulesOnTheSameLineSurvive(String bad) {
        ParsedSource parsed = parse(GOOD_1 + " " + bad
                + " rule good2 { strings: $x = \"foo\" condition: $x } rule good3 { condition: true }");
        assertEquals("good1 good2 good3", rules(parsed));
        assertEquals("bad", failed(parsed));
        assertEquals(1, parsed.diagnostics().size(), parsed.diagnostics()::toString);
    }

    @Test
    void everyBadRuleIsReported() {
        ParsedSource parsed = parse("""
                rule a { condition: }
                rule b { condition: true }
                rule c { strings: condition: true }
                rule 1d { condition: true }
                rule e { condition: = }
                """);
        assertEquals("b", rules(parsed));
        assertEquals("a c null e", failed(parsed));
        assertEquals(4, parsed.diagnostics().size());
        assertEquals("t:4:1", parsed.failedRules().get(2).position().toString());
        assertEquals("t:5:6", parsed.failedRules().get(3).position().toString());
    }

    @Test
    void severalMistakesInsideTokensAreAllReported() {
        ParsedSource parsed = parse("rule a { strings: $a = \"\\q\" xor xor $b = \"\\w\\p\" condition: any of them }");
        assertEquals(4, parsed.diagnostics().size(), parsed.diagnostics()::toString);
        assertEquals("a", failed(parsed));
    }

    @Test
    void stringsBeforeTheErrorAreKept() {
        ParsedSource parsed = parse("rule a { strings: $a = { 01 [-] } condition: $a ");
        assertEquals(1, parsed.failedRules().get(0).strings().size());
    }

    @Test
    void modifierOfABrokenStringIsNotTheNextRules() {
        ParsedSource parsed = parse("rule a { strings: $a = \"x\" = private\nrule b { condition: true }");
        assertEquals("b", rules(parsed));
        assertFalse(((RuleDecl) parsed.file().items().get(0)).isPrivate());
    }

    @Test
    void wordsInsideABadRuleBeginNothing() {
        ParsedSource parsed = parse(
                "rule a { meta: d = this rule is for import \"x\" and private rule things }\nrule b { condition: true }");
        assertEquals("(rule b true)", TreeDump.dump(parsed.file()));
        assertEquals(1, parsed.diagnostics().size());
    }

    @Test
    void commentedRulesStayComments() {
        ParsedSource parsed =
                parse("rule a { condition: ( \n/*\nrule c { condition: true }\n*/\n }\nrule b { condition: true }");
        assertEquals("b", rules(parsed));
    }

    @Test
    void junkBetweenRulesCostsNoRule() {
        ParsedSource parsed = parse(
                "rule a { condition: true } } ;\nrule b { condition: true }\n#!x\nglobal rule c { condition: true }");
        assertEquals("a b c", rules(parsed));
        assertEquals("", failed(parsed));
        assertEquals(2, parsed.diagnostics().size());
    }

    @Test
    void byteOrderMarkCostsNoRule() {
        ParsedSource parsed = parse("\ufeffrule a { condition: true }");
        assertEquals("a", rules(parsed));
        assertEquals(
                "[t:1:1: error: the source begins with a byte order mark (save it as UTF-8 without BOM)]",
                parsed.diagnostics().toString());
    }

    @Test
    void badImportCostsNoRule() {
        ParsedSource parsed = parse(
                "import pe\nrule a { condition: true }\nimport 'pe'\nimport \"pe\"\nimport\nrule b { condition: true }");
        assertEquals("(rule a true)\n(import pe)\n(rule b true)", TreeDump.dump(parsed.file()));
        assertEquals(3, parsed.diagnostics().size());
    }

    @Test
    void manyBadRulesTakeLinearTime() {
        ParsedSource parsed =
                parse("rule a { strings: $a = /* \n condition: \"\n }\n".repeat(20_000) + "rule b { condition: true }");
        assertTrue(parsed.diagnostics().size() > 1);
    }

    @Test
    void manyBadRulesOnOneLineTakeLinearTime() {
        ParsedSource parsed =
                parse("rule a { strings: $a = \"\\q\" condition: ) } ".repeat(20_000) + "rule b { condition: true }");
        assertEquals("b", rules(parsed));
        assertEquals(40_000, parsed.diagnostics().size());
    }
}
