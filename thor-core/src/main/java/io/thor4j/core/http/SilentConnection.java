package io.thor4j.core.http;

import io.thor4j.core.Secret;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing, puts secrets into a request only when its bytes are written, and looks for an answer while it sends.
 *
 * <p>HttpClient logs request lines at debug level, and its own connections log headers and bytes. A token in the address would be in all of
 * them. So requests carry a placeholder, which this class replaces below all that logs. A server that refuses a sample after its first
 * bytes is not sent the rest of it.
 */
final class SilentConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private final Placeholders placeholders;
    private Timeout timeout = Timeout.DISABLED;

    SilentConnection(Http1Config config, Placeholders placeholders) {
        super(config, null, null, null, null, MonitoringResponseOutOfOrderStrategy.INSTANCE, null, null);
        this.placeholders = placeholders;
    }

    /** The secrets of the requests that are under way, by what stands for them. Threads share it. */
    static final class Placeholders {
        private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

        String add(Secret secret) {
            String placeholder = "hidden-" + UUID.randomUUID();
            secrets.put(placeholder, secret);
            return placeholder;
        }

        void remove(String placeholder) {
            secrets.remove(placeholder);
        }

        private boolean anyIn(ClassicHttpRequest request) {
            String address = String.valueOf(request.getRequestUri());
            return secrets.keySet().stream()
                    .anyMatch(placeholder -> address.contains(placeholder)
                            || Arrays.stream(request.getHeaders())
                                    .anyMatch(header -> placeholder.equals(header.getValue())));
        }

        private String replace(String text, boolean inAddress) {
            String replaced = text;
            for (Map.Entry<String, Secret> entry : secrets.entrySet()) {
                if (replaced.contains(entry.getKey())) {
                    String value = entry.getValue().reveal();
                    replaced = replaced.replace(
                            entry.getKey(), inAddress ? URLEncoder.encode(value, StandardCharsets.UTF_8) : value);
                }
            }
            return replaced;
        }
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        if (!placeholders.anyIn(request)) {
            super.sendRequestHeader(request);
            return;
        }
        BasicClassicHttpRequest sent = new BasicClassicHttpRequest(
                request.getMethod(),
                request.getScheme(),
                request.getAuthority(),
                placeholders.replace(request.getPath(), true));
        // A proxy gets the whole address.
        sent.setAbsoluteRequestUri(request.getRequestUri().contains("://"));
        sent.setVersion(request.getVersion());
        for (Header header : request.getHeaders()) {
            sent.addHeader(header.getName(), placeholders.replace(String.valueOf(header.getValue()), false));
        }
        super.sendRequestHeader(sent);
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
