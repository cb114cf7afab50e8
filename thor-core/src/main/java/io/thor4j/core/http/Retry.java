package io.thor4j.core.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a request is repeated: after some HTTP statuses, and when there was no whole answer. Only for requests that may be
 * repeated. Immutable, may be shared by threads.
 */
public final class Retry {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final int attempts;
    private final Duration longestWait;
    private final Set<Integer> statuses;
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

    private Retry(
            int attempts,
            Duration longestWait,
            Set<Integer> statuses,
            Clock clock,
            DoubleSupplier random,
            Pause pause) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts);
        }
        this.attempts = attempts;
        this.longestWait = longestWait;
        this.statuses = statuses;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
        this.pause = Objects.requireNonNull(pause, "pause");
    }

    /**
     * Returns three attempts, with one to two and two to four seconds between them unless the server says otherwise, after HTTP 429, 502,
     * 503 and 504. A server that wants to be left alone for more than a minute is given up: somebody is waiting.
     */
    public static Retry brief() {
        return standard(3, Duration.ofMinutes(1), Set.of(429, 502, 503, 504));
    }

    /**
     * Returns five attempts, with 1 to 2, 2 to 4, 4 to 8 and 8 to 16 seconds between them unless the server says otherwise, after HTTP 429,
     * 500, 502, 503 and 504 (threat-intel-apis.md section 2.9). A server that wants to be left alone for more than two minutes is, until
     * the next run.
     */
    public static Retry patient() {
        return standard(5, Duration.ofMinutes(2), Set.of(429, 500, 502, 503, 504));
    }

    private static Retry standard(int attempts, Duration longestWait, Set<Integer> statuses) {
        return new Retry(
                attempts,
                longestWait,
                statuses,
                Clock.systemUTC(),
                Math::random,
                time -> Thread.sleep(time.toMillis()));
    }

    /**
     * Returns the same with another number of attempts, and other ways to tell and pass the time.
     *
     * @param tries how often a request is sent at most, from 1
     * @param time tells how far away a date in {@code Retry-After} is
     * @param numbers numbers from 0 to 1 that spread the clients of a failed server
     * @param wait waits
     * @return the other policy
     */
    public Retry with(int tries, Clock time, DoubleSupplier numbers, Pause wait) {
        return new Retry(tries, longestWait, statuses, time, numbers, wait);
    }

    /**
     * Returns whether a request may succeed when it is sent again.
     *
     * @param status the HTTP status of its answer
     */
    public boolean worthwhile(int status) {
        return statuses.contains(status);
    }

    /**
     * Waits for the next attempt.
     *
     * @param attempt how many there were
     * @param retryAfter what the server said, or null
     * @return false when there is to be no other
     */
    public boolean next(int attempt, @Nullable String retryAfter) {
        if (attempt >= attempts) {
            return false;
        }
        Duration wait = asked(retryAfter);
        if (wait == null) {
            long base = FIRST_WAIT.toMillis() << Math.min(attempt - 1, 10);
            wait = Duration.ofMillis(base + (long) (base * random.getAsDouble()));
        }
        if (wait.compareTo(longestWait) > 0) {
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
    public @Nullable Duration asked(@Nullable String retryAfter) {
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

    /** Reads a date of HTTP (RFC 9110 section 5.6.7); null for what is none. */
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
