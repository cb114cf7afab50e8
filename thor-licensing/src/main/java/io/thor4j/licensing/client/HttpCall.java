package io.thor4j.licensing.client;

import io.thor4j.licensing.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request. Secrets are apart from the rest, so that a transport can keep them out of its logs. Immutable, may be shared by threads.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri where to, without secrets
 * @param secretQuery query parameters to add to the address when it is sent
 * @param headers header fields
 * @param secretHeaders header fields whose values are secrets
 * @param form the fields of the body as a form, null for no body
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, Secret> secretQuery,
        Map<String, String> headers,
        Map<String, Secret> secretHeaders,
        @Nullable List<Field> form) {
    /**
     * A field of a form.
     *
     * @param name its name
     * @param value its value
     */
    public record Field(String name, String value) {}

    /** Makes the request; maps and lists are copied. */
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        secretQuery = Collections.unmodifiableMap(new LinkedHashMap<>(secretQuery));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        secretHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(secretHeaders));
        form = form == null ? null : List.copyOf(form);
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
