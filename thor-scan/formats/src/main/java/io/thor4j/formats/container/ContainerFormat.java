package io.thor4j.formats.container;

import java.io.IOException;

/** Reads one container format. Stateless, may be shared by threads. */
public interface ContainerFormat {
    /** Returns the name in options, such as {@code zip}. */
    String key();

    /**
     * Tells by the content whether it is of this format; must be cheap.
     *
     * @param content the whole content
     * @return true when {@link #extract} should be called
     */
    boolean accepts(Bytes content);

    /**
     * Hands over the members.
     *
     * @param container the container
     * @throws IOException when it is damaged, or a limit ends the work; members handed over before are scanned
     */
    void extract(Container container) throws IOException;
}
