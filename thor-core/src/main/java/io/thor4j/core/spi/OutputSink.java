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

    /** Writes out what is pending and gives up what the sink holds; called once. */
    @Override
    void close();
}
