package io.thor4j.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something the scanner says about the scan itself (JSON v3 {@code THOR message}). Immutable.
 *
 * @param meta its origin
 * @param text what is said
 * @param fields ordered details. A value is null, a String, Number, Boolean, Instant, OffsetDateTime, Duration, {@link ByteString},
 *     {@link ObservedObject}, or a List or Map of those
 */
public record Message(EventMeta meta, String text, Map<String, ? extends @Nullable Object> fields) {
    /**
     * Makes the message; the fields are copied in their order.
     *
     * @throws IllegalArgumentException when a value is of another type
     */
    public Message {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        fields.forEach((key, value) -> copy.put(key, FieldValues.any(key, value, 0)));
        fields = Collections.unmodifiableMap(copy);
    }
}
