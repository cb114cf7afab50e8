package io.thor4j.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * Why a scan's result is not the whole truth. Immutable.
 *
 * @param kind which limit
 * @param rule the rule as {@code namespace:name}, null when it is not about one rule
 * @param text one line for people
 */
public record YaraScanLimit(Kind kind, @Nullable String rule, String text) {
    /** What can keep a scan from being complete. */
    public enum Kind {
        /** The time of the scan was over. */
        TIMEOUT,
        /** A string had more matches than are kept, so conditions that count them may be wrong. */
        MATCHES_PER_STRING,
        /** A module could not work on its data or failed, so its values were undefined. */
        MODULE,
        /** A condition was too deep for the engine's stack; the rule has no result. */
        STACK,
        /** A rule cost more than its share, or asks for one that did; it has no result. The other rules have. */
        RULE_WORK,
        /** The engine gave up for another reason, which the text names. */
        ENGINE
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
