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
    private long spent;
    private long nextLook;

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
        spent = 0;
        nextLook = STEPS_PER_LOOK;
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
        spent += work;
        if (spent >= nextLook) {
            nextLook = spent + STEPS_PER_LOOK;
            return expired();
        }
        return expired;
    }

    /** Returns a control for a thread that works for this scan; it ends at the same time. */
    ScanControl fork() {
        ScanControl part = new ScanControl(nanoClock);
        part.bounded = bounded;
        part.deadline = deadline;
        part.nextLook = STEPS_PER_LOOK;
        return part;
    }

    /** Adds what was worked under a fork. */
    void join(ScanControl part) {
        spent += part.spent;
    }

    /** Returns the work counted since the start, in units of about a nanosecond; the same for the same rules and bytes on every machine. */
    public long spent() {
        return spent;
    }
}
