package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTextTest {
    @Test
    void harmlessTextStaysAsItIs() {
        String text = "C:\\Users\\Jürgen\\文件 \ud83d\ude00.txt";
        assertSame(text, ScreenText.escape(text));
    }

    /** The characters are given as hexadecimal UTF-16 units, since source text hides them. */
    @ParameterizedTest
    @CsvSource({
        "000a, \\n",
        "000d, \\r",
        "0009, \\t",
        "001b, \\x1b",
        "0000, \\x00",
        "007f, \\x7f",
        "009b, \\x9b",
        "202e, \\u202e",
        "2028, \\u2028",
        "2066, \\u2066",
        "d800, \\ud800",
        "dc00, \\udc00",
        "feff, \\ufeff",
    })
    void hostileCharactersAreShownEscaped(String unit, String shown) {
        char c = (char) Integer.parseInt(unit, 16);
        assertEquals("a" + shown + "b", ScreenText.escape("a" + c + "b"));
    }

    @Test
    void aSurrogateAtEitherEndIsEscaped() {
        assertEquals("\\udc00a\\ud800", ScreenText.escape("\udc00a\ud800"));
    }
}
