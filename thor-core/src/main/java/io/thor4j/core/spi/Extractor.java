package io.thor4j.core.spi;

import io.thor4j.core.Element;

/** Turns an element into child elements. Used by one thread at a time. */
public interface Extractor {
    /**
     * Tells whether this extractor knows the element's format; must be cheap: name, magic type, first bytes.
     *
     * @param element what might be a container
     * @return true when {@link #extract} should be called
     */
    boolean accepts(Element element);

    /**
     * Hands over the children. What is thrown ends the extraction and marks the container as failed; children handed over before are
     * scanned.
     *
     * @param element the container; it must not be kept after the call
     * @param children takes the children and guards the budget
     */
    void extract(Element element, ChildSink children);
}
