package io.thor4j.core.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a request carries. Asked once for each time that the request is sent. Threads may share it where its maker says so. */
public interface HttpBody {
    /** Returns the media type. */
    String type();

    /** Returns how many bytes {@link #writeTo} writes. */
    long length();

    /**
     * Writes the bytes.
     *
     * @param out where to
     * @throws ConnectionException of {@link ConnectionException.Kind#CONTENT} when they cannot be read
     * @throws IOException when the connection fails
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * A field of a form.
     *
     * @param name its name
     * @param value its value
     */
    record Field(String name, String value) {}

    /**
     * Returns a body of JSON.
     *
     * @param text the JSON
     */
    static HttpBody json(String text) {
        return of("application/json", text);
    }

    /**
     * Returns a body as a browser sends a form.
     *
     * @param fields its fields in their order
     */
    static HttpBody form(List<Field> fields) {
        return of(
                "application/x-www-form-urlencoded",
                fields.stream()
                        .map(field -> encoded(field.name()) + "=" + encoded(field.value()))
                        .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpBody of(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new HttpBody() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
