package io.thor4j.yara.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.YaraRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each error of the compiler: code, place, message. */
class CompileErrorTest {
    static Stream<Arguments> errors() {
        return Stream.of(
                row(
                        "rule a { condition: true } rule a { condition: true }",
                        "ERROR_DUPLICATED_IDENTIFIER",
                        33,
                        "\"a\""),
                row(
                        "rule a { strings: $a = \"x\" $a = \"y\" condition: all of them }",
                        "ERROR_DUPLICATED_STRING_IDENTIFIER",
                        28,
                        "\"$a\""),
                row("rule a { strings: $a = \"x\" condition: true }", "ERROR_UNREFERENCED_STRING", 19, "\"$a\""),
                row("rule a { strings: $ = \"x\" condition: true }", "ERROR_UNREFERENCED_STRING", 19, "\"$\""),
                row("rule a { condition: $b }", "ERROR_UNDEFINED_STRING", 21, "\"$b\""),
                row("rule a { condition: any of them }", "ERROR_UNDEFINED_STRING", 28, "\"$*\""),
                row(
                        "rule a { strings: $a = \"x\" condition: any of ($b*) or $a }",
                        "ERROR_UNDEFINED_STRING",
                        47,
                        "\"$b*\""),
                row(
                        "rule a { strings: $a = \"x\" condition: $a and $ }",
                        "ERROR_MISPLACED_ANONYMOUS_STRING",
                        46,
                        "misplaced"),
                row("rule a { condition: b }", "ERROR_UNDEFINED_IDENTIFIER", 21, "\"b\""),
                row("rule b { condition: a } rule a { condition: true }", "ERROR_UNDEFINED_IDENTIFIER", 21, "\"a\""),
                row("rule a { condition: any of (b*) }", "ERROR_UNDEFINED_IDENTIFIER", 29, "\"b\""),
                row("rule a { condition: any of (a*) }", "ERROR_UNDEFINED_IDENTIFIER", 29, "\"a\""),
                row(
                        "rule a1 { condition: true } rule b { condition: any of (a*) } rule a2 { condition: true }",
                        "ERROR_IDENTIFIER_MATCHES_WILDCARD",
                        68,
                        "\"a2\""),
                row(
                        "rule a { condition: 1 + 9223372036854775807 == 0 }",
                        "ERROR_INTEGER_OVERFLOW",
                        23,
                        "\"1 + 9223372036854775807\""),
                row("rule a { condition: 4611686018427387904 * -2 < 0 }", "ERROR_INTEGER_OVERFLOW", 41, "*"),
                row("rule a { condition: ~9223372036854775807 \\ -1 == 0 }", "ERROR_INTEGER_OVERFLOW", 42, "\\"),
                row("rule a { condition: filesize \\ 0 == 0 }", "ERROR_DIVISION_BY_ZERO", 30, "division by zero"),
                row("rule a { condition: filesize % (2 - 2) == 0 }", "ERROR_DIVISION_BY_ZERO", 30, "division by zero"),
                row("rule a { condition: filesize << -1 == 0 }", "ERROR_INVALID_OPERAND", 33, "-1"),
                row("rule a { condition: \"a\" == 1 }", "ERROR_WRONG_TYPE", 25, "type mismatch"),
                row("rule a { condition: true } rule b { condition: a == 1 }", "ERROR_WRONG_TYPE", 50, "type mismatch"),
                row(
                        "rule a { condition: 5.0 % 2 == 1 }",
                        "ERROR_WRONG_TYPE", 21, "wrong type \"float\" for % operator"),
                row(
                        "rule a { condition: \"a\" + \"b\" == \"ab\" }",
                        "ERROR_WRONG_TYPE",
                        25,
                        "strings don't support \"+\" operation"),
                row(
                        "rule a { condition: 1 contains \"x\" }",
                        "ERROR_WRONG_TYPE",
                        21,
                        "wrong type \"integer\" for contains operator"),
                row("rule a { condition: \"x\" contains /x/ }", "ERROR_WRONG_TYPE", 34, "contains"),
                row(
                        "rule a { condition: uint8(\"a\") == 1 }",
                        "ERROR_WRONG_TYPE",
                        27,
                        "wrong type \"string\" for intXXXX or uintXXXX operator"),
                row("rule a { condition: ~1.5 == 1 }", "ERROR_WRONG_TYPE", 22, "wrong type \"float\" for ~ operator"),
                row(
                        "rule a { strings: $a = \"x\" condition: $a at \"1\" }",
                        "ERROR_WRONG_TYPE",
                        45,
                        "wrong type \"string\" for at operator"),
                row("rule a { strings: $a = \"x\" condition: $a in (1.0..2) }", "ERROR_WRONG_TYPE", 46, "lower bound"),
                row(
                        "rule a { strings: $a = \"x\" condition: $a in (1..\"2\") }",
                        "ERROR_WRONG_TYPE",
                        49,
                        "upper bound"),
                row(
                        "rule a { strings: $a = \"x\" condition: $a in (6..2) }",
                        "ERROR_INVALID_VALUE",
                        45,
                        "range lower bound must be less than upper bound"),
                row(
                        "rule a { strings: $a = \"x\" condition: $a in (-5..2) }",
                        "ERROR_INVALID_VALUE",
                        45,
                        "range lower bound can not be negative"),
                row("rule a { strings: $a = \"x\" condition: -1 of them }", "ERROR_INVALID_VALUE", 39, "\"-1\""),
                row("rule a { strings: $a = \"x\" condition: 1.5 of them }", "ERROR_INVALID_VALUE", 39, "float"),
                row("rule a { strings: $a = \"x\" condition: \"x\" of them }", "ERROR_INVALID_VALUE", 39, "\"x\""),
                row("rule a { strings: $a = \"x\" condition: /x/ of them }", "ERROR_INVALID_VALUE", 39, "regexp"),
                row(
                        "rule a { strings: $a = \"x\" condition: any of them at \"x\" }",
                        "ERROR_INVALID_VALUE",
                        54,
                        "integer"),
                row(
                        "rule a { strings: $a = \"x\" condition: 0% of them }",
                        "ERROR_INVALID_PERCENTAGE", 39, "percentage"),
                row(
                        "rule a { strings: $a = \"x\" condition: 101% of them }",
                        "ERROR_INVALID_PERCENTAGE", 39, "percentage"),
                row(
                        "rule a { condition: for any i in (1..2) : (for any i in (1..2) : (true)) }",
                        "ERROR_DUPLICATED_LOOP_IDENTIFIER",
                        44,
                        "\"i\""),
                row(
                        "rule a { condition: for any a in (1): (for any b in (1): (for any c in (1): (for any d in (1): (for any e in (1): (true))))) }",
                        "ERROR_LOOP_NESTING_LIMIT_EXCEEDED",
                        97,
                        "loop nesting"),
                row(
                        "rule a { strings: $a = \"x\" condition: for any of them : (for any of them : ($)) }",
                        "ERROR_NESTED_FOR_OF_LOOP",
                        58,
                        "can't be nested"),
                row(
                        "rule a { condition: for any s in (\"a\", 1) : (s == \"b\") }",
                        "ERROR_WRONG_TYPE",
                        40,
                        "enumerations must be all the same type"),
                row(
                        "rule a { condition: for any s in (1.0, 2.0) : (s == 1.0) }",
                        "ERROR_WRONG_TYPE",
                        35,
                        "wrong type for enumeration item"),
                row("rule a { condition: for any i, j in (1..2) : (true) }", "ERROR_SYNTAX_ERROR", 21, "expects 2"),
                row("rule a { condition: pe.is_pe }", "ERROR_UNDEFINED_IDENTIFIER", 21, "\"pe\""),
                row("import \"nosuch\" rule a { condition: nosuch.x }", "ERROR_UNKNOWN_MODULE", 37, "\"nosuch\""),
                row("rule a { strings: $a = { 61 [5-2] 62 } condition: $a }", "ERROR_INVALID_HEX_STRING", 0, "\"$a\""),
                row("rule a { strings: $a = /a{2,1}/ condition: $a }", "ERROR_INVALID_REGULAR_EXPRESSION", 0, "\"$a\""),
                row(
                        "rule a { strings: $a = /a.*b.*?c/ condition: $a }",
                        "ERROR_INVALID_REGULAR_EXPRESSION",
                        0,
                        "\"$a\""),
                row("rule a { condition: \"x\" matches /(/ }", "ERROR_INVALID_REGULAR_EXPRESSION", 0, ""));
    }

