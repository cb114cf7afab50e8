package io.thor4j.cli;

/**
 * Makes hostile text (file names, matched data, what rules say) fit to be printed: a name with a line feed must not look like two lines,
 * and one with ESC must not reprogram the terminal. Stateless.
 */
public final class ScreenText {
    private ScreenText() {}

    /**
     * Returns the text with control characters, line separators, bidirectional controls and lone surrogates as {@code \n}, {@code \x1b} or
     * {@code \}{@code u202e}. Backslashes stay as they are, since they are what Windows paths are made of.
     *
     * @param text any text
     */
    public static String escape(String text) {
        int first = 0;
        while (first < text.length() && !isHostile(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isHostile(text, i)) {
                safe.append(c);
            } else {
                switch (c) {
                    case '\n' -> safe.append("\\n");
                    case '\r' -> safe.append("\\r");
                    case '\t' -> safe.append("\\t");
                    default -> safe.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
                }
            }
        }
        return safe.toString();
    }

    private static boolean isHostile(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x80) {
            return c < ' ' || c == 0x7f;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
