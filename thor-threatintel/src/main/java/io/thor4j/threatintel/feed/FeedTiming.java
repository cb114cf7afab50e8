package io.thor4j.threatintel.feed;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a feed runs. Immutable.
 *
 * @param interval from the end of a run to the begin of the next
 * @param initialInterval how far back the first run looks, null for everything; of no meaning when the store has a place, so that nothing is
 *     lost after an outage
 * @param initialDelay how long after the start the first run begins
 * @param jitter the part of the interval, 0 to 1, by which runs are late at most, so that many clients do not ask a server at one time
 * @param firstBackOff from a failed run to the next; doubles with each failure in a row
 * @param longestBackOff what it doubles to at most
 * @param fullInterval how often a run reads everything, and lets go what its source does not hold any more; the first does. Null for never; and
 *     never with an {@code initialInterval}, which says that not everything is wanted
 */
public record FeedTiming(
        Duration interval,
        @Nullable Duration initialInterval,
        Duration initialDelay,
        double jitter,
        Duration firstBackOff,
        Duration longestBackOff,
        @Nullable Duration fullInterval) {
    /**
     * Every hour, everything in the first run, which begins at once; up to a tenth late; 30 seconds to one hour after failures; everything
     * once a week.
     */
    public static final FeedTiming DEFAULT = new FeedTiming(
            Duration.ofHours(1),
            null,
            Duration.ZERO,
            0.1,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofDays(7));

    /** Checks that it makes sense. */
    public FeedTiming {
        positive(interval, "interval");
        positive(firstBackOff, "firstBackOff");
        positive(longestBackOff, "longestBackOff");
        if (initialInterval != null) {
            positive(initialInterval, "initialInterval");
        }
        if (fullInterval != null) {
            positive(fullInterval, "fullInterval");
        }
        if (Objects.requireNonNull(initialDelay, "initialDelay").isNegative()) {
            throw new IllegalArgumentException("initialDelay is negative");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is not between 0 and 1");
        }
    }

    private static void positive(Duration time, String name) {
        if (Objects.requireNonNull(time, name).isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " is not positive");
        }
    }

    /**
     * Returns the same with another interval.
     *
     * @param value the interval
     */
    public FeedTiming every(Duration value) {
        return new FeedTiming(value, initialInterval, initialDelay, jitter, firstBackOff, longestBackOff, fullInterval);
    }

    /**
     * Returns the same with another look back of the first run.
     *
     * @param value how far, null for everything
     */
    public FeedTiming lookingBack(@Nullable Duration value) {
        return new FeedTiming(interval, value, initialDelay, jitter, firstBackOff, longestBackOff, fullInterval);
    }

    /**
     * Returns the same with another jitter.
     *
     * @param value 0 to 1
     */
    public FeedTiming jitter(double value) {
        return new FeedTiming(
                interval, initialInterval, initialDelay, value, firstBackOff, longestBackOff, fullInterval);
    }

    /**
     * Returns the same with another back-off.
     *
     * @param first after the first failure
     * @param longest the longest
     */
    public FeedTiming backOff(Duration first, Duration longest) {
        return new FeedTiming(interval, initialInterval, initialDelay, jitter, first, longest, fullInterval);
    }

    /**
     * Returns the same with another interval of full runs.
     *
     * @param value the interval, null for no full runs
     */
    public FeedTiming fullEvery(@Nullable Duration value) {
        return new FeedTiming(interval, initialInterval, initialDelay, jitter, firstBackOff, longestBackOff, value);
    }

    /* The wait after a failed run: doubled each time, a part of it random. */
    Duration backOff(int failures, double random) {
        Duration wait = firstBackOff;
        for (int i = 1; i < failures && wait.compareTo(longestBackOff) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return late(wait.compareTo(longestBackOff) > 0 ? longestBackOff : wait, random);
    }

    /* A time with its jitter. */
    Duration late(Duration time, double random) {
        return time.plusMillis((long) (time.toMillis() * jitter * random));
    }
}
