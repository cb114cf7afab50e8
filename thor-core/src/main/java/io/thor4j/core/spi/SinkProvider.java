package io.thor4j.core.spi;

/** Makes outputs. */
public interface SinkProvider extends PluginProvider {
    /**
     * Makes a sink; called once for each output of a scan.
     *
     * @param config this plugin's options (where to write) and logger
     * @return the open sink
     */
    OutputSink create(PluginConfig config);
}