    private static Arguments row(String rule, String code, int column, String message) {
        return Arguments.of(rule, code, column, message);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void namesCodeAndPlace(String rule, String code, int column, String message) {
        List<Diagnostic> errors = RuleProbe.errors(RuleProbe.compile(rule));
        Diagnostic last = errors.get(errors.size() - 1);
        assertEquals(code, last.code(), last.toString());
        assertEquals(1, last.line());
        if (column > 0) {
            assertEquals(column, last.column(), last.toString());
        }
        assertTrue(last.message().contains(message), last.toString());
    }

    static Stream<Arguments> moduleErrors() {
        return Stream.of(
                row("tests.nofield == 1", "ERROR_INVALID_FIELD_NAME", 0, "\"nofield\""),
                row("tests", "ERROR_WRONG_TYPE", 0, "wrong usage of identifier \"tests\""),
                row("tests.integer_array", "ERROR_WRONG_TYPE", 0, "\"integer_array\""),
                row("tests.length", "ERROR_WRONG_TYPE", 0, "\"length\""),
                row("tests.integer_array[\"x\"] == 1", "ERROR_WRONG_TYPE", 0, "array indexes must be of integer type"),
                row("tests.struct_dict[1].i == 1", "ERROR_WRONG_TYPE", 0, "dictionary keys must be of string type"),
                row("tests.constants.one[0] == 1", "ERROR_NOT_INDEXABLE", 0, ""),
                row("tests.constants.one.two == 1", "ERROR_NOT_A_STRUCTURE", 0, ""),
                row("tests.constants(1) == 1", "ERROR_NOT_A_FUNCTION", 0, "\"constants\""),
                row("tests.length(1) == 1", "ERROR_WRONG_ARGUMENTS", 0, "wrong arguments for function \"length\""),
                row("tests.fsum(1, 2.0) == 3.0", "ERROR_WRONG_ARGUMENTS", 0, "\"fsum\""),
                row("for any k, v in tests.integer_array : (true)", "ERROR_SYNTAX_ERROR", 0, "single item"),
                row("for any k in tests.struct_dict : (true)", "ERROR_SYNTAX_ERROR", 0, "key,value pair"),
                row("for any i in tests.constants : (true)", "ERROR_WRONG_TYPE", 0, "not iterable"));
    }

    @ParameterizedTest
    @MethodSource("moduleErrors")
    void checksUsesOfModules(String condition, String code, int column, String message) {
        namesCodeAndPlace("import \"tests\" rule a { condition: " + condition + " }", code, column, message);
    }

    @Test
    void placesErrorsInsideBodiesOfSeveralLines() {
        Diagnostic error = RuleProbe.errors(
                        RuleProbe.compile("rule a {\n strings:\n  $a = { 61\n   6 }\n condition: $a }"))
                .get(0);
        assertEquals("ERROR_INVALID_HEX_STRING", error.code());
        assertEquals(4, error.line(), error.toString());
        assertEquals("a", error.rule());
    }

    @Test
    void refusesTooManyStrings() {
        StringBuilder rule = new StringBuilder("rule a { strings: ");
        for (int i = 0; i <= 10_000; i++) {
            rule.append("$a").append(i).append(" = \"s").append(i).append("\" ");
        }
        YaraRules rules =
                RuleProbe.compile(rule.append("condition: any of them }").toString());
        assertEquals("ERROR_TOO_MANY_STRINGS", RuleProbe.errors(rules).get(0).code());
    }

    static Stream<Arguments> hints() {
        return Stream.of(
                Arguments.of("rule a { strings: $abcd = \"x\" condition: $abce }", "did you mean \"$abcd\"?"),
                Arguments.of("rule first { condition: true } rule a { condition: frist }", "did you mean \"first\"?"),
                Arguments.of(
                        "import \"tests\" rule a { condition: tests.integer_aray[0] == 1 }",
                        "did you mean \"integer_array\"?"),
                Arguments.of("import \"mth\" rule a { condition: true }", "did you mean \"math\"?"),
                Arguments.of("rule a { condition: math.abs(-1) == 1 }", "add import \"math\" before the rule"),
                Arguments.of(
                        "rule a { condition: filename contains \"x\" }",
                        "an external variable has to be defined: --define NAME=VALUE, or YaraRules.Builder.define()"));
    }

    @ParameterizedTest
    @MethodSource("hints")
    void hintsAtTheRepair(String rule, String hint) {
        assertEquals(hint, RuleProbe.errors(RuleProbe.compile(rule)).get(0).hint());
    }

    static Stream<Arguments> warnings() {
        return Stream.of(
                Arguments.of(
                        "rule t { condition: for 0 i in (1..2) : (i == 3) }",
                        List.of("consider using \"none\" keyword, it is less ambiguous.")),
                Arguments.of(
                        "rule t { condition: \"a\" and \"b\" }",
                        List.of(
                                "using literal string \"a\" in a boolean operation.",
                                "using literal string \"b\" in a boolean operation.")),
                Arguments.of(
                        "rule t { condition: entrypoint == 0 }",
                        List.of(
                                "using deprecated \"entrypoint\" keyword. Use the \"entry_point\" function from PE module instead.")),
                Arguments.of(
                        "rule t { strings: $a = \"abcd\" $b = \"efgh\" condition: 3 of them }",
                        List.of("expression always false - requesting 3 of 2.")),
                Arguments.of(
                        "rule t { strings: $a = \"abcd\" $b = \"efgh\" condition: all of them at 0 }",
                        List.of("multiple strings at an offset is usually false.")),
                Arguments.of("rule t { strings: $a = \"abcd\" condition: all of them at 0 }", List.of()),
                Arguments.of(
                        "rule t { strings: $a = \"a\" condition: $a }",
                        List.of("string \"$a\" may slow down scanning")));
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warnsInTheWordsOfLibyara(String rule, List<String> expected) {
        YaraRules rules = RuleProbe.compileClean(rule);
        assertEquals(expected, RuleProbe.warnings(rules));
    }

    @Test
    void warnsOfUnknownEscapesOnlyWhenAsked() {
        String rule = "rule t { strings: $a = /abcd\\ce/ condition: $a and not \"x\" matches /\\y/ }";
        assertEquals(List.of(), RuleProbe.warnings(RuleProbe.compileClean(rule)));
        YaraRules strict =
                YaraRules.builder().strictEscape(true).source("n", "s", rule).build();
        assertEquals(2, RuleProbe.warnings(strict).size());
    }
}
