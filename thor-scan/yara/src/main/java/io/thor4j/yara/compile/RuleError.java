package io.thor4j.yara.compile;

import io.thor4j.yara.syntax.Position;
import org.jspecify.annotations.Nullable;

/**
 * A rule cannot be compiled. Thrown from wherever in the rule the mistake is up to the loop over rules, which leaves the rule out; checked,
 * so that no path forgets it.
 */
final class RuleError extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String code;
    private final @Nullable String hint;

    RuleError(Position position, String code, String message, @Nullable String hint) {
        // No stack trace: it says nothing about rule text, and hostile text can raise very many.
        super(message, null, false, false);
        this.position = position;
        this.code = code;
        this.hint = hint;
    }

    RuleError(Position position, String code, String message) {
        this(position, code, message, null);
    }

    Position position() {
        return position;
    }

    String code() {
        return code;
    }

    @Nullable
    String hint() {
        return hint;
    }

    /** Returns what is wrong. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
