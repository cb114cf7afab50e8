package io.thor4j.threatintel.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a request is repeated: after HTTP 429, 500, 502, 503 and 504, and when there was no whole answer
 * (threat-intel-apis.md section 2.9). All requests of this module only read. Immutable, may be shared by threads.
 */
public final class Retry {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** A server that asks for more is left alone until the next run. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final int attempts;
    private final Clock clock;
    private final DoubleSupplier random;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Waits.
         *
         * @param time how long
         * @throws InterruptedException when the thread was interrupted
         */
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * Makes the policy.
     *
     * @param attempts how often a request is sent at most, from 1
     * @param clock tells how far away a date in {@code Retry-After} is
     * @param random numbers from 0 to 1 that spread the clients of a failed server
     * @param pause waits
     */
    public Retry(int attempts, Clock clock, DoubleSupplier random, Pause pause) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts);
        }
        this.attempts = attempts;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
        this.pause = Objects.requireNonNull(pause, "pause");
    }

    /** Returns five attempts, with 1 to 2, 2 to 4, 4 to 8 and 8 to 16 seconds between them unless the server says otherwise. */
    public static Retry standard() {
        return new Retry(5, Clock.systemUTC(), Math::random, time -> Thread.sleep(time.toMillis()));
    }

    static boolean worthwhile(int status) {
        return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
    }

    /**
     * Waits for the next attempt.
     *
     * @param attempt how many there were
     * @param retryAfter what the server said, or null
     * @return false when there is to be no other
     */
    boolean next(int attempt, @Nullable String retryAfter) {
        if (attempt >= attempts) {
            return false;
        }
        Duration wait = asked(retryAfter);
        if (wait == null) {
            long base = FIRST_WAIT.toMillis() << Math.min(attempt - 1, 10);
            wait = Duration.ofMillis(base + (long) (base * random.getAsDouble()));
        }
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            return false;
        }
        try {
            pause.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads seconds or a date (RFC 9110 section 10.2.3); null for what is neither. */
    @Nullable
    Duration asked(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        String text = retryAfter.strip();
        if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant date = date(text);
        if (date == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), date);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Reads a date of HTTP; null for what is none. */
    static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
