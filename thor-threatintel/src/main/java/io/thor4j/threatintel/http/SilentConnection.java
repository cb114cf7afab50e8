package io.thor4j.threatintel.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing. HttpClient's own connections write every header and byte to the log at debug level, and the keys are
 * in the headers.
 */
final class SilentConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private Timeout timeout = Timeout.DISABLED;

    SilentConnection(Http1Config config) {
        super(config);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        super.bind(socket);
        timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public @Nullable Socket getSocket() {
        return getSocketHolder() == null ? null : getSocketHolder().getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return super.getSSLSession();
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.DISABLED);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(timeout);
    }

    @Override
    public void setSocketTimeout(Timeout value) {
        timeout = value;
        super.setSocketTimeout(value);
    }
}
