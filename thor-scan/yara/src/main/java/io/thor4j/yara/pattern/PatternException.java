package io.thor4j.yara.pattern;

import org.jspecify.annotations.Nullable;

/** A string's body cannot be compiled. Checked, because every caller turns it into a diagnostic with the rule's position. */
public final class PatternException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int offset;
    private final @Nullable String hint;

    /**
     * Makes the error.
     *
     * @param code libyara's name of it, such as {@code ERROR_INVALID_HEX_STRING}
     * @param offset where in the body, bytes from its begin
     * @param message what is wrong
     * @param hint what the author can do, or null
     */
    public PatternException(String code, int offset, String message, @Nullable String hint) {
        super(message);
        this.code = code;
        this.offset = offset;
        this.hint = hint;
    }

    /** Returns libyara's name of the error. */
    public String code() {
        return code;
    }

    /** Returns where in the body it is, bytes from its begin. */
    public int offset() {
        return offset;
    }

    /** Returns what the author can do, null when nothing is known. */
    public @Nullable String hint() {
        return hint;
    }

    /** Returns what is wrong. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
