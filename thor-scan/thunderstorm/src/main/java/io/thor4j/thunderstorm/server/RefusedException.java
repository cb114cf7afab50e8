package io.thor4j.thunderstorm.server;

import io.thor4j.core.ThorException;

/** An upload that is not taken now. Immutable, may be shared by threads. */
final class RefusedException extends ThorException {
    private static final long serialVersionUID = 1L;

    private final long seconds;

    RefusedException(String reason, long seconds) {
        super(reason, null, null, null);
        this.seconds = seconds;
    }

    /** Returns when it may be tried again. */
    long seconds() {
        return seconds;
    }
}
