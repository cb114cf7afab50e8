package io.thor4j.core.json;

import io.thor4j.core.MalformedInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a line of a JSON log as maps, lists, texts, numbers and booleans, for versions whose keys are open. Stateless. */
public final class JsonLogTree {
    /** Nesting of one event; THOR's own reach some ten levels. Deeper input is refused. */
    private static final int DEPTH = 64;

    /** Digits of a number; a 64-bit integer has 20. Longer input is refused. */
    private static final int DIGITS = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(DIGITS)
                    .build())
            .build();

    private JsonLogTree() {}

    /**
     * Reads one event.
     *
     * @param line exactly one JSON object
     * @return its members in their order; integers as Long or BigInteger, other numbers as Double
     * @throws MalformedInputException when it is none, with the column
     */
    public static Map<String, @Nullable Object> read(String line) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedInputException("not a JSON object", null, null, null);
            }
            Map<String, @Nullable Object> event = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedInputException("more than one JSON value in a line", null, null, null);
            }
            return event;
        } catch (JacksonException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new MalformedInputException(e.getOriginalMessage(), "column " + column, null, e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Object number(JsonParser parser) {
        double number = parser.getDoubleValue();
        return Double.isFinite(number) ? (Object) number : parser.getString();
    }
}
