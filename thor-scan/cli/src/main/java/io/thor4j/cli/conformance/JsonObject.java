package io.thor4j.cli.conformance;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object as maps and lists, with getters that say which field is not what it should be. Immutable; threads may share it. */
final class JsonObject {
    // Deeper than any record; keeps a hostile line from exhausting the stack.
    private static final int MAX_DEPTH = 32;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> fields;

    private JsonObject(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads a line that holds exactly one object.
     *
     * @throws BadCaseException when it does not
     */
    static JsonObject parse(String line) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadCaseException("not a JSON object");
            }
            JsonObject object = new JsonObject(object(parser, 1));
            if (parser.nextToken() != null) {
                throw new BadCaseException("more than one JSON value in the line");
            }
            return object;
        } catch (JacksonException e) {
            throw new BadCaseException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> object(JsonParser parser, int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadCaseException("nested too deeply");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object element = value(parser, depth + 1);
                    if (element != null) {
                        list.add(element);
                    }
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new BadCaseException("unexpected " + token);
        };
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        return fields.get(name);
    }

    /** Returns the fields in their order. */
    Map<String, Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    @Nullable
    String text(String name) {
        return typed(name, String.class);
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw new BadCaseException("no field " + name);
        }
        return text;
    }

    byte @Nullable [] base64(String name) {
        String text = text(name);
        return text == null ? null : decode(name, text);
    }

    static byte[] decode(String name, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadCaseException(name + " is not base64", e);
        }
    }

    long number(String name, long otherwise) {
        Long number = typed(name, Long.class);
        return number == null ? otherwise : number;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(typed(name, Boolean.class));
    }

    /** Returns an inner object; an empty one when there is none. */
    JsonObject object(String name) {
        Map<?, ?> inner = typed(name, Map.class);
        return inner == null ? new JsonObject(Map.of()) : of(inner);
    }

    /** Makes an object of the map that an object was read as. */
    static JsonObject of(Map<?, ?> inner) {
        Map<String, Object> copy = new LinkedHashMap<>();
        inner.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return new JsonObject(copy);
    }

    List<?> list(String name) {
        List<?> list = typed(name, List.class);
        return list == null ? List.of() : list;
    }

    private <T> @Nullable T typed(String name, Class<T> type) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new BadCaseException("field " + name + " has an unexpected type");
        }
        return type.cast(value);
    }
}
