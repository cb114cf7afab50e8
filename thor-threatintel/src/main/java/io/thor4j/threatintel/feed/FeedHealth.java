package io.thor4j.threatintel.feed;

import java.util.Objects;

/**
 * How well something works. Immutable.
 *
 * @param state in one word
 * @param reason why it is not {@link State#UP}, empty when it is; one line without secrets
 */
public record FeedHealth(State state, String reason) {
    /** The words, the worst last. */
    public enum State {
        /** All is as it should be. */
        UP,
        /** It works with what it has, and something is to be seen to. */
        DEGRADED,
        /** What it brings is missing, or too old. */
        DOWN
    }

    /** All is as it should be. */
    public static final FeedHealth UP = new FeedHealth(State.UP, "");

    /** Makes the health. */
    public FeedHealth {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }

    static FeedHealth degraded(String reason) {
        return new FeedHealth(State.DEGRADED, reason);
    }

    static FeedHealth down(String reason) {
        return new FeedHealth(State.DOWN, reason);
    }

    /** Returns the word, with the reason if there is one. */
    @Override
    public String toString() {
        return reason.isEmpty() ? state.name() : state + ": " + reason;
    }
}
