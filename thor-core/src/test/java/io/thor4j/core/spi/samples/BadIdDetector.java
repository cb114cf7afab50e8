package io.thor4j.core.spi.samples;

/** A provider with an id that is not allowed. */
public class BadIdDetector extends FirstDetector {
    @Override
    public String id() {
        return "Bad Id";
    }
}
