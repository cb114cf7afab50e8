package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** A YARA engine cannot be used here: it is not there, its library is not installed, or is not one it understands. Immutable. */
public final class YaraEngineException extends ThorException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error; the parameters are those of {@link ThorException}.
     *
     * @param reason what is wrong
     * @param position where, or null
     * @param hint what to do about it, or null
     * @param cause the underlying error, or null
     */
    public YaraEngineException(
            String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, position, hint, cause);
    }
}
