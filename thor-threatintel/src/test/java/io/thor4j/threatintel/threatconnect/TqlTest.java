package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TqlTest {
    @Test
    void aPersonsFilterStandsInParentheses() {
        assertEquals(
                "lastModified GEQ \"2023-11-28T00:00:00Z\" AND (rating > 3 OR confidence > 80)",
                Tql.ALL
                        .and("lastModified", "GEQ", Tql.quote(Instant.parse("2023-11-28T00:00:00.990Z")))
                        .andFilter(" rating > 3 OR confidence > 80 ")
                        .toString());
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertEquals("\"a\\\"b\\'c\\`d\\\\e\"", Tql.quote("a\"b'c`d\\e"));
        assertEquals(
                "ownerName IN (\"x\\\") OR (1=1\", \"y\")",
                Tql.ALL.andIn("ownerName", List.of("x\") OR (1=1", "y")).toString());
    }

    @Test
    void nothingIsAddedForNothing() {
        assertSame(Tql.ALL, Tql.ALL.andFilter("  ").andIn("ownerName", List.of()));
        assertEquals("", Tql.ALL.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1) OR (b = 2", "a = \"x", "(a = 1", "a = 'x\\'", "a = 1)"})
    void aFilterThatWouldBreakOutIsRefused(String filter) {
        assertThrows(IllegalArgumentException.class, () -> Tql.ALL.andFilter(filter));
    }

    @Test
    void parenthesesInAQuoteDoNotCount() {
        assertEquals(
                "(summary = \"a)b\\\")\")",
                Tql.ALL.andFilter("summary = \"a)b\\\")\"").toString());
    }
}
