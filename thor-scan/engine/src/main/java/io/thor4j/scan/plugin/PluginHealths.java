package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The health of all plugins of a scanner. May be shared by threads. */
public final class PluginHealths {
    /** The longest wait for plugins that are about to fail for lack of memory, in looks of 20 ms. Ours: 30 seconds of full collections. */
    private static final int LOOKS = 1_500;

    private final Map<PluginInfo, PluginHealth> healths = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger shortages = new AtomicInteger();

    /** Makes an empty set. */
    public PluginHealths() {}

    /**
     * Returns the health of a plugin.
     *
     * @param plugin which; one plugin in several roles has one health
     * @return the same object for each call
     */
    public PluginHealth of(PluginInfo plugin) {
        return healths.computeIfAbsent(plugin, key -> new PluginHealth(key, this));
    }

    /**
     * Tells whether something that went wrong was the engine's own.
     *
     * @param plugin what the engine called
     */
    public boolean isBuiltIn(PluginInfo plugin) {
        return !healths.containsKey(plugin);
    }

    void begun() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    void shortage() {
        shortages.incrementAndGet();
    }

    /** Returns how often a plugin ran out of memory so far. */
    public int shortages() {
        return shortages.get();
    }

    /**
     * Tells whether the engine may have run out of memory because of a plugin, and waits until no plugin is at work.
     *
     * @param before what {@link #shortages} was when the engine's work began
     * @return false when no plugin ran out of memory since, and none is at work
     */
    public boolean tookTheMemory(int before) {
        boolean suspected = running.get() > 0;
        for (int i = 0; i < LOOKS && running.get() > 0; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return suspected || shortages.get() > before;
    }
}
