package io.thor4j.thunderstorm.update;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** A pack is genuine, and was not installed all the same: older than what is there, or it does not load. Immutable. */
public final class UpdateRefusedException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param reason why
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public UpdateRefusedException(String reason, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, null, hint, cause);
    }
}
