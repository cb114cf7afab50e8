package io.thor4j.thunderstorm.server.upload;

import io.thor4j.core.ThorException;

/** An upload that is refused, and with which HTTP status. Immutable, may be shared by threads. */
public final class UploadException extends ThorException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Makes the error.
     *
     * @param status 400 for what the client got wrong, 413 for too much, 503 when there is no room
     * @param reason what is wrong, for the client
     */
    public UploadException(int status, String reason) {
        super(reason, null, null, null);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }
}
