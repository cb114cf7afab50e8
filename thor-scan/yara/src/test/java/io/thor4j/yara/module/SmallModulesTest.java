package io.thor4j.yara.module;

import static io.thor4j.yara.module.ModuleProbe.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.yara.spi.RegexArgument;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules string, time, console and tests. */
class SmallModulesTest {
    private static final String NONE = "undefined";

    private static ModuleProbe string() {
        return new ModuleProbe(new StringModule(), new byte[0]);
    }

    /** Verdicts of libyara 4.5.8 (conformance cases string-L*, probes string-*) and ISO C, strtoll. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"1234\", 1234",
                "\" +1\", 1",
                "\" 5\", 5",
                "\"\t\n\u000b\f\r 5\", 5",
                "\"5 \", undefined",
                "\"+5\", 5",
                "\"-10\", -10",
                "\"-010\", -8",
                "\"0x10\", 16",
                "\"0X1f\", 31",
                "\"010\", 8",
                "\"08\", undefined",
                "\"0\", 0",
                "\"-0\", 0",
                "\"0b1\", undefined",
                "\"1a\", undefined",
                "\"+-1\", undefined",
                "\"\", undefined",
                "\"   -\", undefined",
                "\" +0x\", undefined",
                "\"0x\", undefined",
                "\"0xg\", undefined",
                "\"9223372036854775807\", 9223372036854775807",
                "\"9223372036854775808\", undefined",
                "\"-9223372036854775808\", -9223372036854775808",
                "\"-9223372036854775809\", undefined",
                "\"99999999999999999999\", undefined",
                "\"0x7fffffffffffffff\", 9223372036854775807",
                "\"0x8000000000000000\", undefined",
            })
    void readsNumbersAsStrtoll(String text, String expected) {
        assertEquals(expected.equals(NONE) ? null : (Object) Long.valueOf(expected), string().call("to_int", text));
    }

    @ParameterizedTest
    @CsvSource({
        "010, 0, 8",
        "0x10, 0, 16",
        "10, 0, 10",
        "011, 8, 9",
        "-011, 0, -9",
        "0xff, 16, 255",
        "ff, 16, 255",
        "010, 10, 10",
        "0x10, 10, undefined",
        "zz, 36, 1295",
        "102, 2, undefined",
        "1, -1, undefined",
        "1, 1, undefined",
        "1, 37, undefined",
        "1, 4294967298, undefined",
    })
    void readsNumbersOfABase(String text, long base, String expected) {
        assertEquals(
                expected.equals(NONE) ? null : (Object) Long.valueOf(expected), string().call("to_int", text, base));
    }

    @Test
    void readsNumbersUpToTheFirstNul() {
        assertEquals(1L, string().call("to_int", "1\0"));
        assertEquals(12L, string().call("to_int", "12\0zz"));
        assertNull(string().call("to_int", "\0" + "1"));
    }

    @Property
    void readsBackWhatJavaPrints(@ForAll long number, @ForAll @IntRange(min = 2, max = 36) int base) {
        assertEquals(number, string().call("to_int", Long.toString(number, base), base));
    }

    @Test
    void lengthCountsBytes() {
        assertEquals(7L, string().call("length", "AXS\0ERS"));
        assertEquals(2L, string().call("length", "\u00c3\u00a9"));
        assertEquals(0L, string().call("length", ""));
    }

    @Test
    void nowIsTheClocksSecond() {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_999L), ZoneOffset.UTC);
        assertEquals(1_700_000_000L, new ModuleProbe(new TimeModule(clock), new byte[0]).call("now"));
    }

    @Test
    void consoleWritesOneLineACall() {
        ModuleProbe probe = new ModuleProbe(new ConsoleModule(), new byte[0]);
        Object[][] calls = {
            {"log", "a\0b\u00ffc\n"},
            {"log", ""},
            {"log", "v=", 5},
            {"log", 7},
            {"log", -7},
            {"log", 1.5},
            {"log", "f=", 1.5},
            {"log", 0.1},
            {"log", 1e20},
            {"log", -0.0},
            {"log", 0.0000015},
            {"log", 123456.7890125},
            {"log", Double.NEGATIVE_INFINITY},
            {"log", "m\n\u0080", "x\ty\0z"},
            {"log", "a\0b", 5},
            {"log", "a\"\\b\u007f\u00a0"},
            {"hex", 16},
            {"hex", -1},
            {"hex", "h=", 255},
            {"hex", "x: ", -255},
        };
        for (Object[] call : calls) {
            Object[] arguments = java.util.Arrays.copyOfRange(call, 1, call.length);
            assertEquals(1L, probe.call((String) call[0], arguments));
        }
        List<String> expected = List.of(
                "a\\x00b\\xffc\\x0a",
                "",
                "v=5",
                "7",
                "-7",
                "1.500000",
                "f=1.500000",
                "0.100000",
                "100000000000000000000.000000",
                "-0.000000",
                "0.000002",
                "123456.789012",
                "-inf",
                "m\n\u0080x\\x09y\\x00z",
                "a5",
                "a\"\\b\\x7f\\xa0",
                "0x10",
                "0xffffffffffffffff",
                "h=0xff",
                "x: 0xffffffffffffff01");
        assertEquals(expected, probe.console);
    }

    @Test
    void testsModuleAnswersAsLibyaras() {
        ModuleProbe probe = new ModuleProbe(new TestsModule(), bytes("dummy"));
        assertEquals(3L, probe.call("isum", 1, 2));
        assertEquals(6L, probe.call("isum", 1, 2, 3));
        assertEquals(3.0, probe.call("fsum", 1.0, 2.0));
        assertEquals(6.0, probe.call("fsum", 1.0, 2.0, 3.0));
        assertEquals("foo", probe.call("foobar", 1));
        assertEquals("bar", probe.call("foobar", 2));
        assertEquals("oops", probe.call("foobar", 3));
        assertEquals(5L, probe.call("length", "dummy"));
        assertEquals(1L, probe.call("length", "a\0b"));
        assertEquals("", probe.call("empty"));
        assertThrows(IllegalArgumentException.class, () -> probe.call("isum", 1));
        assertEquals(4L, probe.call("match", new FixedRegex(4), "abbbc"));
        assertEquals(-1L, probe.call("match", new FixedRegex(-1), "abbbc"));
        assertNull(probe.get("undefined.i"));
        assertNull(probe.get("struct_array[0].i"));
        assertEquals(1L, probe.get("struct_array[1].i"));
        assertEquals(256L, probe.get("integer_array[256]"));
        assertEquals("foo\0bar", probe.get("string_array[3]"));
        assertNull(probe.get("string_array[4]"));
        assertNull(probe.get("string_dict.undefined"));
        assertEquals("foo", probe.get("constants.foo"));
    }

    private record FixedRegex(int length) implements RegexArgument {
        @Override
        public boolean matches(byte[] text) {
            return length >= 0;
        }

        @Override
        public int length(byte[] text) {
            return length;
        }
    }

    /** The output of {@code yara -D} 4.2.3 for {@code import "tests"}. */
    @Test
    void dumpsAsTheYaraCommand() {
        ModuleProbe probe = new ModuleProbe(new TestsModule(), bytes("dummy"), bytes("a\"b\\c\t\u007f"));
        assertEquals("""
                tests
                \tempty_struct_array
                \tempty_struct_dict
                \tstruct_dict
                \t\tfoo
                \t\t\ti = 1
                \t\t\ts = "foo"
                \tstruct_array
                \t\t[1]
                \t\t\ti = 1
                \t\t\ts = YR_UNDEFINED
                \tstring_dict
                \t\tfoo = "foo"
                \t\tbar = "bar"
                \tinteger_dict
                \tstring_array
                \t\t[0] = "foo"
                \t\t[1] = "bar"
                \t\t[2] = "baz"
                \t\t[3] = "foo\\x00bar"
                \tinteger_array
                \t\t[0] = 0
                \t\t[1] = 1
                \t\t[2] = 2
                \t\t[256] = 256
                \tmodule_data = "a"b\\c\\x09\\x7f"
                \tundefined
                \t\tf = nan
                \t\ti = YR_UNDEFINED
                \tconstants
                \t\tempty = ""
                \t\tfoo = "foo"
                \t\ttwo = 2
                \t\tone = 1
                """, ModuleDump.of("tests", probe.root(), () -> false));
    }
}
