package io.thor4j.scan.plugin;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.PluginInfo;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls plugins for one thread of the engine, on threads that can be abandoned: each for one call at a time, and used again. For one
 * thread; calls may nest, because what a plugin hands over is scanned while its call waits.
 */
public final class PluginCaller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCaller.class);

    /** Between two looks at the clock and at what was allocated. Ours: short calls are never looked at, and 20 looks a second cost nothing. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ThorLimits limits;
    private final long allowedNanos;
    private final LongSupplier nanoClock;
    private final ThreadFactory threads;
    private final Deque<PluginThread> idle = new ArrayDeque<>();

    /**
     * Makes a caller without threads.
     *
     * @param limits of each call
     * @param nanoClock a steady clock in nanoseconds
     * @param threads makes threads when they are needed
     */
    public PluginCaller(ThorLimits limits, LongSupplier nanoClock, ThreadFactory threads) {
        this.limits = limits;
        long seconds = limits.get(Limit.PLUGIN_SECONDS);
        this.allowedNanos = seconds > Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : seconds * 1_000_000_000L;
        this.nanoClock = nanoClock;
        this.threads = threads;
    }

    /** Returns the limits of each call. */
    ThorLimits limits() {
        return limits;
    }

    /**
     * Calls a plugin and waits for it. While it waits, it serves what the plugin hands over with {@link #onEngine}.
     *
     * @param health which plugin, and whether it may be called
     * @param role what it is to do
     * @param loader the plugin's class loader, in which libraries that it brings along look for their parts
     * @param action the call; after an abandoned call it may go on for ever on its thread
     * @return what went wrong, null when nothing did
     */
    public @Nullable PluginTrouble call(
            PluginHealth health, String role, @Nullable ClassLoader loader, PluginGuard.Action action) {
        String suspended = health.suspended();
        if (suspended != null) {
            return PluginTrouble.suspended(health.plugin(), role, suspended);
        }
        PluginTrouble trouble;
        health.all().begun();
        try {
            trouble = allowedNanos == 0
                    ? PluginGuard.call(health.plugin(), role, action)
                    : await(health, role, new PluginCall(health.plugin(), role, action, loader));
        } finally {
            health.all().ended();
        }
        if (trouble != null && trouble.isOutOfMemory()) {
            health.outOfMemory();
        }
        return trouble;
    }

    /**
     * Has the thread of the engine that waits for the current plugin call do something, and waits for that. Outside of such a call it is
     * done at once.
     *
     * @param work what to do
     * @throws IllegalStateException when the call was abandoned
     */
    public static void onEngine(Runnable work) {
        PluginCall.onEngine(work);
    }

    private @Nullable PluginTrouble await(PluginHealth health, String role, PluginCall call) {
        PluginThread pooled = idle.poll();
        PluginThread thread = pooled == null ? new PluginThread(threads) : pooled;
        long start = nanoClock.getAsLong();
        Watch watch = new Watch(thread.thread().getId());
        boolean interrupted = false;
        thread.run(call);
        try {
            while (true) {
                if (call.isDone()) {
                    idle.push(thread);
                    return watch.tooMuch ? tooMuch(health, role) : call.trouble();
                }
                long served = call.serve(thread.thread(), nanoClock);
                if (served != PluginCall.NOTHING) {
                    /* It goes on from there: a long archive is no hang. All of it is bounded by the element's budget. */
                    start = served;
                    watch.restart();
                    continue;
                }
                long left = allowedNanos - (nanoClock.getAsLong() - start);
                if (left <= 0 && call.abandon()) {
                    return abandoned(health, role, thread.thread());
                }
                LockSupport.parkNanos(call, Math.min(Math.max(left, 1), LOOK_NANOS));
                interrupted |= Thread.interrupted();
                if (watch.look()) {
                    /* It is not abandoned yet: one that keeps what it allocates soon ends by itself, for lack of memory. */
                    health.suspend("a call allocated more than " + limits.get(Limit.PLUGIN_ALLOCATION) + " bytes");
                    thread.thread().interrupt();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Looks at what a thread allocates, from its first look on. */
    private final class Watch {
        private final long thread;
        private long allocated = -1;
        private boolean tooMuch;

        Watch(long thread) {
            this.thread = thread;
        }

        void restart() {
            allocated = -1;
        }

        /** Tells, once, that it is too much. */
        boolean look() {
            if (tooMuch) {
                return false;
            }
            long now = AllocationMeter.allocated(thread);
            if (allocated < 0) {
                allocated = now;
            }
            tooMuch = now - allocated > limits.cap(Limit.PLUGIN_ALLOCATION);
            return tooMuch;
        }
    }

    private PluginTrouble tooMuch(PluginHealth health, String role) {
        return new PluginTrouble(
                health.plugin(),
                role,
                PluginTrouble.ALLOCATION,
                "allocated more than " + limits.get(Limit.PLUGIN_ALLOCATION) + " bytes without handing anything over",
                Limit.PLUGIN_ALLOCATION.key() + ": " + health.plugin().id());
    }

    private PluginTrouble abandoned(PluginHealth health, String role, Thread thread) {
        PluginInfo plugin = health.plugin();
        StackTraceElement[] stack = thread.getStackTrace();
        health.timedOut(limits.cap(Limit.PLUGIN_TIMEOUTS));
        thread.interrupt();
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} abandoned in {}", role, plugin, Arrays.toString(stack));
        }
        return new PluginTrouble(
                plugin,
                role,
                PluginTrouble.HANG,
                "no return within " + limits.get(Limit.PLUGIN_SECONDS) + " seconds, abandoned"
                        + (stack.length == 0 ? "" : " in " + stack[0]),
                Limit.PLUGIN_SECONDS.key() + ": " + plugin.id());
    }

    /** Ends the threads that wait; one with an abandoned call ends when that returns. */
    @Override
    public void close() {
        idle.forEach(PluginThread::end);
        idle.clear();
    }
}
