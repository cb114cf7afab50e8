package io.thor4j.thunderstorm.client;

import io.thor4j.core.ThorException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells a server that a collection begins or ends (thunderstorm.md section 6). Immutable.
 *
 * @param type which
 * @param source the name of the collecting host
 * @param collector the collecting program and its version, such as {@code thor/0.1.0}
 * @param time when
 * @param scanId what the server answered to the begin, null for the begin itself
 * @param stats counts, by name
 * @param reason why it was interrupted, null otherwise
 */
public record CollectionMarker(
        Type type,
        String source,
        String collector,
        Instant time,
        @Nullable String scanId,
        Map<String, Long> stats,
        @Nullable String reason) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What a marker tells. */
    public enum Type {
        /** The collection begins. */
        BEGIN("begin"),
        /** It is done. */
        END("end"),
        /** It was stopped before its end. */
        INTERRUPTED("interrupted");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** Makes the marker; the map is copied. */
    public CollectionMarker {
        Objects.requireNonNull(source, "source");
        stats = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(stats));
    }

    String toJson() throws ThorException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", type.word);
            json.writeStringProperty("source", source);
            json.writeStringProperty("hostname", source);
            json.writeStringProperty("collector", collector);
            json.writeStringProperty(
                    "timestamp", time.truncatedTo(ChronoUnit.SECONDS).toString());
            if (scanId != null) {
                json.writeStringProperty("scan_id", scanId);
            }
            if (reason != null) {
                json.writeStringProperty("reason", reason);
            }
            if (!stats.isEmpty()) {
                json.writeObjectPropertyStart("stats");
                stats.forEach(json::writeNumberProperty);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
