package io.thor4j.core.spi;

import io.thor4j.core.Element;

/** Looks at one element and adds reasons. Used by one thread at a time. */
public interface Detector extends AutoCloseable {
    /**
     * Looks at an element. What is thrown ends this detector's work on this element only.
     *
     * @param element what to look at; it must not be kept after the call
     * @param context takes reasons
     */
    void detect(Element element, DetectionContext context);

    /** Gives up what the detector holds; nothing by default. */
    @Override
    default void close() {}
}
