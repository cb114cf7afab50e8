package io.thor4j.spiexamples;

import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.PluginConfig;

/** Lets thor find {@link DisguisedExecutableDetector}. May be shared by threads. */
public final class DisguisedExecutableProvider implements DetectorProvider {
    /** Called by the service loader. */
    public DisguisedExecutableProvider() {}

    @Override
    public String id() {
        return "example.disguised-executable";
    }

    @Override
    public Detector create(PluginConfig config) {
        return new DisguisedExecutableDetector();
    }
}
