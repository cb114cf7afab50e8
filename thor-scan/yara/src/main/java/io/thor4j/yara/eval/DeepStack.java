package io.thor4j.yara.eval;

import org.jspecify.annotations.Nullable;

/**
 * Runs work that recurses once per level of a condition. Most conditions are flat and the caller's stack is enough; for deep ones, whose
 * depth is bounded but large, the work gets a thread with a stack of its own, because nobody knows how much the caller has left.
 */
public final class DeepStack {
    /** Levels for which any thread's stack is enough: some 100 KB. */
    private static final int SHALLOW = 150;

    /** Stack for {@link Ir#MAX_DEPTH} levels at less than 4 KB each. */
    private static final long STACK_BYTES = 32L << 20;

    private DeepStack() {}

    /** Work; what it throws is thrown on. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run();
    }

    /**
     * Does the work, and returns when it is done.
     *
     * @param levels how deep it recurses
     * @param work the work
     */
    public static void run(int levels, Work work) {
        if (levels <= SHALLOW) {
            work.run();
            return;
        }
        @Nullable Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(null, () -> failure[0] = attempt(work), "yara-deep-condition", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                // The work is short and its result needed; the interrupt is handed on afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // Without this a rule set that ran out of memory would come out empty, and find nothing.
        if (failure[0] instanceof Error error) {
            throw error;
        }
        if (failure[0] instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static @Nullable Throwable attempt(Work work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }
}
