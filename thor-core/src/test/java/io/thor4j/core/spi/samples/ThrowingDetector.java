package io.thor4j.core.spi.samples;

/** A provider whose constructor throws. */
public class ThrowingDetector extends FirstDetector {
    public ThrowingDetector() {
        throw new IllegalStateException("no licence");
    }
}
