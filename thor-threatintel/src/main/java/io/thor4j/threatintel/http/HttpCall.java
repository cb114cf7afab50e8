package io.thor4j.threatintel.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A GET request. Immutable, may be shared by threads.
 *
 * @param uri where to, sent exactly as its raw path and query are
 * @param headers header fields; may hold secrets, so that no message shows them
 * @param body the JSON text of the body, null for none
 */
public record HttpCall(
        URI uri, Map<String, String> headers, @Nullable String body) {
    /** Makes the request; the map is copied. */
    public HttpCall {
        Objects.requireNonNull(uri, "uri");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Returns the server's host and port, for messages. */
    public String server() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Shows server and path: neither query nor headers. */
    @Override
    public String toString() {
        return "GET " + uri.getScheme() + "://" + server() + uri.getRawPath();
    }
}
