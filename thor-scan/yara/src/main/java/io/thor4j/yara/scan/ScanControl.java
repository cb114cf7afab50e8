package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.StopSignal;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The stop of one scan: every loop that can be long asks it. Used by one thread, started anew for every scan. */
public final class ScanControl implements StopSignal {
    /* About half a millisecond of work between two looks at the clock. */
    private static final int STEPS_PER_LOOK = 1 << 19;

    private final LongSupplier nanoClock;
    private long deadline;
    private boolean bounded;
    private boolean expired;
    private int steps;

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
        steps = 0;
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

    @Override
    public boolean spend(int work) {
        steps += work;
        if (steps >= STEPS_PER_LOOK) {
            steps = 0;
            return expired();
        }
        return expired;
    }
}
