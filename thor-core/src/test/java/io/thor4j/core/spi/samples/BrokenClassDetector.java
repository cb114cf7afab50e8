package io.thor4j.core.spi.samples;

/** A provider whose class cannot be initialised. */
public class BrokenClassDetector extends FirstDetector {
    static final int NUMBER = Integer.parseInt("none");
}
