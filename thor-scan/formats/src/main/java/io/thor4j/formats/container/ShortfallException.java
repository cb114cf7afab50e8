package io.thor4j.formats.container;

import java.io.IOException;

/** A container, or one member of it, cannot be read any further. Immutable. */
public final class ShortfallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Shortfall shortfall;

    /**
     * Makes the error.
     *
     * @param shortfall why
     */
    public ShortfallException(Shortfall shortfall) {
        super(shortfall.key());
        this.shortfall = shortfall;
    }

    /** Returns why. */
    public Shortfall shortfall() {
        return shortfall;
    }
}
