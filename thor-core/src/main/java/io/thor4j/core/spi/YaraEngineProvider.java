package io.thor4j.core.spi;

import io.thor4j.core.YaraEngineException;

/** Compiles and runs YARA rules: thor's own engine, or another in its place. Threads may share it. */
public interface YaraEngineProvider extends PluginProvider {
    /**
     * Compiles rules. A rule that does not compile is left out and named in {@link YaraEngineRules#compilation()}; the others stay.
     *
     * @param sources the rule text and the external variables
     * @return the compiled rules, to be closed when no scan needs them any more
     * @throws YaraEngineException when the engine cannot run here; its hint says what to install
     */
    YaraEngineRules compile(YaraSources sources);
}
