package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import org.jspecify.annotations.Nullable;

/**
 * Whether a plugin may still be called, for the life of a scanner: a service that scans every request with one scanner must not pay for the
 * same hang again and again. May be shared by threads.
 */
public final class PluginHealth {
    private final PluginInfo plugin;
    private final PluginHealths all;
    private long timeouts;
    private volatile @Nullable String suspended;

    /** Starts in good health. */
    PluginHealth(PluginInfo plugin, PluginHealths all) {
        this.plugin = plugin;
        this.all = all;
    }

    /** Returns which plugin it is. */
    public PluginInfo plugin() {
        return plugin;
    }

    /** Returns why the plugin is called no more, null while it is. */
    public @Nullable String suspended() {
        return suspended;
    }

    PluginHealths all() {
        return all;
    }

    void outOfMemory() {
        suspend("it ran out of memory");
        all.shortage();
    }

    void suspend(String reason) {
        if (suspended == null) {
            suspended = reason;
        }
    }

    synchronized void timedOut(long allowed) {
        timeouts++;
        if (timeouts >= allowed) {
            suspend(timeouts == 1 ? "a call had to be abandoned" : timeouts + " calls had to be abandoned");
        }
    }
}
