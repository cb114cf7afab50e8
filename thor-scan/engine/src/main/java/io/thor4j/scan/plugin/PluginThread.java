package io.thor4j.scan.plugin;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that runs one plugin call after another until it is ended, or left to itself with a call that does not return. */
final class PluginThread {
    private final Thread thread;
    private volatile @Nullable PluginCall next;
    private volatile boolean ended;

    PluginThread(ThreadFactory factory) {
        thread = factory.newThread(this::work);
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Hands over a call; the one before is done. */
    void run(PluginCall call) {
        next = call;
        LockSupport.unpark(thread);
    }

    /** Lets the thread end after its call. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void work() {
        while (true) {
            PluginCall call = next;
            if (call != null) {
                next = null;
                if (!call.execute()) {
                    return;
                }
                /* What a plugin leaves behind on its thread must not meet the next one. */
                Thread.interrupted();
            } else if (ended) {
                return;
            } else {
                LockSupport.park(this);
                Thread.interrupted();
            }
        }
    }
}
