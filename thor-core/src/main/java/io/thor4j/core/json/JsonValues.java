package io.thor4j.core.json;

import io.thor4j.core.ByteString;
import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectField.Flag;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes values the way Go's encoder writes THOR's structures, zero values of absent fields included. Stateless. */
final class JsonValues {
    private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

    private JsonValues() {}

    /** Writes an object; a declared field that was not set is written as Go's zero value unless it is omitted when empty. */
    static void object(JsonGenerator out, ObservedObject object) {
        ObjectType type = object.objectType();
        out.writeStartObject();
        if (type == null) {
            out.writeStringProperty("type", wellFormed(object.type()));
            object.values().forEach((key, value) -> {
                out.writeName(wellFormed(key));
                any(out, value);
            });
        } else {
            fields(out, type, object);
        }
        out.writeEndObject();
    }

    private static void fields(JsonGenerator out, ObjectType type, @Nullable ObservedObject object) {
        if (!type.isPart()) {
            out.writeStringProperty("type", type.name());
        }
        for (ObjectField field : type.fields().values()) {
            Object value = object == null ? null : object.get(field.key());
            if (field.flags().contains(Flag.NOJSON) || (field.omitEmpty() && isEmpty(value))) {
                continue;
            }
            out.writeName(field.key());
            if (value == null) {
                zero(out, field);
            } else if (field.kind() == ObjectField.Kind.DURATION) {
                out.writeNumber(((Duration) value).toNanos());
            } else {
                any(out, value);
            }
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals(0L)
                || value.equals(false)
                || value.equals(Duration.ZERO)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static void zero(JsonGenerator out, ObjectField field) {
        switch (field.kind()) {
            case STRING -> out.writeString("");
            case INT, UINT, DURATION -> out.writeNumber(0);
            case BOOL -> out.writeBoolean(false);
            case TIME -> out.writeString(ZERO_TIME);
            case DATA -> data(out, ByteString.utf8(""));
            case MAP -> {
                out.writeStartObject();
                out.writeEndObject();
            }
            case NULLABLE_BOOL, STRINGS, UINTS, TIMES, UINT_MAP, ANY -> out.writeNull();
            case OBJECT -> {
                ObjectType type = ObjectType.find(field.objects().get(0));
                if (field.list() || field.nullable() || type == null) {
                    out.writeNull();
                } else {
                    out.writeStartObject();
                    fields(out, type, null);
                    out.writeEndObject();
                }
            }
        }
    }

    /** Writes a value by its Java type. */
    static void any(JsonGenerator out, @Nullable Object value) {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(wellFormed(text));
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Long number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number.doubleValue());
        } else if (value instanceof OffsetDateTime time) {
            out.writeString(time(time));
        } else if (value instanceof Duration duration) {
            duration(out, duration);
        } else if (value instanceof ByteString bytes) {
            data(out, bytes);
        } else if (value instanceof ObservedObject object) {
            object(out, object);
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(entry -> any(out, entry));
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            map.forEach((key, entry) -> {
                out.writeName(wellFormed((String) key));
                any(out, entry);
            });
            out.writeEndObject();
        } else {
            throw new IllegalStateException("a value of " + value.getClass() + " came through the checks");
        }
    }

    /* Free values may hold a duration that is longer than 64 bits of nanoseconds, some 292 years. */
    private static void duration(JsonGenerator out, Duration duration) {
        out.writeNumber(BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano())));
    }

    /** Writes bytes as {@code {"data","encoding"}}. */
    static void data(JsonGenerator out, ByteString bytes) {
        out.writeStartObject();
        out.writeStringProperty("data", bytes.data());
        out.writeStringProperty("encoding", bytes.encoding());
        out.writeEndObject();
    }

    /** Writes a list of texts, null when it is empty. */
    static void strings(JsonGenerator out, List<String> values) {
        if (values.isEmpty()) {
            out.writeNull();
        } else {
            any(out, values);
        }
    }

    /** Formats a time as Go's RFC3339Nano: no trailing zeros in the fraction, {@code Z} or the offset in minutes. */
    static String time(OffsetDateTime time) {
        String text = String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        if (time.getNano() != 0) {
            text += String.format(Locale.ROOT, ".%09d", time.getNano()).replaceAll("0+$", "");
        }
        int minutes = time.getOffset().getTotalSeconds() / 60;
        if (minutes == 0) {
            return text + "Z";
        }
        int size = Math.abs(minutes);
        return text + String.format(Locale.ROOT, "%s%02d:%02d", minutes < 0 ? "-" : "+", size / 60, size % 60);
    }

    /** Replaces lone surrogates, which UTF-8 cannot carry, with U+FFFD. */
    static String wellFormed(String text) {
        StringBuilder copy = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean lone = Character.isSurrogate(unit);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                lone = false;
                i++;
            }
            if (lone) {
                copy = copy == null ? new StringBuilder(text) : copy;
                copy.setCharAt(i, '\uFFFD');
            }
        }
        return copy == null ? text : copy.toString();
    }
}
