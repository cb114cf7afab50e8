package io.thor4j.thunderstorm.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a server's operations. Immutable.
 *
 * @param base below which they are
 * @param source named with each upload, null or empty for none
 */
record Endpoints(URI base, @Nullable String source) {
    static Endpoints of(URI server, ApiGeneration generation, @Nullable String source) {
        String text = server.toString();
        return new Endpoints(URI.create(text + (text.endsWith("/") ? "" : "/") + generation.path()), source);
    }

    URI upload(String operation, @Nullable String scanId) {
        Map<String, String> query = new LinkedHashMap<>();
        if (source != null && !source.isEmpty()) {
            query.put("source", source);
        }
        if (scanId != null) {
            query.put("scan_id", scanId);
        }
        return of(operation, query);
    }

    URI of(String operation, Map<String, String> query) {
        StringBuilder text = new StringBuilder(base.toString()).append(operation);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(encoded(parameter.getValue()));
            separator = '&';
        }
        return URI.create(text.toString());
    }

    /* Not URLEncoder: its plus sign for a blank is only known to those that take the query for a form. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= '0' && b <= '9')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= 'a' && b <= 'z')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            text.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return text.toString();
    }
}
