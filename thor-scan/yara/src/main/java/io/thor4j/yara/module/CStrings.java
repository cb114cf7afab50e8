package io.thor4j.yara.module;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as C functions see them. */
public final class CStrings {
    private CStrings() {}

    /** Returns how many bytes stand before the first NUL, all when there is none. */
    public static int length(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                return i;
            }
        }
        return text.length;
    }

    /** Returns the bytes before the first NUL. */
    public static byte[] cut(byte[] text) {
        int length = length(text);
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** Returns the text with everything but printable ASCII (0x20..0x7e) as {@code \xHH}, lower-case; the backslash stays. */
    public static String printable(byte[] text) {
        StringBuilder result = new StringBuilder(text.length);
        for (byte b : text) {
            if (b >= 0x20 && b < 0x7f) {
                result.append((char) b);
            } else {
                result.append("\\x")
                        .append(Character.forDigit(b >> 4 & 0xf, 16))
                        .append(Character.forDigit(b & 0xf, 16));
            }
        }
        return result.toString();
    }

    /** Returns the bytes as text, one char a byte. */
    public static String latin1(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
