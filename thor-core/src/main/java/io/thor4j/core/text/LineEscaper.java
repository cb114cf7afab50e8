package io.thor4j.core.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes any text fit for one line of a log that a terminal shows. Stateless. */
final class LineEscaper {
    private LineEscaper() {}

    /** Returns the text with controls, line separators, bidirectional controls and lone surrogates replaced. */
    static String escape(String text) {
        StringBuilder escaped = null;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            String replacement = replacement(point);
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

    private static @Nullable String replacement(int point) {
        if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
            return String.format(Locale.ROOT, "\\x%02x", point);
        } else if (point < 0x61C) {
            return null;
        } else if (point == 0x61C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x2028 && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)) {
            return String.format(Locale.ROOT, "\\u{%04x}", point);
        }
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? "\uFFFD" : null;
    }
}
