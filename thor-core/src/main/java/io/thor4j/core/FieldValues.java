package io.thor4j.core;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks field values and brings them into one immutable form: integers as Long or BigInteger, times as OffsetDateTime. */
final class FieldValues {
    /** Nesting of lists and maps in free values; ours, far above anything THOR writes. */
    private static final int MAX_NESTING = 32;

    private static final BigInteger MAX_UINT = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private FieldValues() {}

    /** Returns a value of no declared kind in its immutable form. */
    static @Nullable Object any(String key, @Nullable Object value, int nesting) {
        if (nesting > MAX_NESTING) {
            throw new IllegalArgumentException(key + " is nested too deep");
        }
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof BigInteger
                || value instanceof Duration
                || value instanceof ByteString
                || value instanceof ObservedObject) {
            return value;
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(key + " is " + number + ", which JSON cannot carry");
            }
            return number;
        } else if (value instanceof OffsetDateTime || value instanceof Instant) {
            return time(key, value);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(entry -> copy.add(any(key, entry, nesting + 1)));
            return Collections.unmodifiableList(copy);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, entry) -> copy.put(string(key, name), any(key, entry, nesting + 1)));
            return Collections.unmodifiableMap(copy);
        }
        throw wrong(key, value, "a value that logs can carry");
    }

    /** Returns a value of a declared field in its immutable form. */
    static @Nullable Object typed(ObjectField field, Object value) {
        String key = field.key();
        return switch (field.kind()) {
            case STRING -> string(key, value);
            case INT -> integer(key, value);
            case UINT -> unsigned(key, value);
            case BOOL, NULLABLE_BOOL -> instance(key, value, Boolean.class);
            case TIME -> time(key, value);
            case DURATION -> duration(key, value);
            case DATA -> instance(key, value, ByteString.class);
            case STRINGS ->
                list(key, value).stream().map(entry -> string(key, entry)).toList();
            case UINTS ->
                list(key, value).stream().map(entry -> unsigned(key, entry)).toList();
            case TIMES ->
                list(key, value).stream().map(entry -> time(key, entry)).toList();
            case MAP -> {
                Map<String, String> copy = new LinkedHashMap<>();
                map(key, value).forEach((name, entry) -> copy.put(string(key, name), string(key, entry)));
                yield Collections.unmodifiableMap(copy);
            }
            case UINT_MAP -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map(key, value)
                        .forEach((name, entry) -> copy.put(String.valueOf(integer(key, name)), unsigned(key, entry)));
                yield Collections.unmodifiableMap(copy);
            }
            case ANY -> any(key, value, 0);
            case OBJECT ->
                field.list()
                        ? list(key, value).stream()
                                .map(entry -> object(field, entry))
                                .toList()
                        : object(field, value);
        };
    }

    private static ObservedObject object(ObjectField field, @Nullable Object value) {
        ObservedObject object = instance(field.key(), value, ObservedObject.class);
        if (!field.objects().contains(object.type())) {
            throw new IllegalArgumentException(
                    field.key() + " cannot hold " + object.type() + ", only " + field.objects());
        }
        return object;
    }

    private static String string(String key, @Nullable Object value) {
        return instance(key, value, String.class);
    }

    private static Object integer(String key, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw wrong(key, value, "a signed integer of at most 64 bits");
    }

    private static Object unsigned(String key, @Nullable Object value) {
        if (value instanceof BigInteger big && big.signum() >= 0 && big.compareTo(MAX_UINT) <= 0) {
            return big.bitLength() < Long.SIZE ? (Object) big.longValueExact() : big;
        }
        if (!(value instanceof BigInteger) && integer(key, value) instanceof Long number && number >= 0) {
            return number;
        }
        throw wrong(key, value, "an unsigned integer of at most 64 bits");
    }

    private static OffsetDateTime time(String key, @Nullable Object value) {
        OffsetDateTime time = value instanceof Instant instant
                ? instant.atOffset(ZoneOffset.UTC)
                : instance(key, value, OffsetDateTime.class);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException(key + " is out of the range of RFC 3339: " + time);
        }
        return time;
    }

    private static Duration duration(String key, @Nullable Object value) {
        Duration duration = instance(key, value, Duration.class);
        if (duration.compareTo(LONGEST) > 0 || duration.compareTo(LONGEST.negated()) < 0) {
            throw new IllegalArgumentException(key + " does not fit in 64 bits of nanoseconds: " + duration);
        }
        return duration;
    }

    private static List<?> list(String key, @Nullable Object value) {
        return instance(key, value, List.class);
    }

    private static Map<?, ?> map(String key, @Nullable Object value) {
        return instance(key, value, Map.class);
    }

    private static <T> T instance(String key, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw wrong(key, value, "a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static IllegalArgumentException wrong(String key, @Nullable Object value, String expected) {
        String actual = value == null ? "null" : value.getClass().getSimpleName() + " " + value;
        return new IllegalArgumentException(key + " must be " + expected + ", not " + actual);
    }
}
