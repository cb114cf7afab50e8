package io.thor4j.yara.module.cuckoo.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static Object read(String text) {
        return JsonText.read(text.getBytes(StandardCharsets.UTF_8), "m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | []",
                "{} | {}",
                " [ 1 , -2 ] | [1, -2]",
                "[9223372036854775807, 0, -0] | [9223372036854775807, 0, 0]",
                "[1.5, 1e2, 2E-1, 0.25] | [1.5, 100.0, 0.2, 0.25]",
                "[true, false, null] | [true, false, null]",
                "{\"a\": {\"b\": [\"c\"]}} | {a={b=[c]}}",
                "{\"a\": 1, \"a\": 2} | {a=2}",
                "[\"\\u0041\\/\\\\\\\"\"] | [A/\\\"]",
                "[\"\u00e9\\u00e9\"] | [\u00e9\u00e9]",
            })
    void readsJson(String text, String expected) {
        assertEquals(expected, read(text).toString());
    }

    @Test
    void readsEscapesOfControlCharactersAndPairs() {
        assertEquals(List.of("\b\f\n\r\t\0"), read("[\"\\b\\f\\n\\r\\t\\u0000\"]"));
        assertEquals(List.of("\ud83d\ude00"), read("[\"\\ud83d\\ude00\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "\"a\"",
                "null",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "[] x",
                "[01]",
                "[-]",
                "[1.]",
                "[.5]",
                "[1e]",
                "[+1]",
                "[9223372036854775808]",
                "[1e999]",
                "[tru]",
                "[nul]",
                "[\"",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"\\ud800\"]",
                "[\"\\udc00\"]",
                "[\"\n\"]",
                "['a']",
                "[1 2]",
                "{\"a\" 1}",
                "// c\n[]",
                "\ufeff[]",
                "[NaN]"
            })
    void rejectsWhatIsNotJson(String text) {
        MalformedInputException error = assertThrows(MalformedInputException.class, () -> read(text));
        assertEquals("The data given for the module m is not JSON", error.reason());
        assertNotNull(error.position());
    }

    @Test
    void rejectsWhatIsNotUtf8() {
        assertThrows(
                MalformedInputException.class, () -> JsonText.read(new byte[] {'[', '"', (byte) 0xff, '"', ']'}, "m"));
    }

    @Test
    void bearsSomeNestingOnly() {
        assertNotNull(read("[".repeat(512) + "]".repeat(512)));
        assertThrows(MalformedInputException.class, () -> read("[".repeat(513) + "]".repeat(513)));
        assertThrows(MalformedInputException.class, () -> read("{\"a\":".repeat(1_000_000)));
    }

    @Test
    void findsNothingInValuesOfAnotherKind() {
        assertEquals(null, JsonText.member(List.of(), "a"));
        assertEquals(null, JsonText.member(null, "a"));
        assertEquals(1, JsonText.member(Map.of("a", 1), "a"));
        assertEquals(List.of(), JsonText.elements("a"));
    }

    @Property
    void endsOnAnyText(@ForAll @CharRange(from = ' ', to = '~') String text) {
        try {
            assertTrue(read("[" + text + "]") instanceof List);
        } catch (MalformedInputException expected) {
            assertEquals("pass a JSON report", expected.hint());
        }
    }
}
