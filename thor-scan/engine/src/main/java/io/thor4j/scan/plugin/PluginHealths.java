package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The health of all plugins of a scanner. May be shared by threads. */
public final class PluginHealths {
    private final Map<PluginInfo, PluginHealth> healths = new ConcurrentHashMap<>();

    /** Makes an empty set. */
    public PluginHealths() {}

    /**
     * Returns the health of a plugin.
     *
     * @param plugin which; one plugin in several roles has one health
     * @return the same object for each call
     */
    public PluginHealth of(PluginInfo plugin) {
        return healths.computeIfAbsent(plugin, PluginHealth::new);
    }
}
