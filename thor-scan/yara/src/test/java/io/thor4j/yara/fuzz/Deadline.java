package io.thor4j.yara.fuzz;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Holds work to its time. Work that overruns is done again: on a busy machine a thread may wait for its turn longer than the work may overrun,
 * but work that does not look at its clock overruns every time.
 */
final class Deadline {
    /** When the work is told that its time is over. */
    static final Duration TIME = Duration.ofSeconds(1);

    /** What it may take beyond that: instrumented code is several times slower, and compiled late. */
    private static final Duration OVERRUN = Duration.ofSeconds(2);

    private static final int TRIES = 3;

    /** Work that asks whether its time is over. */
    @FunctionalInterface
    interface Work {
        /** Works. */
        void run(BooleanSupplier expired);
    }

    private Deadline() {}

    /**
     * Runs work.
     *
     * @throws AssertionError when it overran its time in every try
     */
    static void hold(Work work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > TIME.plus(OVERRUN).toNanos(); i++) {
            long begin = System.nanoTime();
            work.run(() -> System.nanoTime() - begin > TIME.toNanos());
            best = Math.min(best, System.nanoTime() - begin);
        }
        if (best > TIME.plus(OVERRUN).toNanos()) {
            throw new AssertionError("took " + best / 1_000_000 + " ms in the best of " + TRIES
                    + " tries, the deadline was " + TIME.toMillis() + " ms");
        }
    }
}
