package io.thor4j.formats.container;

import java.io.IOException;

/** The budget is used up; which limit it was is noted there. Immutable. */
public final class SpentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Makes the error. */
    public SpentException() {
        super("the budget is used up");
    }
}
