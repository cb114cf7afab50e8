package io.thor4j.licensing.file;

import java.nio.charset.StandardCharsets;

/** What a server answered instead of a licence (thor-scanner.md section 1.3: {@code Error: HTTP-401}). */
public final class ErrorText {
    private static final String PREFIX = "Error: HTTP-";
    private static final int SHOWN = 80;

    private ErrorText() {}

    /**
     * Returns the HTTP status that an error text names.
     *
     * @param file the bytes of the answer
     * @return the status, 0 when it names none
     */
    public static int status(byte[] file) {
        String text = beginning(file).strip();
        if (text.startsWith(PREFIX) && text.length() >= PREFIX.length() + 3) {
            int status = 0;
            for (int i = PREFIX.length(); i < PREFIX.length() + 3; i++) {
                char c = text.charAt(i);
                if (c < '0' || c > '9') {
                    return 0;
                }
                status = status * 10 + (c - '0');
            }
            return status;
        }
        return 0;
    }

    /** Returns the first words of a text, on one line. */
    static String shown(byte[] file) {
        StringBuilder line = new StringBuilder();
        String beginning = beginning(file);
        for (int i = 0; i < beginning.length(); i++) {
            char c = beginning.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        String text = line.toString().strip();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String beginning(byte[] file) {
        return new String(file, 0, Math.min(file.length, 4 * SHOWN), StandardCharsets.UTF_8);
    }
}
