package io.thor4j.thunderstorm.server;

import java.util.function.LongSupplier;

/** Lets so many things happen in an hour: all at once after a quiet hour, evenly when it is used up. Threads share it. */
final class TokenBucket {
    private static final double HOUR = 3_600e9;

    private final long perHour;
    private final LongSupplier nanoClock;
    private double tokens;
    private long filled;

    /**
     * Makes a full bucket.
     *
     * @param perHour how many, 0 for no bound
     */
    TokenBucket(long perHour, LongSupplier nanoClock) {
        this.perHour = perHour;
        this.nanoClock = nanoClock;
        this.tokens = perHour;
        this.filled = nanoClock.getAsLong();
    }

    /**
     * Takes one.
     *
     * @return 0 when there was one, else the nanoseconds until there is one
     */
    synchronized long take() {
        if (perHour == 0) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        tokens = Math.min((double) perHour, tokens + (double) (now - filled) * perHour / HOUR);
        filled = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) * HOUR / perHour);
    }
}
