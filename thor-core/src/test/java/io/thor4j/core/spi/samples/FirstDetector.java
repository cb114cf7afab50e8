package io.thor4j.core.spi.samples;

import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.PluginConfig;

/** A provider that works. */
public class FirstDetector implements DetectorProvider {
    @Override
    public String id() {
        return "sample.first";
    }

    @Override
    public String version() {
        return "1.2";
    }

    @Override
    public Detector create(PluginConfig config) {
        return (element, context) -> {};
    }
}
