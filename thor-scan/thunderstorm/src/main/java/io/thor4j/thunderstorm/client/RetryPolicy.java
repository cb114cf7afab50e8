package io.thor4j.thunderstorm.client;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a sample is sent again. Immutable, may be shared by threads.
 *
 * <p>A server that is too busy (429, 503) says when to come back in {@code Retry-After}, in whole seconds; dates are understood by no other
 * client and not by this one (thunderstorm.md section 3). Connections that fail and other errors of the server (500, 502, 504...) are tried
 * again after 4, 8, 16 seconds as the collectors do (section 5). The two are counted apart, because a busy server is a healthy one.
 *
 * @param tries how often a request is sent at most while it fails, from 1
 * @param busyTries how often it is sent at most while the server is busy, from 1
 * @param firstWait before the second try; doubled before each other one
 * @param longestWait the longest wait, whatever the server asks for
 */
public record RetryPolicy(int tries, int busyTries, Duration firstWait, Duration longestWait) {
    /** Four tries, thirty while the server is busy, no wait longer than two minutes. */
    public static final RetryPolicy STANDARD = new RetryPolicy(4, 30, Duration.ofSeconds(4), Duration.ofMinutes(2));

    /** One try. */
    public static final RetryPolicy NONE = new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO);

    /** What Go's collector waits when the server does not say how long (section 3). */
    private static final Duration UNSAID = Duration.ofSeconds(30);

    private static final int MAX_DIGITS = 9;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Waits on the thread. */
        Pause SLEEP = time -> Thread.sleep(time.toMillis());

        /**
         * Waits.
         *
         * @param time how long
         * @throws InterruptedException when the thread was interrupted
         */
        void sleep(Duration time) throws InterruptedException;
    }

    /** Makes the policy. */
    public RetryPolicy {
        Objects.requireNonNull(firstWait, "firstWait");
        Objects.requireNonNull(longestWait, "longestWait");
        if (tries < 1 || busyTries < 1 || firstWait.isNegative() || longestWait.isNegative()) {
            throw new IllegalArgumentException("tries and waits: " + tries + ", " + busyTries + ", " + firstWait);
        }
    }

    static boolean busy(int status) {
        return status == 429 || status == 503;
    }

    /* 501 says that there will never be an answer. */
    static boolean failing(int status) {
        return status >= 500 && status != 501 && status != 503;
    }

    Duration afterFailure(int failures) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
        return shorter(wait);
    }

    Duration afterBusy(@Nullable String retryAfter) {
        String text = retryAfter == null ? "" : retryAfter.strip();
        boolean seconds =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return shorter(seconds ? Duration.ofSeconds(Long.parseLong(text)) : UNSAID);
    }

    private Duration shorter(Duration wait) {
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }
}
