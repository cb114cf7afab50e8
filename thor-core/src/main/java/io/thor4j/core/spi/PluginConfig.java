package io.thor4j.core.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a plugin is given to start with. Immutable.
 *
 * @param options this plugin's own options, by name
 * @param logger where the plugin may log
 */
public record PluginConfig(Map<String, String> options, Logger logger) {
    /** Makes the configuration; the options are copied. */
    public PluginConfig {
        options = Map.copyOf(options);
    }

    /**
     * Returns an option.
     *
     * @param name its name
     * @return its value, null when it is not set
     */
    public @Nullable String option(String name) {
        return options.get(name);
    }
}
