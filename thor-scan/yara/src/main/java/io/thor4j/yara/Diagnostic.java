package io.thor4j.yara;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the compiler has to say about rule text: an error, which leaves the rule out, or a warning, which does not.
 * Immutable; threads may share it.
 *
 * @param severity error or warning
 * @param code libyara's name of the error ({@code ERROR_SYNTAX_ERROR}...), or {@code WARNING}; stable, for programs
 * @param source the source's name (a path as it was given, or what the caller named it)
 * @param line line in the source, from 1
 * @param column column in bytes, from 1
 * @param rule the rule's name, null when the place is outside any rule
 * @param message what is wrong and, for syntax errors, what was expected
 * @param hint what the author can do, null when nothing is known
 */
public record Diagnostic(
        Severity severity,
        String code,
        String source,
        int line,
        int column,
        @Nullable String rule,
        String message,
        @Nullable String hint) {

    /** How much it matters. */
    public enum Severity {
        /** The rule is left out. */
        ERROR,
        /** The rule stays in. */
        WARNING
    }

    /** Returns {@code source:line:column: error: message (hint)}, one line. */
    @Override
    public String toString() {
        return source + ":" + line + ":" + column + ": " + (severity == Severity.ERROR ? "error: " : "warning: ")
                + (rule == null ? "" : "rule " + rule + ": ") + message + (hint == null ? "" : " (" + hint + ")");
    }
}
