package io.thor4j.core.spi;

import java.util.List;

/**
 * The providers of one kind that were loaded, and those that were not. Immutable.
 *
 * @param plugins the loaded ones, by id
 * @param problems what was left out, in the order it was met
 * @param <P> the provider interface
 */
public record LoadedPlugins<P extends PluginProvider>(List<Plugin<P>> plugins, List<PluginProblem> problems) {
    /** Makes the result; lists are copied. */
    public LoadedPlugins {
        plugins = List.copyOf(plugins);
        problems = List.copyOf(problems);
    }

    /**
     * One loaded provider.
     *
     * @param provider the provider
     * @param info who it is
     * @param <P> the provider interface
     */
    public record Plugin<P extends PluginProvider>(P provider, PluginInfo info) {}
}
