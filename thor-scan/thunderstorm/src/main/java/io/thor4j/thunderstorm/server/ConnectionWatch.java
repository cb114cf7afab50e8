package io.thor4j.thunderstorm.server;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;

/**
 * Closes connections that do not come to a request: a sender of one header byte now and then is never idle, so the time for the whole head is
 * bounded, from the connection's begin or its last answer. Bodies are {@link io.thor4j.thunderstorm.server.upload.UploadPace}'s. Threads
 * share it.
 */
final class ConnectionWatch implements Connection.Listener {
    private final long patience;
    private final LongSupplier nanoClock;
    private final Map<Connection, Use> open = new ConcurrentHashMap<>();

    /** How a connection is used. */
    private static final class Use {
        private int requests;
        private long since;

        Use(long since) {
            this.since = since;
        }

        synchronized void begin() {
            requests++;
        }

        synchronized void end(long now) {
            requests--;
            since = now;
        }

        synchronized boolean isLate(long now, long patience) {
            return requests == 0 && now - since > patience;
        }
    }

    /**
     * Makes the watch.
     *
     * @param patience nanoseconds for the head of a request
     * @param nanoClock a steady clock
     */
    ConnectionWatch(long patience, LongSupplier nanoClock) {
        this.patience = patience;
        this.nanoClock = nanoClock;
    }

    @Override
    public void onOpened(Connection connection) {
        /* What TLS carries is a connection of its own, and the one that is asked. */
        if (!(connection instanceof SslConnection)) {
            open.put(connection, new Use(nanoClock.getAsLong()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** A request has begun: its head was read. */
    void begin(Request request) {
        Use use = open.get(request.getConnectionMetaData().getConnection());
        if (use != null) {
            use.begin();
            Request.addCompletionListener(request, failure -> use.end(nanoClock.getAsLong()));
        }
    }

    /** Closes what is late. Called now and then. */
    void look() {
        long now = nanoClock.getAsLong();
        for (Iterator<Map.Entry<Connection, Use>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Connection, Use> each = all.next();
            if (each.getValue().isLate(now, patience)) {
                all.remove();
                each.getKey().getEndPoint().close();
            }
        }
    }
}
