package io.thor4j.licensing.service;

import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form of a request (application/x-www-form-urlencoded). Read here and not by Jetty's FormFields, because with too many fields that left the
 * rest of the body unread, and the client waited for its answer's end until the connection timed out (measured: 30 seconds).
 */
final class FormBody {
    private final Map<String, List<String>> fields;

    private FormBody(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads a form.
     *
     * @param contentType the header field, or null
     * @param in the body
     * @param maxBytes the most bytes of it
     * @throws LicenseRefusedException when it is no form, or larger
     */
    static FormBody read(@Nullable String contentType, InputStream in, int maxBytes) {
        byte[] body;
        try {
            body = in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new LicenseRefusedException(Why.BAD_REQUEST, "the body broke off", e);
        }
        if (body.length > maxBytes) {
            throw new LicenseRefusedException(Why.TOO_LARGE, "the form has more than " + maxBytes + " bytes", null);
        }
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw new LicenseRefusedException(Why.BAD_REQUEST, "the body is not a form", null);
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        try {
            for (int from = 0; from < text.length(); ) {
                int and = text.indexOf('&', from);
                int end = and < 0 ? text.length() : and;
                int equals = text.indexOf('=', from);
                int middle = equals < 0 || equals > end ? end : equals;
                String value = middle == end ? "" : text.substring(middle + 1, end);
                fields.computeIfAbsent(decode(text.substring(from, middle)), name -> new ArrayList<>())
                        .add(decode(value));
                from = end + 1;
            }
        } catch (IllegalArgumentException e) {
            throw new LicenseRefusedException(Why.BAD_REQUEST, "the form is not encoded as one", e);
        }
        return new FormBody(fields);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Returns the first value of a field, null when there is none. */
    @Nullable
    String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns all values of a field in their order. */
    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
