package io.thor4j.core.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes any text fit for one line of a log that a terminal shows, so that it can be read back. Stateless.
 *
 * <p>C0 and C1 controls become {@code \xNN}; line separators, bidirectional controls and lone surrogates {@code \}{@code u{NNNN}}. A
 * backslash stays as it is, because Windows paths are made of them, unless what follows would read as one of these escapes: only then it
 * becomes {@code \x5c}.
 */
public final class LineEscaper {
    /** Characters of the longest escape, without the last. */
    static final int MAX_ESCAPE = 7;

    private LineEscaper() {}

    /**
     * Returns the text as a part of one line.
     *
     * @param text any text
     * @return the text itself when there is nothing to escape
     */
    public static String escape(String text) {
        StringBuilder escaped = null;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            String replacement = point == '\\' ? backslash(text, i) : replacement(point);
            if (replacement != null && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                if (replacement != null) {
                    escaped.append(replacement);
                } else {
                    escaped.appendCodePoint(point);
                }
            }
            i += Character.charCount(point);
        }
        return escaped == null ? text : escaped.toString();
    }

    /**
     * Returns a line in ASCII: all other characters become {@code \}{@code u{NNNN}}, one or two of them each, which {@link #unescape} reads.
     *
     * @param escaped what {@link #escape} returned
     */
    public static String toAscii(String escaped) {
        if (escaped.chars().allMatch(c -> c < 0x80)) {
            return escaped;
        }
        StringBuilder ascii = new StringBuilder(escaped.length() + 16);
        escaped.chars().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u{%04x}", c));
            }
        });
        return ascii.toString();
    }

    /**
     * Returns the text that {@link #escape} was given.
     *
     * @param escaped what it returned
     */
    public static String unescape(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            int end = escapeEnd(escaped, i);
            if (end < 0) {
                text.append(escaped.charAt(i));
                i++;
            } else {
                boolean hex = escaped.charAt(i + 1) == 'x';
                int point = Integer.parseInt(escaped, hex ? i + 2 : i + 3, hex ? end : end - 1, 16);
                text.appendCodePoint(point);
                i = end;
            }
        }
        return text.toString();
    }

    private static @Nullable String backslash(String text, int at) {
        return escapeEnd(text, at) < 0 ? null : "\\x5c";
    }

    /* Returns the end of the escape that begins there, -1 when none does. */
    private static int escapeEnd(String text, int at) {
        if (text.charAt(at) != '\\' || at + 3 >= text.length()) {
            return -1;
        }
        if (text.charAt(at + 1) == 'x') {
            return isHex(text.charAt(at + 2)) && isHex(text.charAt(at + 3)) ? at + 4 : -1;
        }
        if (text.charAt(at + 1) != 'u' || text.charAt(at + 2) != '{') {
            return -1;
        }
        int close = at + 7;
        if (close >= text.length() || text.charAt(close) != '}') {
            return -1;
        }
        for (int i = at + 3; i < close; i++) {
            if (!isHex(text.charAt(i))) {
                return -1;
            }
        }
        return close + 1;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static @Nullable String replacement(int point) {
        if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
            return String.format(Locale.ROOT, "\\x%02x", point);
        } else if (point < 0x61C) {
            return null;
        } else if (point == 0x61C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x2028 && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return String.format(Locale.ROOT, "\\u{%04x}", point);
        }
        return null;
    }
}
