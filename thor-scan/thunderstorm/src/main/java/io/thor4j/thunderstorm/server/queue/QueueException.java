package io.thor4j.thunderstorm.server.queue;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** The queue cannot be opened, read or written. Immutable, may be shared by threads. */
public final class QueueException extends ThorException {
    private static final long serialVersionUID = 1L;

    QueueException(String reason, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, null, hint, cause);
    }
}
