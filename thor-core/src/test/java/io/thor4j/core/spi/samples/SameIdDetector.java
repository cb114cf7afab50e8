package io.thor4j.core.spi.samples;

/** A provider with the id of another. */
public class SameIdDetector extends FirstDetector {
    @Override
    public String version() {
        return "2";
    }
}
