package io.thor4j.spiexamples;

import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.SinkProvider;

/** Lets thor find {@link LevelCountSink}. May be shared by threads. */
public final class LevelCountProvider implements SinkProvider {
    /** Called by the service loader. */
    public LevelCountProvider() {}

    @Override
    public String id() {
        return "example.level-counts";
    }

    @Override
    public OutputSink create(PluginConfig config) {
        return new LevelCountSink(config);
    }
}
