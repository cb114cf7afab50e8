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
        WAITING(0, "Waiting for execution"),
        /** A thread scans it. */
        SCANNING(1, "Currently being scanned"),
        /** There is a result. */
        COMPLETE(2, "Sample analysis complete"),
        /** It could not be scanned, or its bytes are lost. */
        FAILED(3, "Sample analysis failed");

        private final int code;
        private final String text;

        State(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** Returns the number that the database has for it. */
        int code() {
            return code;
        }

        static State of(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new QueueException("the database holds an unknown state: " + code, null, null);
        }

        /** Returns what clients are told. */
        public String text() {
            return text;
        }
    }
}
