package io.thor4j.yara.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.yara.RuleProbe;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator, with defined and undefined operands (yara-semantics.md, sections 7, 8 and 10). */
class ConditionTest {
    /** An undefined integer: nothing can be read there. */
    private static final String U = "uint8(filesize)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "not false",
                "1 == 1 and 2 != 3 and 1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3",
                "5 \\ 2 == 2 and -5 \\ 2 == -2 and -5 % 3 == -2",
                "7 & 3 == 3 and (4 | 1) == 5 and (6 ^ 3) == 5 and ~0 == -1",
                "1 << 3 == 8 and -16 >> 2 == -4 and 1 << 64 == 0 and -1 >> 64 == 0",
                "8 >> 2 == 2",
                "1.0 \\ 0 > 1.0",
                "0.1 + 0.2 == 0.3",
                "not 0.1 + 0.2 != 0.3",
                "1 < 1.5 and 2.0 == 2 and -(-1.5) == 1.5",
                "5 \\ 2.0 == 2.5 and 2.0 * 3 == 6 and 1 - 0.5 == 0.5",
                "\"abc\" contains \"b\" and \"abc\" contains \"\" and not \"abc\" contains \"B\"",
                "\"abc\" icontains \"B\" and \"abc\" startswith \"ab\" and \"abc\" istartswith \"AB\"",
                "\"abc\" endswith \"bc\" and \"abc\" iendswith \"BC\" and \"abc\" iequals \"aBc\"",
                "\"a\" < \"b\" and \"a\" <= \"a\" and \"b\" > \"a\" and \"ab\" > \"a\" and \"a\" != \"b\"",
                "\"\\x80\" < \"a\"",
                "\"foobar\" matches /o+b/",
                "filesize == 4 and filesize",
                "uint8(0) == 0x41 and uint16(0) == 0x4241 and uint16be(0) == 0x4142",
                "uint32(0) == 0x80434241 and uint32be(0) == 0x41424380",
                "int8(3) == -128 and uint8(3) == 128 and int16(2) == -32701 and int32(0) == -2143075775 and int32be(0) == 0x41424380",
                "not defined uint16(3) and not defined uint8(-1) and not defined uint32(9223372036854775807)",
                "\"a\"",
                "not \"\"",
                "/x/",
                "-0.0",
                "not 0.0",
                "for any i in (1..3) : (i == 2)",
                "for all i in (1..3) : (i > 0)",
                "for none i in (1..3) : (i > 3)",
                "for 2 i in (1, 2, 3) : (i > 1)",
                "for 0 i in (1..3) : (i > 3)",
                "for any s in (\"a\", \"b\") : (s == \"b\")",
                "for any i in (1..2) : (for any j in (i..3) : (i * j == 6))",
                "not for any i in (filesize..1) : (true)",
                "not for none i in (filesize..1) : (true)",
                "for any i in (9223372036854775806..9223372036854775807) : (i == 9223372036854775807)"
            })
    void holds(String condition) {
        assertEquals(true, RuleProbe.holds(condition, "ABC\u0080"));
    }

    static Stream<Arguments> undefined() {
        return Stream.of(
                        "U == 1",
                        "U != 1",
                        "U < 1",
                        "U <= 1",
                        "U > 1",
                        "U >= 1",
                        "1 == U",
                        "1 < U",
                        "U + 1 == 1",
                        "U - 1 == 1",
                        "U * 1 == 1",
                        "U \\ 1 == 1",
                        "U % 2 == 1",
                        "1 \\ U == 1",
                        "U & 1 == 1",
                        "U | 1 == 1",
                        "U ^ 1 == 1",
                        "U << 1 == 1",
                        "U >> 1 == 1",
                        "1 << U == 1",
                        "~U == 1",
                        "-U == 1",
                        "1 \\ (filesize - 4) == 0",
                        "1 % (filesize - 4) == 0",
                        "1 << (filesize - 5) == 0",
                        "1 >> (filesize - 5) == 0",
                        "(~9223372036854775807 + filesize - 4) \\ (filesize - 5) == 0",
                        "U == 1.0",
                        "U != 1.0",
                        "U <= 1.0",
                        "U > 1.0",
                        "U >= 1.0",
                        "U + 1.0 == 1.0",
                        "-(U + 1.0) == 0.0",
                        "uint8(U) == 1",
                        "U",
                        "not U",
                        "tests.undefined.i == 1",
                        "tests.undefined.f == 1.0",
                        "tests.undefined.f",
                        "tests.string_array[9] == \"x\"",
                        "tests.string_array[9] contains \"x\"",
                        "tests.string_array[9] matches /x/",
                        "tests.string_array[9] < \"x\"",
                        "tests.string_array[U] == \"x\"",
                        "tests.string_array[-1] == \"x\"",
                        "tests.struct_dict[\"none\"].i == 1",
                        "tests.length(tests.string_array[9]) == 1")
                .map(text -> Arguments.of(text.replace("U", U)));
    }

    @ParameterizedTest
    @MethodSource("undefined")
    void undefinedOperandsMakeTheResultUndefined(String condition) {
        assertEquals(false, RuleProbe.holds(condition, "ABCD"), condition);
        assertEquals(false, RuleProbe.holds("not (" + condition + ")", "ABCD"), "not " + condition);
        assertEquals(false, RuleProbe.holds("defined (" + condition + ")", "ABCD"), "defined " + condition);
        // and, or take it for false
        assertEquals(true, RuleProbe.holds("not ((" + condition + ") and true)", "ABCD"), "and");
        assertEquals(true, RuleProbe.holds("(" + condition + ") or true", "ABCD"), "or");
        assertEquals(true, RuleProbe.holds("not ((" + condition + ") or false)", "ABCD"), "or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // libyara exec.c:2200: the one comparison that is false
                "not (U < 1.0)",
                "not defined U and defined (U and true) and defined defined U",
                // an undefined quantifier is "all"
                "for U i in (1..2) : (i > 0)",
                "not for U i in (1..2) : (i > 1)",
                // loops over nothing are false, and defined
                "not for all i in (1..U) : (true)",
                "not for none i in (U..3) : (false)",
                "not for all x in tests.undefined_array_of_nothing : (true)",
                "for any i in (1, U, 3) : (not defined i)",
                "for all i in (1, 2) : (i == 1 or not defined U)",
                "not for any i in (1..3) : (U == 1)",
                "for none i in (1..3) : (U == 1)"
            })
    void undefinedValuesThatAreAskedFor(String condition) {
        if (!condition.contains("undefined_array")) {
            assertEquals(true, RuleProbe.holds(condition.replace("U", U), "ABCD"), condition);
        }
    }

    static Stream<Arguments> strings() {
        // data: aa.bb.aa
        return Stream.of(
                row("$a and $b and not $c", true),
                row("#a == 2 and #b == 1 and #c == 0", true),
                row("@a == 0 and @a[1] == 0 and @a[2] == 6 and !a == 2 and !a[2] == 2", true),
                row("not defined @a[0] and not defined @a[3] and not defined @a[-1] and not defined !c", true),
                row("$a at 6 and not $a at 3 and not $a at -1", true),
                row("$a in (1..6) and not $a in (1..5) and $a in (6..100)", true),
                row("$a in (filesize..1)", false),
                row("#a in (0..5) == 1 and #a in (0..9223372036854775807) == 2 and #a in (filesize..2) == 0", true),
                row("defined ($a at U)", false),
                row("defined ($a in (U..3))", false),
                row("defined #a in (0..U)", false),
                row("defined @a[U]", false),
                row("any of them and 2 of them and not all of them and not 3 of them", true),
                row("none of ($c)", true),
                row("0 of ($c)", true),
                row("0 of ($a)", false),
                row("2 of ($a, $a)", true),
                row("all of ($a, $b)", true),
                row("66% of them and not 67% of them", true),
                row("filesize% of them", true),
                row("defined (U% of them)", false),
                row("U of ($a, $b)", true),
                row("U of them", false),
                row("any of them at 3 and not any of them at 4 and 1 of ($a*) at 6", true),
                row("any of them in (1..3) and not all of ($a, $b) in (1..3)", true),
                row("none of them in (1..2)", true),
                row("defined (any of them at U)", false),
                row("defined (none of them in (U..3))", false),
                row("for any of them : ($ at 6)", true),
                row("for all of ($a, $b) : (# >= 1 and @ < 4)", true),
                row("for none of them : (# > 2)", true),
                row("for any of ($a) : (for any i in (1..#) : (@[i] == 6))", true),
                row("for 2 of them : (! == 2)", true),
                row("for U of ($a, $b) : ($)", true),
                row("for any of them : (defined @[2])", true));
    }

    private static Arguments row(String condition, boolean expected) {
        return Arguments.of(condition.replace("U", U), expected);
    }

    @ParameterizedTest
    @MethodSource("strings")
    void stringsInConditions(String condition, boolean expected) {
        String rule = "rule t { strings: $a = \"aa\" $b = \"bb\" $c = \"cc\" condition: (" + condition
                + ") and ($a or $b or $c or true) }";
        assertEquals(expected ? "t" : "", RuleProbe.matching(RuleProbe.compileClean(rule), "aa.bb.aa"), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for any x in tests.struct_array : (x.i == 1)",
                "for any k, v in tests.struct_dict : (k == \"foo\" and v.i == 1)",
                "for any s in tests.string_array : (s == \"foo\")",
                "not for any x in tests.empty_struct_array : (true)",
                "not for all x in tests.empty_struct_array : (true)",
                "tests.struct_dict[\"foo\"].s == \"foo\"",
                "tests.constants.one + tests.constants.two == 3",
                "tests.length(\"dummy\") == 5 and tests.empty() == \"\"",
                "tests.match(/foo/, \"a foo\") == 3 or tests.match(/foo/, \"a foo\") != -2"
            })
    void modules(String condition) {
        assertEquals(true, RuleProbe.holds(condition, "dummy"), condition);
    }
}
