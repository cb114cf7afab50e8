package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.PatternSpec;
import java.util.List;

/** All patterns of a rule set with the tables that search them together. Immutable; threads share it. */
public final class PatternSet {
    private PatternSet() {}

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many patterns there are. */
    public int size() {
        return 0;
    }

    /** Collects patterns; equal ones become one. Used by one thread. */
    public static final class Builder {
        private Builder() {}

        /**
         * Checks that a string can be compiled and returns what libyara would warn of; changes nothing.
         *
         * @param spec what to search
         * @return warnings, each a message about the string such as {@code may slow down scanning}; empty when there are none
         * @throws PatternException when the body cannot be compiled
         */
        public List<String> check(PatternSpec spec) throws PatternException {
            return List.of();
        }

        /**
         * Adds a pattern, or finds the equal one.
         *
         * @param spec what to search
         * @param fixedOffset the only offset where a match counts, -1 for everywhere
         * @param allMatches false when the condition only asks whether it matched, so that fast mode may stop at the first match;
         *     true wins when equal patterns differ
         * @return the pattern's index
         * @throws PatternException when the body cannot be compiled
         */
        public int add(PatternSpec spec, long fixedOffset, boolean allMatches) throws PatternException {
            return 0;
        }

        /** Returns the set. */
        public PatternSet build() {
            return new PatternSet();
        }
    }
}
