package io.thor4j.scan.output.syslog;

import java.io.IOException;
import java.util.List;

/** Carries messages to a receiver. Used by one thread; {@link #close} may be called by another to end a call that hangs. */
interface Carrier extends AutoCloseable {
    /**
     * Sends messages.
     *
     * @param messages one or more
     * @return how many of them were taken before the receiver's system refused one; the rest were not sent
     * @throws IOException when the connection broke: nobody knows which of all unconfirmed messages arrived
     */
    int send(List<byte[]> messages) throws IOException;

    /**
     * Ends the connection in order; comes back when the receiver has read everything that was sent before.
     *
     * @throws IOException when that is not sure
     */
    void finish() throws IOException;

    /** Drops the connection. */
    @Override
    void close();
}
