package io.thor4j.thunderstorm.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * Lets receipts go before the scans of the queue's samples: whoever submits waits for its receipt, nobody for the scan. When the processors are
 * busy and receipts are being written, a thread that has scanned a sample of the queue rests for a while that depends on how long the scan
 * took, so a share of the time is left for the queue however much is submitted. Samples whose clients wait are not concerned. Threads share it.
 */
final class ReceiptsFirst {
    /** Rest for each nanosecond of a scan: a fifth of the time is left for the queue. Measured with ServiceLoad. */
    private static final int REST = 4;

    /** The longest rest in nanoseconds: scans may take minutes. */
    private static final long MAX_REST = 250_000_000;

    /** Of all processors: below it nobody has to give way. */
    private static final double BUSY = 0.75;

    private final DoubleSupplier load;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean busy;

    /**
     * Makes the rule.
     *
     * @param load how busy the processors are, 0 to 1; less than 0 when the system does not tell
     */
    ReceiptsFirst(DoubleSupplier load) {
        this.load = load;
    }

    /** Looks at the processors. Called once a second. */
    void look() {
        double now = load.getAsDouble();
        busy = now < 0 || now > BUSY;
    }

    /** A sample has arrived whole, its receipt is being written. */
    void begin() {
        pending.incrementAndGet();
    }

    /** It is written. */
    void end() {
        pending.decrementAndGet();
    }

    /** Tells whether a thread that rests has to go on with it. */
    boolean isAsked() {
        return busy && pending.get() > 0;
    }

    /** Returns how long a thread rests at most after a scan; both in nanoseconds. */
    long restAfter(long scan) {
        return isAsked() ? Math.min(MAX_REST, scan * REST) : 0;
    }
}
