package io.thor4j.licensing.service;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** The service does not issue what it was asked for; nothing was spent. Immutable. */
public final class LicenseRefusedException extends ThorException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** Why it does not. */
    public enum Why {
        /** The request makes no sense. */
        BAD_REQUEST(400),
        /** The API key is missing or wrong. */
        API_KEY(401),
        /** The download token is missing or wrong. */
        DOWNLOAD_TOKEN(403),
        /** There is no such contract for this key, or it has another type, or it has not begun or is over. */
        NO_CONTRACT(404),
        /** Not enough licences are left. */
        QUOTA(409),
        /** The request is too large. */
        TOO_LARGE(413),
        /** The store does not answer. */
        STORE(503);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        /** Returns the HTTP status of this refusal. */
        public int status() {
            return status;
        }
    }

    LicenseRefusedException(Why why, String reason, @Nullable Throwable cause) {
        super(reason, null, null, cause);
        this.why = why;
    }

    /** Returns why. */
    public Why why() {
        return why;
    }
}
