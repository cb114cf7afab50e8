package io.thor4j.core.spi;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import org.jspecify.annotations.Nullable;

/** Sees elements after they were judged, before the outputs do. Used by several threads at the same time, each with an element of its own. */
@FunctionalInterface
public interface PostProcessingHook extends AutoCloseable {
    /**
     * Looks at a judged element, whose content can still be read. Nothing can be added to the verdict any more. What is thrown is reported
     * and changes nothing for the element.
     *
     * @param element what was judged; it must not be kept after the call
     * @param assessment the verdict, which may be kept; null for an element without reasons, which only a hook that
     *     {@link #everyElement} sees
     */
    void assessed(Element element, @Nullable Assessment assessment);

    /** Tells whether elements without reasons are of interest too; asked once. False by default. */
    default boolean everyElement() {
        return false;
    }

    /** Finishes what is pending; called once, when the scanner is closed. Does nothing by default. */
    @Override
    default void close() {}
}
