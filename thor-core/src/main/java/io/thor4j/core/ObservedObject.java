package io.thor4j.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of THOR's JSON v3 objects with its field values: what logs show of an element. Immutable, may be shared by threads.
 *
 * <p>The values of a known type are checked against {@link ObjectType}; an unknown type is a generic object that takes any key, as THOR's
 * own parser does (reference/thor-scanner.md section 5.6).
 */
public final class ObservedObject {
    private final String type;
    private final Map<String, @Nullable Object> values;

    private ObservedObject(String type, Map<String, @Nullable Object> values) {
        this.type = type;
        this.values = values;
    }

    /**
     * Starts an object.
     *
     * @param type its type, such as {@code file}
     * @return a builder without values
     */
    public static Builder builder(String type) {
        return new Builder(type);
    }

    /**
     * Makes a {@code log line}.
     *
     * @param lineIndex the line's number, from 0
     * @param line its text without the line break
     * @return the object
     */
    public static ObservedObject logLine(long lineIndex, String line) {
        return builder("log line")
                .set("line_index", lineIndex)
                .set("line", line)
                .build();
    }

    /** Returns the name of the type. */
    public String type() {
        return type;
    }

    /** Returns the shape of the type, null for a generic object. */
    public @Nullable ObjectType objectType() {
        return ObjectType.find(type);
    }

    /**
     * Returns the value of a field.
     *
     * @param key the JSON key
     * @return the value in the form that {@link ObjectField.Kind} names (integers as Long, times as OffsetDateTime), null when it was
     *     not set
     */
    public @Nullable Object get(String key) {
        return values.get(key);
    }

    /** Returns the values that were set, by JSON key: in the order of the type, or as set for a generic object. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Follows a JSON pointer (RFC 6901) through this object, nested objects, maps and lists.
     *
     * @param pointer such as {@code /path} or {@code /entry/Image}; {@code ""} and {@code "/"} are this object
     * @return the value there, null when there is none
     */
    public @Nullable Object resolve(String pointer) {
        if (pointer.isEmpty() || pointer.equals("/")) {
            return this;
        }
        Object value = this;
        for (String token : pointer.substring(1).split("/", -1)) {
            String key = token.replace("~1", "/").replace("~0", "~");
            if (value instanceof ObservedObject object) {
                value = object.get(key);
            } else if (value instanceof Map<?, ?> map) {
                value = map.get(key);
            } else if (value instanceof List<?> list && key.matches("[0-9]{1,9}")) {
                int index = Integer.parseInt(key);
                value = index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return value;
    }

    /**
     * Makes a JSON pointer.
     *
     * @param keys the keys on the way, unescaped
     * @return the pointer, such as {@code /entry/a~1b}
     */
    public static String pointer(String... keys) {
        StringBuilder pointer = new StringBuilder();
        for (String key : keys) {
            pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObservedObject that && type.equals(that.type) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + values.hashCode();
    }

    /** Returns the type and the values, for debugging. */
    @Override
    public String toString() {
        return type + values;
    }

    /** Collects values. For one thread. */
    public static final class Builder {
        private final String type;
        private final @Nullable ObjectType shape;
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        private Builder(String type) {
            this.type = type;
            this.shape = ObjectType.find(type);
        }

        /**
         * Sets a field.
         *
         * @param key the JSON key
         * @param value the value as {@link ObjectField.Kind} describes; null unsets the field of a known type
         * @return this
         * @throws IllegalArgumentException when the type has no such field or the field takes other values
         */
        public Builder set(String key, @Nullable Object value) {
            if (shape == null) {
                if (key.equals("type")) {
                    throw new IllegalArgumentException("the key \"type\" is taken by the type's name");
                }
                values.put(key, FieldValues.any(key, value, 0));
                return this;
            }
            ObjectField field = shape.fields().get(key);
            if (field == null) {
                throw new IllegalArgumentException("an object of type \"" + type + "\" has no field \"" + key + "\"");
            }
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, FieldValues.typed(field, value));
            }
            return this;
        }

        /** Returns the object. */
        public ObservedObject build() {
            Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
            if (shape == null) {
                ordered.putAll(values);
            } else {
                for (String key : shape.fields().keySet()) {
                    if (values.containsKey(key)) {
                        ordered.put(key, values.get(key));
                    }
                }
            }
            return new ObservedObject(type, Collections.unmodifiableMap(ordered));
        }
    }
}
