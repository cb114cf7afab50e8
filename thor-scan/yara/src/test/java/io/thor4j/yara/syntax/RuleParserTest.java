package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.SyntaxTables.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleParserTest {
    static Stream<String> conditions() {
        return SyntaxTables.read("conditions.txt").stream();
    }

    static Stream<String> strings() {
        return SyntaxTables.read("strings.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void conditionHasTheTreeOfTheTable(String line) {
        String[] sides = line.split(" => ", -1);
        ParsedSource parsed = parse("rule r { condition: " + sides[0] + " }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(sides[1], TreeDump.dump(only(parsed).condition()));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void stringsSectionHasTheTreeOfTheTable(String line) {
        String[] sides = line.split(" => ", -1);
        ParsedSource parsed = parse("rule r { strings: " + sides[0] + " condition: any of them }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(
                sides[1], only(parsed).strings().stream().map(TreeDump::dump).collect(Collectors.joining(" ")));
    }

    @Test
    void ruleHasItsModifiersTagsAndMeta() {
        ParsedSource parsed =
                parse("global private global rule r : t1 t2 { meta: a = \"x\\\"y\" b = 1 b = -2 c = true d = false "
                        + "strings: $a = \"x\" condition: $a }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(
                "(rule r private global :t1 :t2 (a \"x\"y\") (b 1) (b -2) (c true) (d false) ($a TEXT \"x\" ascii) $a)",
                TreeDump.dump(parsed.file()));
    }

    @Test
    void importsAndRulesKeepTheirOrder() {
        ParsedSource parsed =
                parse("import \"pe\" rule pe{condition:true}import\"math\"import \"pe\"rule b:c{condition:pe}");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(
                "(import pe)\n(rule pe true)\n(import math)\n(import pe)\n(rule b :c pe)",
                TreeDump.dump(parsed.file()));
    }

    @ParameterizedTest
    @CsvSource({"with", "include", "uint64", "pe", "_a", "private1", "float32", "A9"})
    void ordinaryIdentifiersMayNameRules(String name) {
        ParsedSource parsed = parse("rule " + name + " { condition: true }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(name, SyntaxTables.rules(parsed));
    }

    @Test
    void commentsAndBlanksStandAnywhere() {
        ParsedSource parsed =
                parse("// c\r\n/* rule x { */rule/**/r//\n{//}\n condition /* a\n */ : // \"\n1/**/+\t2 }//");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals("(rule r (ADD 1 2))", TreeDump.dump(parsed.file()));
    }

    @Test
    void hexStringMayHoldCommentsWithBracesOverSeveralLines() {
        ParsedSource parsed = parse("rule r { strings: $a = { 61 // } c\n 62 /* }\n */ 63\n} condition: $a }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals(
                "($a HEX \" 61 // } c\\x0a 62 /* }\\x0a */ 63\\x0a\" ascii)",
                TreeDump.dump(only(parsed).strings().get(0)));
    }

    @Test
    void nodesKnowTheirPositions() {
        RuleDecl rule = only(
                parse("rule r {\n strings:\n  $a = /b/\n  $h = { 61 }\n condition:\n  1 +\n   x.yy == 2 and $a\n}"));
        assertEquals("t:1:6", rule.position().toString());
        assertEquals("t:3:3", rule.strings().get(0).position().toString());
        assertEquals("t:3:9", rule.strings().get(0).bodyPosition().toString());
        assertEquals("t:4:9", rule.strings().get(1).bodyPosition().toString());
        Expr.And and = assertInstanceOf(Expr.And.class, rule.condition());
        assertEquals("t:6:3", and.position().toString());
        Expr.Binary equal = assertInstanceOf(Expr.Binary.class, and.operands().get(0));
        assertEquals("t:7:9", equal.operatorPosition().toString());
        Expr.Binary sum = assertInstanceOf(Expr.Binary.class, equal.left());
        assertEquals("t:6:5", sum.operatorPosition().toString());
        Expr.FieldAccess field = assertInstanceOf(Expr.FieldAccess.class, sum.right());
        assertEquals("t:7:4", field.position().toString());
        assertEquals("t:7:6", field.fieldPosition().toString());
        assertEquals("t:7:18", and.operands().get(1).position().toString());
    }

    @Test
    void columnsCountBytes() {
        RuleDecl rule = only(parse("/* é */ rule r { condition: \"é\" == x }"));
        assertEquals("t:1:10", new Position("t", 1, rule.position().column() - 5).toString());
        assertEquals(38, ((Expr.Binary) rule.condition()).right().position().column());
    }

    @Test
    void nulEndsTheSource() {
        ParsedSource parsed = parse("rule a { condition: true }\0");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals("a", SyntaxTables.rules(parsed));
    }

    @Test
    void textBehindNulIsWarnedOf() {
        ParsedSource parsed = parse("rule a { condition: true }\nx\0rule b { condition: true }");
        assertEquals(
                "t:2:2: warning: a NUL ends the source, 27 bytes are not read (if the source is UTF-16, save it as UTF-8)",
                parsed.diagnostics().get(1).toString());
    }

    @Test
    void openCommentAtTheEndIsAcceptedWithWarning() {
        ParsedSource parsed = parse("rule a { condition: true }\n /* open");
        assertEquals("a", SyntaxTables.rules(parsed));
        assertEquals(
                "[t:2:2: warning: the comment is never closed, what follows is not read (add */)]",
                parsed.diagnostics().toString());
    }

    @Test
    void emptySourceIsFine() {
        assertEquals(List.of(), parse("").diagnostics());
        assertEquals(List.of(), parse(" \r\n\t").file().items());
    }

    static RuleDecl only(ParsedSource parsed) {
        assertEquals(1, parsed.file().items().size());
        return (RuleDecl) parsed.file().items().get(0);
    }
}
