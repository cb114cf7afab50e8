package io.thor4j.threatintel;

import java.util.Objects;

/**
 * What tells an indicator from all others of a feed. The same value of two owners or two types is two indicators. Immutable.
 *
 * @param owner who holds it
 * @param type its type
 * @param value its value as {@link IndicatorType#normalise} makes it
 */
public record IndicatorKey(String owner, String type, String value) implements Comparable<IndicatorKey> {
    /** Makes the key. */
    public IndicatorKey {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }

    /** Orders by type, value and owner. */
    @Override
    public int compareTo(IndicatorKey other) {
        int order = type.compareTo(other.type);
        order = order != 0 ? order : value.compareTo(other.value);
        return order != 0 ? order : owner.compareTo(other.owner);
    }
}
