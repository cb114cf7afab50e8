package io.thor4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineEscaperTest {
    @Test
    void pathsStayAsTheyAreAndOnlyWhatLooksLikeAnEscapeIsEscaped() {
        assertEquals("C:\\Users\\x\\u{1}\\xZZ", LineEscaper.escape("C:\\Users\\x\\u{1}\\xZZ"));
        assertEquals("C:\\x5cx0a", LineEscaper.escape("C:\\x0a"));
        assertEquals("\\x5cu{202e}", LineEscaper.escape("\\u{202e}"));
        assertEquals("\\x0a\\x1b[31m\\u{202e}\\u{d800}", LineEscaper.escape("\n\u001b[31m\u202e\ud800"));
    }

    @Provide
    Arbitrary<String> nastyTexts() {
        return Arbitraries.of(
                        "\\", "x", "u", "{", "}", "0", "a", "5c", "202e", "d83d", "\n", "\u202e", "\ud83d", "\ude00",
                        "\u0085")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property
    void whatIsEscapedIsReadBackAndIsOneLine(@ForAll("nastyTexts") String text) {
        String escaped = LineEscaper.escape(text);
        assertEquals(text, LineEscaper.unescape(escaped));
        assertTrue(escaped.chars().noneMatch(c -> c < 0x20 || c == 0x202e || c == 0x85), escaped);
    }

    @Property
    void anyTextIsReadBack(@ForAll String text) {
        assertEquals(text, LineEscaper.unescape(LineEscaper.escape(text)));
    }
}
