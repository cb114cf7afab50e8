package io.thor4j.core.http;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a request got no answer. The message is one readable reason without addresses and secrets. */
public final class ConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What a caller may do about it. */
    public enum Kind {
        /** The server did not answer: trying again may help. */
        UNREACHABLE,
        /** The server's certificate is not trusted, or it does not take the client's: trying again does not help. */
        UNTRUSTED,
        /** The proxy wants credentials, or others. */
        PROXY,
        /** What was to be sent could not be read, or changed while it was. */
        CONTENT
    }

    /**
     * Makes the error.
     *
     * @param kind what may help
     * @param reason what happened
     * @param cause the underlying error, null when there is none
     */
    public ConnectionException(Kind kind, String reason, @Nullable Throwable cause) {
        super(Objects.requireNonNull(reason, "reason"), cause);
        this.kind = kind;
    }

    /** Returns what may help. */
    public Kind kind() {
        return kind;
    }
}
