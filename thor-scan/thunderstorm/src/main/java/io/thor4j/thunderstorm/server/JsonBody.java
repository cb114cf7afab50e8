package io.thor4j.thunderstorm.server;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes answers as JSON. Stateless. */
final class JsonBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String INDENT = "    ";

    private JsonBody() {}

    /** JSON that was written before. */
    record Raw(String text) {}

    /** Writes an object; values are texts, numbers, booleans, maps, lists and {@link Raw}. */
    static String of(Map<String, ?> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            value(out, fields);
        }
        return text.toString();
    }

    private static void value(JsonGenerator out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            map.forEach((name, entry) -> {
                out.writeName(String.valueOf(name));
                value(out, entry);
            });
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(entry -> value(out, entry));
            out.writeEndArray();
        } else if (value instanceof Raw raw) {
            out.writeRawValue(raw.text());
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else {
            out.writeString(String.valueOf(value));
        }
    }

    /** Indents JSON with four spaces, as THOR does for {@code pretty=true} (thunderstorm.md section 1). */
    static String indented(String json) {
        StringBuilder out = new StringBuilder(json.length() * 2);
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (text) {
                out.append(c);
                if (c == '\\') {
                    out.append(json.charAt(++i));
                } else if (c == '"') {
                    text = false;
                }
                continue;
            }
            switch (c) {
                case '{', '[' -> {
                    out.append(c);
                    char next = json.charAt(i + 1);
                    if (next == '}' || next == ']') {
                        out.append(next);
                        i++;
                    } else {
                        line(out, ++depth);
                    }
                }
                case '}', ']' -> {
                    line(out, --depth);
                    out.append(c);
                }
                case ',' -> {
                    out.append(c);
                    line(out, depth);
                }
                case ':' -> out.append(": ");
                default -> {
                    text = c == '"';
                    out.append(c);
                }
            }
        }
        return out.append('\n').toString();
    }

    private static void line(StringBuilder out, int depth) {
        out.append('\n').append(INDENT.repeat(depth));
    }
}
