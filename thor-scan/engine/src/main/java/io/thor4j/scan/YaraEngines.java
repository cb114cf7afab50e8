package io.thor4j.scan;

import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.yara.ThorYaraEngine;
import java.util.List;

/** Finds YARA engines by their ids. Stateless. */
public final class YaraEngines {
    private YaraEngines() {}

    /**
     * Finds an engine that the class loader of this class sees: {@code thor}, which is always there, or one that a module provides, such
     * as {@code libyara} of thor-libyara.
     *
     * @param id the engine's id
     * @return the engine; whether it can run here shows when it compiles
     * @throws YaraEngineException when there is none of that id
     */
    public static YaraEngineProvider find(String id) {
        return find(id, YaraEngines.class.getClassLoader());
    }

    /**
     * Finds an engine.
     *
     * @param id the engine's id
     * @param loader where to look for engines other than thor's own
     * @return the engine; whether it can run here shows when it compiles
     * @throws YaraEngineException when there is none of that id
     */
    public static YaraEngineProvider find(String id, ClassLoader loader) {
        if (id.equals(ThorYaraEngine.ID)) {
            return new ThorYaraEngine();
        }
        LoadedPlugins<YaraEngineProvider> loaded = PluginLoader.discover(YaraEngineProvider.class, loader);
        for (LoadedPlugins.Plugin<YaraEngineProvider> plugin : loaded.plugins()) {
            if (plugin.info().id().equals(id)) {
                return plugin.provider();
            }
        }
        List<String> known =
                loaded.plugins().stream().map(plugin -> plugin.info().id()).toList();
        List<String> broken =
                loaded.problems().stream().map(PluginProblem::reason).toList();
        throw new YaraEngineException(
                "no YARA engine '" + id + "' among " + known + (broken.isEmpty() ? "" : ", not loaded: " + broken),
                null,
                "an engine is a jar of its own, thor-libyara for libyara, beside the others",
                null);
    }
}
