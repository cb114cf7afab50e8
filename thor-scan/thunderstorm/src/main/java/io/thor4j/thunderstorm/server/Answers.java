package io.thor4j.thunderstorm.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers. Only 200 is success for the clients that there are (thunderstorm.md section 3). Stateless. */
final class Answers {
    private static final String JSON = "application/json";

    private Answers() {}

    static void json(Response response, Callback callback, String body, boolean pretty) {
        write(response, callback, 200, JSON, pretty ? JsonBody.indented(body) : body);
    }

    /** Writes an error as THOR 11 does (thunderstorm.md section 2.8). */
    static void error(Response response, Callback callback, int status, String message) {
        write(response, callback, status, JSON, JsonBody.of(Map.of("message", message)));
    }

    /** Writes that the client shall come back; whole seconds are the only form that clients understand. */
    static void later(Response response, Callback callback, String message, long seconds) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, String.valueOf(Math.max(1, seconds)));
        error(response, callback, 503, message);
    }

    static void write(Response response, Callback callback, int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
