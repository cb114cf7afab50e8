package io.thor4j.thunderstorm.server.queue;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a receipt. Immutable.
 *
 * @param state how far it is
 * @param flat the findings as THOR 10 shows them, JSON; null unless done
 * @param v3 the findings as THOR 11 shows them, JSON; null unless done
 */
public record StoredResult(
        State state, @Nullable String flat, @Nullable String v3) {
    /** How far a sample is, with the texts of thunderstorm.md section 2.4. */
    public enum State {
        /** It waits. */
        WAITING("Waiting for execution"),
        /** A thread scans it. */
        SCANNING("Currently being scanned"),
        /** There is a result. */
        COMPLETE("Sample analysis complete"),
        /** It could not be scanned, or its bytes are lost. */
        FAILED("Sample analysis failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** Returns what clients are told. */
        public String text() {
            return text;
        }
    }
}
