package io.thor4j.cli.conformance;

/** Text of a case on one line of at most so many characters. Stateless. */
final class OneLine {
    /** Characters of a rule or difference that a line shows: a screen line or three. */
    private static final int MAX_CHARS = 300;

    private OneLine() {}

    /** Replaces runs of blanks and control characters by one blank, and cuts. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        boolean blank = false;
        for (int i = 0; i < text.length() && line.length() < MAX_CHARS; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || Character.isISOControl(c)) {
                blank = line.length() > 0;
            } else {
                if (blank) {
                    line.append(' ');
                    blank = false;
                }
                line.append(c);
            }
        }
        if (line.length() >= MAX_CHARS) {
            line.append("...");
        }
        return line.toString();
    }
}
