package io.thor4j.core.http;

import io.thor4j.core.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request. Secrets are apart from the rest, so that a transport can keep them out of its logs. Immutable, may be shared by threads when
 * its body may.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri where to, without secrets, sent exactly as its raw path and query are
 * @param secretQuery query parameters to add to the address when it is sent
 * @param headers header fields
 * @param secretHeaders header fields whose values are secrets
 * @param body what it carries, null for nothing
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, Secret> secretQuery,
        Map<String, String> headers,
        Map<String, Secret> secretHeaders,
        @Nullable HttpBody body) {
    /** Makes the request; the maps are copied. */
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        secretQuery = Collections.unmodifiableMap(new LinkedHashMap<>(secretQuery));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        secretHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(secretHeaders));
    }

    /**
     * Makes a GET request without a body.
     *
     * @param uri where to, without secrets
     * @param headers header fields; no transport logs them
     * @return the request
     */
    public static HttpCall get(URI uri, Map<String, String> headers) {
        return new HttpCall("GET", uri, Map.of(), headers, Map.of(), null);
    }

    /** Returns the server's host and port, for messages. */
    public String server() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Shows method, server and path: neither query nor headers. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + server() + uri.getRawPath();
    }
}
