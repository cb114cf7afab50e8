package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a plugin on a thread of its own, while the engine's thread waits for it, and serves it: what the plugin hands over is
 * scanned by the engine's thread.
 *
 * <p>Of the two threads always exactly one works, until the engine's thread abandons the call. From then on the plugin's thread can do
 * nothing through the objects that it was given.
 */
final class PluginCall {
    /** No time of a steady clock. */
    static final long NOTHING = Long.MIN_VALUE;

    private static final Object RUNNING = new Object();
    private static final Object DONE = new Object();
    private static final Object ABANDONED = new Object();

    private static final ThreadLocal<@Nullable PluginCall> CURRENT = new ThreadLocal<>();

    /** Work for the engine's thread. */
    private record Request(Runnable work) {}

    private final AtomicReference<Object> state = new AtomicReference<>(RUNNING);
    private final Thread engine = Thread.currentThread();
    private final PluginInfo plugin;
    private final String role;
    private final PluginTrouble outOfMemory;
    private final PluginGuard.Mark mark;
    private PluginGuard.@Nullable Action action;
    private @Nullable ClassLoader loader;
    private @Nullable PluginTrouble trouble;
    private @Nullable Throwable engineFailure;

    /** Made on the engine's thread, which will wait. */
    PluginCall(PluginInfo plugin, String role, PluginGuard.Action action, @Nullable ClassLoader loader) {
        this.plugin = plugin;
        this.role = role;
        this.action = action;
        this.loader = loader;
        this.mark = new PluginGuard.Mark(plugin);
        /* Made while there is memory. */
        this.outOfMemory =
                new PluginTrouble(plugin, role, OutOfMemoryError.class.getSimpleName(), "while it failed", null);
    }

    /**
     * Runs the call, on the plugin's thread.
     *
     * @return whether the thread can be used again; false when the call was abandoned
     */
    boolean execute() {
        Thread self = Thread.currentThread();
        PluginTrouble result = outOfMemory;
        try {
            CURRENT.set(this);
            /* Libraries that a plugin brings along look for their parts there. */
            self.setContextClassLoader(loader);
            PluginGuard.Action run = action;
            if (run != null) {
                result = PluginGuard.call(plugin, role, run, mark);
            }
        } catch (Throwable e) {
            /* Only the lack of memory, or of stack, gets here: the guard itself could not work. */
            result = outOfMemory;
        } finally {
            CURRENT.remove();
            action = null;
            loader = null;
        }
        trouble = result;
        if (!state.compareAndSet(RUNNING, DONE)) {
            return false;
        }
        LockSupport.unpark(engine);
        return true;
    }

    /**
     * Has the engine's thread do something and waits for it. On the engine's thread it is done at once.
     *
     * @param work what to do
     * @throws IllegalStateException when the call is over
     */
    static void onEngine(Runnable work) {
        PluginCall call = CURRENT.get();
        if (call == null) {
            work.run();
        } else {
            call.request(work);
        }
    }

    private void request(Runnable work) {
        Request request = new Request(work);
        if (!state.compareAndSet(RUNNING, request)) {
            throw new IllegalStateException("used after the call");
        }
        LockSupport.unpark(engine);
        boolean interrupted = false;
        while (state.get() == request) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable failure = engineFailure;
        if (failure != null) {
            engineFailure = null;
            throw new IllegalStateException(
                    "the engine failed: " + failure.getClass().getSimpleName(), failure);
        }
    }

    /**
     * Serves a request if there is one; on the engine's thread.
     *
     * @param runner the plugin's thread, which goes on afterwards
     * @param nanoClock a steady clock
     * @return when the plugin went on, {@link #NOTHING} when there was no request
     */
    long serve(Thread runner, LongSupplier nanoClock) {
        if (!(state.get() instanceof Request request)) {
            return NOTHING;
        }
        long end = NOTHING;
        try {
            request.work().run();
        } catch (Throwable e) {
            engineFailure = e;
        } finally {
            /* Before the plugin goes on: from then on the time is its own. */
            end = nanoClock.getAsLong();
            state.set(RUNNING);
            LockSupport.unpark(runner);
        }
        return end;
    }

    boolean isDone() {
        return state.get() == DONE;
    }

    /** Returns what went wrong, null when nothing did; after {@link #isDone}. */
    @Nullable
    PluginTrouble trouble() {
        return trouble;
    }

    /** Gives the call up unless it is over or asks for something; on the engine's thread. */
    boolean abandon() {
        boolean abandoned = state.compareAndSet(RUNNING, ABANDONED);
        if (abandoned) {
            mark.end();
        }
        return abandoned;
    }
}
