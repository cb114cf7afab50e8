package io.thor4j.thunderstorm.collector;

import io.thor4j.thunderstorm.client.RetryPolicy.Pause;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Spreads uploads evenly over time. Threads share it. */
final class UploadRate {
    private final long interval;
    private final LongSupplier nanoClock;
    private final Pause pause;
    private boolean begun;
    private long next;

    UploadRate(int perMinute, LongSupplier nanoClock, Pause pause) {
        this.interval = perMinute == 0 ? 0 : Duration.ofMinutes(1).toNanos() / perMinute;
        this.nanoClock = nanoClock;
        this.pause = pause;
    }

    /** Waits until the next upload may begin. */
    void await() throws InterruptedException {
        if (interval == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            // Time that nobody used is not saved up: a burst after a pause is what the option is against.
            if (!begun || next - now < 0) {
                next = now;
            }
            begun = true;
            wait = next - now;
            next += interval;
        }
        if (wait > 0) {
            pause.sleep(Duration.ofNanos(wait));
        }
    }
}
