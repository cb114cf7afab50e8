package io.thor4j.core.spi;

/**
 * Why a scan's result is not the whole truth. Immutable.
 *
 * @param kind which limit
 * @param text one line for people
 */
public record YaraScanLimit(Kind kind, String text) {
    /** What can keep a scan from being complete. */
    public enum Kind {
        /** The time of the scan was over. */
        TIMEOUT,
        /** A string had more matches than are kept, so conditions that count them may be wrong. */
        MATCHES_PER_STRING,
        /** A module could not work on its data or failed, so its values were undefined. */
        MODULE,
        /** A condition was too deep for the engine's stack and counts as false. */
        STACK,
        /** The engine gave up for another reason, which the text names. */
        ENGINE
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
