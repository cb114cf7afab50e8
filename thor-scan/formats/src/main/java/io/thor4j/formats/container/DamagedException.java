package io.thor4j.formats.container;

import java.io.IOException;

/** A container is not what its format says: it is cut, or its numbers do not fit together. Immutable. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param reason what is wrong, a short text
     */
    public DamagedException(String reason) {
        super(reason);
    }
}
