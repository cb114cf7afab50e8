package io.thor4j.yara.scan;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The stop of one scan: every loop that can be long asks it. Used by one thread, started anew for every scan. */
public final class ScanControl {
    private final LongSupplier nanoClock;
    private long deadline;
    private boolean bounded;
    private boolean expired;

    /**
     * Makes a control that is not started.
     *
     * @param nanoClock a monotonic clock in nanoseconds
     */
    public ScanControl(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Begins a scan.
     *
     * @param timeout how long it may take, zero for no limit
     */
    public void start(Duration timeout) {
        bounded = !timeout.isZero();
        deadline = bounded ? nanoClock.getAsLong() + timeout.toNanos() : 0;
        expired = false;
    }

    /**
     * Tells whether the time is over; once true it stays so until the next start. Costs one clock read: ask every few thousand steps, at
     * least every 10 ms of work.
     */
    public boolean expired() {
        if (bounded && !expired && nanoClock.getAsLong() - deadline >= 0) {
            expired = true;
        }
        return expired;
    }
}
