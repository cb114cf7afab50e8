package io.thor4j.yara.module.vt;

import io.thor4j.yara.module.cuckoo.json.JsonText;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JSON form of messages (protobuf.dev, "ProtoJSON format") into structures: 64-bit integers may be texts, enumerations are names or
 * numbers, field names are in lower camel case or as declared. As in proto3, a field that is not given has its zero. Stateless.
 */
final class MessageReader {
    private static final byte[] NO_BYTES = {};

    private final Map<String, StructType> types;

    MessageReader(Map<String, StructType> types) {
        this.types = types;
    }

    /**
     * Fills a structure; nested messages when they are first read.
     *
     * @param value the structure
     * @param message name of its message
     * @param json the object, or null for none
     */
    void fill(StructValue value, String message, @Nullable Object json) {
        for (VtSchema.Field field : VtModule.fields(message)) {
            Object given = given(field, json);
            switch (field.shape()) {
                case ONE -> value.setLazy(field.name(), () -> one(field.type(), given));
                case LIST -> value.setLazy(field.name(), () -> list(field.type(), given));
                case TEXTS_BY_TEXT -> value.setLazy(field.name(), () -> texts(given));
            }
        }
    }

    private static @Nullable Object given(VtSchema.Field field, @Nullable Object json) {
        for (String name : List.of(field.dataName(), camelCase(field.dataName()), field.name())) {
            Object value = JsonText.member(json, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String camelCase(String name) {
        String[] parts = name.split("_", -1);
        StringBuilder result = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                result.append(parts[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(parts[i].substring(1));
            }
        }
        return result.toString();
    }

    private Object one(String type, @Nullable Object json) {
        return switch (type) {
            case "int" -> integer(json);
            case "bool" -> Boolean.TRUE.equals(json) ? 1L : 0L;
            case "str" -> json instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : NO_BYTES;
            case "base64" -> json instanceof String text ? decoded(text) : NO_BYTES;
            default -> enumerationOrMessage(type, json);
        };
    }

    private Object enumerationOrMessage(String type, @Nullable Object json) {
        VtSchema.Enumeration enumeration = VtSchema.enumeration(type);
        StructType structure = types.get(type);
        if (enumeration != null) {
            Long value = json instanceof String name ? enumeration.values().get(name) : null;
            return value == null ? integer(json) : value;
        } else if (structure == null) {
            throw new IllegalStateException("no message " + type);
        }
        StructValue value = new StructValue(structure, null);
        fill(value, type, json);
        return value;
    }

    private static long integer(@Nullable Object json) {
        if (json instanceof Long number) {
            return number;
        } else if (json instanceof Double number) {
            return number.longValue();
        } else if (json instanceof String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException other) {
                return 0;
            }
        }
        return 0;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException other) {
            return NO_BYTES;
        }
    }

    private List<Object> list(String type, @Nullable Object json) {
        List<Object> result = new ArrayList<>();
        for (Object element : JsonText.elements(json)) {
            result.add(one(type, element));
        }
        return result;
    }

    /** Keys as dictionaries have them: one char a byte of their UTF-8. */
    private static Map<String, byte[]> texts(@Nullable Object json) {
        Map<String, byte[]> result = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String name && value instanceof String text) {
                    result.put(
                            new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                            text.getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        return result;
    }
}
