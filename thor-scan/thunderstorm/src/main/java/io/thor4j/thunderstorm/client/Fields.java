package io.thor4j.thunderstorm.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object whose fields may be missing or of another kind than expected: servers differ. Immutable. */
final class Fields {
    private final Map<?, ?> fields;

    private Fields(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** Wraps an object; anything else counts as an empty one. */
    static Fields of(@Nullable Object value) {
        return new Fields(value instanceof Map<?, ?> map ? map : Map.of());
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    Fields object(String name) {
        return of(fields.get(name));
    }

    String text(String name) {
        Object value = fields.get(name);
        return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
    }

    @Nullable
    Long number(String name) {
        Object value = fields.get(name);
        return value instanceof Long number
                ? number
                : value instanceof Double number && Double.isFinite(number) ? (Long) Math.round(number) : null;
    }

    /** Returns the list's objects. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    objects.add(new Fields(map));
                }
            }
        }
        return objects;
    }

    /** Returns the list's texts; one text counts as a list of one. */
    List<String> texts(String name) {
        Object value = fields.get(name);
        if (value instanceof List<?> list) {
            return list.stream()
                    .filter(entry -> entry != null && !(entry instanceof Map) && !(entry instanceof List))
                    .map(String::valueOf)
                    .toList();
        }
        String text = text(name);
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
