package io.thor4j.licensing.file;

import io.thor4j.licensing.host.HostName;

/** A server that licences can be had from: ASGARD, the portal, or one of your own. */
public interface RemoteSource {
    /** Returns the server's name, for THOR's line. */
    String host();

    /**
     * Retrieves a licence.
     *
     * @param host whom it is for
     * @return the licence's file
     * @throws io.thor4j.core.ThorException when there is none to be had
     */
    byte[] retrieve(HostName host);
}
