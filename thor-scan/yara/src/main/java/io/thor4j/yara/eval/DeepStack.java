package io.thor4j.yara.eval;

import java.util.concurrent.atomic.AtomicInteger;
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

    /** A part of work, by its number; what it throws is thrown on. */
    @FunctionalInterface
    public interface Part {
        /**
         * Does it.
         *
         * @param number its number, from 0
         */
        void run(int number);
    }

    /**
     * Does all parts of a work, on several threads at once when there are, and returns when they are done. Each thread has a deep stack.
     *
     * @param threads how many threads, at least 1
     * @param parts how many parts there are; each is done once, in no certain order
     * @param part does one
     */
    public static void runParts(int threads, int parts, Part part) {
        AtomicInteger next = new AtomicInteger();
        Work share = () -> {
            for (int number = next.getAndIncrement(); number < parts; number = next.getAndIncrement()) {
                part.run(number);
            }
        };
        Running[] running = new Running[Math.max(1, Math.min(threads, parts))];
        for (int i = 0; i < running.length; i++) {
            running[i] = new Running(share);
        }
        for (Running one : running) {
            one.await();
        }
        for (Running one : running) {
            one.rethrow();
        }
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
        Running running = new Running(work);
        running.await();
        running.rethrow();
    }

    /** Work under way in a thread of its own. */
    private static final class Running {
        private final Thread thread;
        private @Nullable Throwable failure;

        Running(Work work) {
            thread = new Thread(null, () -> failure = attempt(work), "yara-deep-condition", STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
        }

        void await() {
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
        }

        /** Without this a rule set that ran out of memory would come out empty, and find nothing. */
        void rethrow() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
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
