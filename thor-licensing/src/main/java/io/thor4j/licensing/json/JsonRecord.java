package io.thor4j.licensing.json;

import io.thor4j.core.MalformedInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object that is read field by field; each field is there once, has the type that is asked for, and {@link #end} refuses what
 * nobody asked for: a restriction that this version does not know must not be overlooked. Used by one thread.
 *
 * <p>Every method throws {@link MalformedInputException} when the input is not as asked. Values never appear in messages: they may be
 * secrets.
 */
public final class JsonRecord {
    /** Levels of nesting, characters of a string and bytes of a document that no record of this module comes near. */
    private static final int MAX_NESTING = 6;

    private static final int MAX_STRING = 200_000;
    private static final int MAX_BYTES = 16 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(100)
                    .maxNumberLength(30)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String place;
    private final Map<String, Object> fields;

    private JsonRecord(String place, Map<String, Object> fields) {
        this.place = place;
        this.fields = new TreeMap<>(fields);
    }

    /**
     * Reads a document that is one object.
     *
     * @param utf8 the document
     * @param place what it is, for messages
     * @return the object
     */
    public static JsonRecord read(byte[] utf8, String place) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(place, "not a JSON object", null);
            }
            Map<String, Object> fields = object(parser, place);
            if (parser.nextToken() != null) {
                throw wrong(place, "something stands behind the JSON object", null);
            }
            return new JsonRecord(place, fields);
        } catch (JacksonException e) {
            // Without the parser's own message, which may quote the input.
            String line = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw wrong(place, "not JSON as expected" + line, null);
        }
    }

    private static Map<String, Object> object(JsonParser parser, String place) {
        Map<String, Object> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, place);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser, String place) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw wrong(place, "a number has more than 64 bits", null);
                }
                yield parser.getLongValue();
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object entry = value(parser, place);
                    if (entry == null) {
                        throw wrong(place, "null in a list", null);
                    }
                    list.add(entry);
                }
                yield list;
            }
            default -> throw wrong(place, "a value of a kind that is not used here", null);
        };
    }

    private static MalformedInputException wrong(String place, String reason, @Nullable Throwable cause) {
        return new MalformedInputException(reason, place, null, cause);
    }

    /** Returns an error about a field of this record. */
    public MalformedInputException wrong(String field, String reason) {
        return wrong(place, "'" + field + "' " + reason, null);
    }

    /** Returns whether the field is there and not null. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Takes a text. */
    public String string(String field) {
        return take(field, String.class, "a text");
    }

    /** Takes a text, null when the field is not there. */
    public @Nullable String optionalString(String field) {
        return has(field) ? string(field) : null;
    }

    /** Takes a whole number. */
    public long number(String field) {
        return take(field, Long.class, "a whole number");
    }

    /** Takes a whole number, or the default when the field is not there. */
    public long number(String field, long otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    /** Takes bytes in base64. */
    public byte[] bytes(String field) {
        try {
            return Base64.getDecoder().decode(string(field));
        } catch (IllegalArgumentException e) {
            throw wrong(field, "is not base64");
        }
    }

    /** Takes a date, {@code 2026-11-22}. */
    public LocalDate date(String field) {
        try {
            return LocalDate.parse(string(field));
        } catch (DateTimeException e) {
            throw wrong(field, "is not a date such as 2026-11-22");
        }
    }

    /** Takes a time, {@code 2026-11-22T10:00:00Z}. */
    public Instant time(String field) {
        try {
            return Instant.parse(string(field));
        } catch (DateTimeException e) {
            throw wrong(field, "is not a time such as 2026-11-22T10:00:00Z");
        }
    }

    /** Takes a list of texts, empty when the field is not there. */
    public List<String> strings(String field) {
        List<String> texts = new ArrayList<>();
        for (Object entry : list(field)) {
            if (!(entry instanceof String text)) {
                throw wrong(field, "is not a list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** Takes a list of whole numbers, empty when the field is not there. */
    public List<Long> numbers(String field) {
        List<Long> numbers = new ArrayList<>();
        for (Object entry : list(field)) {
            if (!(entry instanceof Long number)) {
                throw wrong(field, "is not a list of whole numbers");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    /** Takes a list of objects, empty when the field is not there. */
    public List<JsonRecord> records(String field) {
        List<JsonRecord> records = new ArrayList<>();
        for (Object entry : list(field)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw wrong(field, "is not a list of objects");
            }
            Map<String, Object> copy = new TreeMap<>();
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
            records.add(new JsonRecord(place + ": " + field + "[" + records.size() + "]", copy));
        }
        return List.copyOf(records);
    }

    private List<?> list(String field) {
        return has(field) ? take(field, List.class, "a list") : List.of();
    }

    private <T> T take(String field, Class<T> type, String kind) {
        Object value = fields.remove(field);
        if (value == null) {
            throw wrong(field, "is missing");
        }
        if (!type.isInstance(value)) {
            throw wrong(field, "is not " + kind);
        }
        return type.cast(value);
    }

    /** Ends the record: every field must have been taken. */
    public void end() {
        if (!fields.isEmpty()) {
            throw wrong(fields.keySet().iterator().next(), "is not known to this version");
        }
    }
}
