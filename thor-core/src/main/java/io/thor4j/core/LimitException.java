package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** A limit was reached and the work could not be finished; the message names the limit. Immutable. */
public final class LimitException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error; the parameters are those of {@link ThorException}.
     *
     * @param reason what is wrong
     * @param position where, or null
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public LimitException(String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
