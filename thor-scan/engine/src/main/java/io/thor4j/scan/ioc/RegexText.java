package io.thor4j.scan.ioc;

import org.jspecify.annotations.Nullable;

/** Tells plain texts from regexes in columns that may hold either. Stateless. */
final class RegexText {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private RegexText() {}

    /** Tells whether a text holds no character that is special in a regex. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> SPECIAL.indexOf(c) < 0);
    }

    /**
     * Reads a text in which special characters are escaped (thor-scanner.md section 2.2, handles and pipes).
     *
     * @return the text without escapes; null when a special character stands unescaped, so that it is a regex
     */
    static @Nullable String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length() && !Character.isLetterOrDigit(text.charAt(i + 1));
            if (escape) {
                plain.append(text.charAt(++i));
            } else if (c != '\\' && SPECIAL.indexOf(c) >= 0) {
                return null;
            } else {
                /* A backslash before a letter: Global\name, written without care. */
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
