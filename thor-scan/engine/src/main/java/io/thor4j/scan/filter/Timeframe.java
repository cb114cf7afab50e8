package io.thor4j.scan.filter;

import java.time.Instant;

/**
 * A time in which attackers were active. Immutable.
 *
 * @param from its begin, which belongs to it
 * @param until its end, which does not
 */
public record Timeframe(Instant from, Instant until) {
    /** THOR's {@code --epochscore}: the sub-score of what was made or changed in such a time. */
    public static final int DEFAULT_SCORE = 35;

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException when the end does not come after the begin
     */
    public Timeframe {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a timeframe from " + from + " cannot end at " + until);
        }
    }

    /**
     * Tells whether a time lies in it.
     *
     * @param time the time
     */
    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }

    /** Returns its begin and end. */
    @Override
    public String toString() {
        return from + "/" + until;
    }
}
