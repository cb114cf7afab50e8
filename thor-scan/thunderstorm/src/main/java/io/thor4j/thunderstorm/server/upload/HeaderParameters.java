package io.thor4j.thunderstorm.server.upload;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a header, {@code ; name="file"; filename="C:\x"}, read as leniently as clients write them (thunderstorm.md section 4,
 * rule 5): a quoted value ends at the first quote behind which the header ends or another parameter begins, so bare quotes in it are part of it;
 * a backslash escapes only the specials of MIME. Immutable.
 */
final class HeaderParameters {
    private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

    private final Map<String, String> values = new LinkedHashMap<>();

    private HeaderParameters() {}

    /** Reads parameters; what cannot be understood is left out, the first of two with one name counts. */
    static HeaderParameters of(String text) {
        HeaderParameters parameters = new HeaderParameters();
        int at = 0;
        while (at < text.length()) {
            at = blanks(text, at);
            if (at < text.length() && text.charAt(at) == ';') {
                at++;
                continue;
            }
            int equals = nameEnd(text, at);
            if (equals < 0) {
                at = next(text, at);
                continue;
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int start = blanks(text, equals + 1);
            if (start < text.length() && text.charAt(start) == '"') {
                int close = close(text, start + 1);
                parameters.values.putIfAbsent(name, unescape(text.substring(start + 1, close)));
                at = Math.min(text.length(), close + 1);
            } else {
                int end = text.indexOf(';', start);
                end = end < 0 ? text.length() : end;
                parameters.values.putIfAbsent(name, text.substring(start, end).strip());
                at = end;
            }
        }
        return parameters;
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    private static int next(String text, int at) {
        int semicolon = text.indexOf(';', at);
        return semicolon < 0 ? text.length() : semicolon;
    }

    /* The equals sign behind a name that begins here, -1 when none does. */
    private static int nameEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                return i > from ? i : -1;
            }
            if (c == ';' || c == '"') {
                return -1;
            }
        }
        return -1;
    }

    /* The quote that ends a value. */
    private static int close(String text, int from) {
        int last = -1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && SPECIALS.indexOf(text.charAt(i + 1)) >= 0) {
                i++;
            } else if (c == '"') {
                last = i;
                if (ends(text, i + 1)) {
                    return i;
                }
            }
        }
        if (last >= 0) {
            return last;
        }
        /* A backslash before the last quote, or no quote at all. */
        return text.endsWith("\"") && text.length() > from ? text.length() - 1 : text.length();
    }

    /* Whether the header ends here, or another parameter begins. */
    private static boolean ends(String text, int from) {
        int at = blanks(text, from);
        if (at == text.length()) {
            return true;
        }
        if (text.charAt(at) != ';') {
            return false;
        }
        at = blanks(text, at + 1);
        int equals = nameEnd(text, at);
        return at == text.length() || (equals >= 0 && token(text, at, equals));
    }

    private static boolean token(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || SPECIALS.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length() && SPECIALS.indexOf(text.charAt(i + 1)) >= 0;
            plain.append(escape ? text.charAt(++i) : c);
        }
        return plain.toString();
    }
}
