package io.thor4j.core.spi;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;

/** Receives assessments and messages. The engine calls it from one thread at a time, in order. */
public interface OutputSink extends AutoCloseable {
    /**
     * Takes an assessment.
     *
     * @param assessment what was found
     */
    void accept(Assessment assessment);

    /**
     * Takes a message.
     *
     * @param message what the scanner says about the scan
     */
    void accept(Message message);

    /**
     * Tells whether the sink makes one document of all events, so that it has to hear those from before a stop or a crash again when the
     * scan goes on. False for logs, which hold them already, and for what sends events away.
     *
     * @return whether it does
     */
    default boolean isDocument() {
        return false;
    }

    /** Writes out what is pending and gives up what the sink holds; called once. */
    @Override
    void close();
}
