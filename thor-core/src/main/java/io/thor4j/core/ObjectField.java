package io.thor4j.core;

import java.util.List;
import java.util.Set;

/**
 * One field of an {@link ObjectType}: how JSON v3 and the text log carry it. Immutable.
 *
 * @param key the JSON key
 * @param omitEmpty whether JSON and text leave the field out when it is empty
 * @param kind what values it takes
 * @param list for {@link Kind#OBJECT}: a list of objects
 * @param nullable for a single {@link Kind#OBJECT}: JSON null when absent, else an object of zero values
 * @param objects for {@link Kind#OBJECT}: names of the types it may hold
 * @param textKey key in text lines or, for {@link TextMode#EXPAND}, the prefix; empty for no prefix
 * @param textMode how text lines show it
 * @param flags special rules
 */
public record ObjectField(
        String key,
        boolean omitEmpty,
        Kind kind,
        boolean list,
        boolean nullable,
        List<String> objects,
        String textKey,
        TextMode textMode,
        Set<Flag> flags) {
    /** Makes the field; collections are copied. */
    public ObjectField {
        objects = List.copyOf(objects);
        flags = Set.copyOf(flags);
    }

    /** What values a field takes, and what an absent one looks like in JSON. */
    public enum Kind {
        /** {@link String}; absent: {@code ""}. */
        STRING,
        /** {@link Long} or smaller; absent: 0. */
        INT,
        /** {@link Long} or smaller, not negative, or {@link java.math.BigInteger} up to 64 bits; absent: 0. */
        UINT,
        /** {@link Boolean}; absent: false. */
        BOOL,
        /** {@link Boolean}; absent: null. */
        NULLABLE_BOOL,
        /** {@link java.time.OffsetDateTime} or {@link java.time.Instant} (UTC); absent: {@code 0001-01-01T00:00:00Z}. */
        TIME,
        /** {@link java.time.Duration}, nanoseconds in JSON; absent: 0. */
        DURATION,
        /** {@link ByteString}; absent: no bytes, plain. */
        DATA,
        /** List of {@link String}; absent: null. */
        STRINGS,
        /** List of unsigned integers; absent: null. */
        UINTS,
        /** List of times; absent: null. */
        TIMES,
        /** Ordered map of strings; absent: an empty object. */
        MAP,
        /** Ordered map from decimal numbers to unsigned integers; absent: null. */
        UINT_MAP,
        /** Any value a {@link Message} field takes; absent: null. */
        ANY,
        /** {@link ObservedObject}, or a list of them. */
        OBJECT
    }

    /** How text lines show a field. */
    public enum TextMode {
        /** Not at all. */
        HIDDEN,
        /** As one value. */
        VALUE,
        /** As the fields of the object inside. */
        EXPAND
    }

    /** Special rules of a field. */
    public enum Flag {
        /** Text leaves the field out when empty although JSON keeps it. */
        QUIET,
        /** Text leaves the field out when its value is {@code yes}. */
        YES,
        /** Text shows milliseconds. */
        MILLIS,
        /** Text shows {@code 0x} and hex digits. */
        HEX,
        /** Text shows days with two decimals. */
        DAYS,
        /** Text shows the number of entries. */
        COUNT,
        /** Text shows the latest time. */
        LAST,
        /** Text joins entries with a blank. */
        JOIN_BLANK,
        /** Text joins entries with a comma. */
        JOIN_COMMA,
        /** Text joins entries with {@code >}. */
        JOIN_ARROW,
        /** Only in text. */
        NOJSON,
        /** Left out of the text of a context object. */
        NOCONTEXT
    }
}
