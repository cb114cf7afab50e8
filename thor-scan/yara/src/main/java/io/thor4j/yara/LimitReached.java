package io.thor4j.yara;

import org.jspecify.annotations.Nullable;

/**
 * Why a scan's result is not the whole truth. Immutable; threads may share it.
 *
 * @param kind which limit
 * @param rule the rule as {@code namespace:name}, null when it is not about one rule
 * @param string the string's identifier, null when it is not about a string
 * @param text one line for people
 */
public record LimitReached(
        Kind kind, @Nullable String rule, @Nullable String string, String text) {
    /** The limits of {@link YaraLimits} and what else can keep a scan from being complete. */
    public enum Kind {
        /** The time of the scan was over. */
        TIMEOUT,
        /** A string had more matches than are kept, so conditions that count them may be wrong. */
        MATCHES_PER_STRING,
        /** A module could not work on its data or failed, so its values were undefined. */
        MODULE,
        /** A condition was too deep for the thread's stack; the rule has no result. */
        STACK,
        /**
         * A rule cost more than {@link YaraLimits#ruleWork}, made the search slower than {@link YaraLimits#slowdown}, or asks for a rule that did;
         * it has no result. The other rules have. Without a rule: the search was too slow because of very many of them, and none has a result.
         */
        RULE_WORK
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
