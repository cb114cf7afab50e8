package io.thor4j.core.spi.samples;

/** A provider that sorts before the others. */
public class EarlierDetector extends FirstDetector {
    @Override
    public String id() {
        return "a.earlier";
    }

    @Override
    public String version() {
        return null;
    }
}
