package io.thor4j.core.spi;

/** Makes detectors. */
public interface DetectorProvider extends PluginProvider {
    /**
     * Makes a detector; called once for each scanning thread.
     *
     * @param config this plugin's options and logger
     * @return a detector for one thread
     */
    Detector create(PluginConfig config);
}
