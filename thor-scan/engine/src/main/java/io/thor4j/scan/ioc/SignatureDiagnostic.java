package io.thor4j.scan.ioc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something in a signature file that is not as it should be. Immutable.
 *
 * @param severity whether the line was left out
 * @param file the file, relative to its folder
 * @param line from 1; 0 when it is about the whole file
 * @param column in characters from 1; 0 when it is about the whole line
 * @param reason what is wrong, one line
 * @param hint what to do about it; null when nothing is known
 */
public record SignatureDiagnostic(
        Severity severity,
        String file,
        int line,
        int column,
        String reason,
        @Nullable String hint) {
    /** What became of the line. */
    public enum Severity {
        /** It is used, but perhaps not as its author meant it. */
        WARNING,
        /** It is left out. */
        ERROR
    }

    /** Returns {@code file:line:column: error: reason (hint)}. */
    @Override
    public String toString() {
        return file
                + (line == 0 ? "" : ":" + line + (column == 0 ? "" : ":" + column))
                + ": "
                + severity.name().toLowerCase(Locale.ROOT)
                + ": "
                + reason
                + (hint == null ? "" : " (" + hint + ")");
    }
}
