package io.thor4j.core.json;

import io.thor4j.core.ByteString;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns parsed JSON back into objects. Stateless. */
final class JsonObjects {
    private static final String TYPE = "type";

    private JsonObjects() {}

    /** Reads an object that carries its type. */
    static ObservedObject object(Map<String, @Nullable Object> json) {
        String name = json.get(TYPE) instanceof String text ? text : "object";
        ObjectType type = ObjectType.find(name);
        if (type != null && !type.isPart()) {
            try {
                return typed(type, json);
            } catch (IllegalArgumentException | MalformedInputException e) {
                /* Keys or values that this version does not know. */
                return generic("unknown " + name, json);
            }
        }
        return generic(type == null ? name : "unknown " + name, json);
    }

    private static ObservedObject generic(String name, Map<String, @Nullable Object> json) {
        ObservedObject.Builder object = ObservedObject.builder(name);
        free(json).forEach((key, value) -> {
            if (!key.equals(TYPE)) {
                object.set(key, value);
            }
        });
        return object.build();
    }

    private static ObservedObject typed(ObjectType type, Map<String, @Nullable Object> json) {
        ObservedObject.Builder object = ObservedObject.builder(type.name());
        json.forEach((key, value) -> {
            ObjectField field = type.fields().get(key);
            if (key.equals(TYPE) && !type.isPart()) {
                return;
            } else if (field == null) {
                throw new IllegalArgumentException("no field " + key);
            }
            object.set(key, value == null ? null : field(field, value));
        });
        return object.build();
    }

    private static Object field(ObjectField field, Object value) {
        return switch (field.kind()) {
            case TIME -> JsonLogReader.time(String.valueOf(value));
            case TIMES ->
                list(value).stream()
                        .map(entry -> (Object) JsonLogReader.time(String.valueOf(entry)))
                        .toList();
            case DURATION -> {
                if (!(value instanceof Long nanos)) {
                    throw new IllegalArgumentException("a duration of " + value);
                }
                yield Duration.ofNanos(nanos);
            }
            case DATA -> data(JsonLogReader.map(value, field.key()));
            case OBJECT ->
                field.list()
                        ? list(value).stream()
                                .map(entry -> nested(field, Objects.requireNonNull(entry)))
                                .toList()
                        : nested(field, value);
            default -> value;
        };
    }

    private static ObservedObject nested(ObjectField field, Object value) {
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException(field.key() + " is no object");
        }
        Map<String, @Nullable Object> json = JsonLogReader.map(value, field.key());
        String name = field.objects().get(0);
        if (json.get(TYPE) instanceof String text && field.objects().contains(text)) {
            name = text;
        }
        ObjectType type = ObjectType.find(name);
        if (type == null) {
            throw new IllegalArgumentException("no type " + name);
        }
        return typed(type, json);
    }

    private static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(value + " is no list");
    }

    /** Reads bytes from {@code {"data","encoding"}}. */
    static ByteString data(Map<String, @Nullable Object> json) {
        String data = String.valueOf(json.get("data"));
        Object encoding = json.get("encoding");
        if ("hex".equals(encoding)) {
            try {
                return ByteString.of(HexFormat.of().parseHex(data));
            } catch (IllegalArgumentException e) {
                throw JsonLogReader.malformed("data that are no hex digits");
            }
        }
        if (!"plain".equals(encoding)) {
            throw JsonLogReader.malformed("data in the unknown encoding \"" + encoding + "\"");
        }
        return ByteString.of(data.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns values without a declared kind; bytes and objects with a known type are such again. */
    static Map<String, @Nullable Object> free(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        json.forEach((key, value) -> copy.put(key, free(value)));
        return copy;
    }

    private static @Nullable Object free(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, @Nullable Object> json = JsonLogReader.map(value, "value");
            ObjectType type = json.get(TYPE) instanceof String name ? ObjectType.find(name) : null;
            if (type != null && !type.isPart()) {
                return object(json);
            }
            boolean bytes = json.size() == 2
                    && json.get("data") instanceof String
                    && ("hex".equals(json.get("encoding")) || "plain".equals(json.get("encoding")));
            return bytes ? data(json) : free(json);
        } else if (value instanceof List<?> list) {
            return list.stream().map(JsonObjects::free).toList();
        }
        return value;
    }
}
