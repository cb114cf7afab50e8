package io.thor4j.scan;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** A scan cannot go on where an earlier one ended, or its state cannot be kept. Nothing was scanned. Immutable. */
public final class ResumeException extends ThorException {
    private static final long serialVersionUID = 1L;

    ResumeException(String reason, String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
