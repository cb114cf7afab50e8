package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** A rule, indicator or signature file cannot be used: its author must repair it. Immutable. */
public final class MalformedRuleException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error; the parameters are those of {@link ThorException}.
     *
     * @param reason what is wrong
     * @param position where, or null
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public MalformedRuleException(
            String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
