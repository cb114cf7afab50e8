package io.thor4j.core.spi;

/** Makes extractors. */
public interface ExtractorProvider extends PluginProvider {
    /**
     * Makes an extractor; called once for each scanning thread.
     *
     * @param config this plugin's options and logger
     * @return an extractor for one thread
     */
    Extractor create(PluginConfig config);
}
