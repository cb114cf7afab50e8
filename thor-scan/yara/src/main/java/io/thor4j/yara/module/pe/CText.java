package io.thor4j.yara.module.pe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes compared as the C library does in the "C" locale: only ASCII letters have two cases. */
final class CText {
    private CText() {}

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    static byte[] lower(byte[] text) {
        byte[] result = text.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) lower(result[i]);
        }
        return result;
    }

    static boolean equalsIgnoreCase(byte[] left, byte[] right) {
        return left.length == right.length && regionMatches(left, right);
    }

    /** Tells whether a text begins with an ASCII prefix. */
    static boolean startsWithIgnoreCase(byte[] text, String prefix) {
        byte[] bytes = prefix.getBytes(StandardCharsets.US_ASCII);
        return text.length >= bytes.length && regionMatches(text, bytes);
    }

    private static boolean regionMatches(byte[] text, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (lower(text[i]) != lower(prefix[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the text up to its first NUL: what a C function sees of it. */
    static byte[] cut(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                return Arrays.copyOf(text, i);
            }
        }
        return text;
    }
}
