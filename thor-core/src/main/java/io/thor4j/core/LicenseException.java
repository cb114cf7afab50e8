package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** A {@link LicensePolicy} does not allow what was asked for; the message says what is missing. Immutable. */
public final class LicenseException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error; the parameters are those of {@link ThorException}.
     *
     * @param reason what is not allowed, and why
     * @param position the licence that was looked at, or null
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public LicenseException(
            String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
