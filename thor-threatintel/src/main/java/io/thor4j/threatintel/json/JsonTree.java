package io.thor4j.threatintel.json;

import io.thor4j.threatintel.IntelLimits;
import java.io.InputStream;
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
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Reads JSON as maps, lists, texts, booleans and numbers. Integers are {@link Long} or {@link java.math.BigInteger}, all others
 * {@link java.math.BigDecimal}: no digit is lost, which ids beyond 2^53 need (threat-intel-apis.md section 2.8). Null members are kept.
 * Threads may share it.
 */
public final class JsonTree {
    private static final int NAME_CHARS = 4096;
    private static final int NUMBER_DIGITS = 400;

    private final JsonFactory factory;
    /** For answers of servers: one that says a thing twice says two things. Logs are taken as they are, the last one counts. */
    private final JsonFactory strict;

    /**
     * Makes a reader.
     *
     * @param limits what is too much
     */
    public JsonTree(IntelLimits limits) {
        factory = builder(limits).build();
        strict = builder(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static JsonFactoryBuilder builder(IntelLimits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.textChars())
                        .maxTokenCount(limits.tokens())
                        .maxNameLength(NAME_CHARS)
                        .maxNumberLength(NUMBER_DIGITS)
                        .build());
    }

    /** Opens a stream, in which no object may have a member twice; the parser closes it. */
    public JsonParser open(InputStream in) {
        return strict.createParser(ObjectReadContext.empty(), in);
    }

    /**
     * Reads a text that is exactly one object.
     *
     * @throws JacksonException when it is not
     */
    public Map<String, @Nullable Object> object(String text) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            return whole(parser);
        }
    }

    /**
     * Reads bytes that are exactly one object, which has no member twice.
     *
     * @throws JacksonException when they are not
     */
    public Map<String, @Nullable Object> object(byte[] bytes) {
        try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), bytes)) {
            return whole(parser);
        }
    }

    private static Map<String, @Nullable Object> whole(JsonParser parser) {
        parser.nextToken();
        Map<String, @Nullable Object> object = object(parser);
        if (parser.nextToken() != null) {
            throw new StreamReadException(parser, "more after the end of the object");
        }
        return object;
    }

    /**
     * Reads the object that the parser stands at the begin of.
     *
     * @throws JacksonException when there is none or it is malformed
     */
    public static Map<String, @Nullable Object> object(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new StreamReadException(parser, "not a JSON object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    /** Reads the value that the parser stands at. The recursion is as deep as the limit of the parser. */
    public static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new StreamReadException(parser, "the text ends early");
        }
        return switch (token) {
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
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new StreamReadException(parser, "unexpected " + token);
        };
    }
}
