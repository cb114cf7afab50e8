package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** Data that thor was given is not what it claims to be (a damaged compiled rule file, a truncated archive). Immutable. */
public final class MalformedInputException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error; the parameters are those of {@link ThorException}.
     *
     * @param reason what is wrong
     * @param position where, or null
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public MalformedInputException(
            String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
