package io.thor4j.core;

import java.util.EnumMap;
import java.util.Map;

/** The values of all {@link Limit}s for a scan. Immutable, may be shared by threads. */
public final class ThorLimits {
    /** Every limit at its default. */
    public static final ThorLimits DEFAULT = builder().build();

    private final Map<Limit, Long> values;

    private ThorLimits(Map<Limit, Long> values) {
        this.values = values;
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that holds these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.values.putAll(values);
        return builder;
    }

    /**
     * Returns the value as it was set.
     *
     * @param limit which limit
     * @return its value in its unit, 0 when it is off
     */
    public long get(Limit limit) {
        return values.getOrDefault(limit, limit.defaultValue());
    }

    /**
     * Returns the value to compare with.
     *
     * @param limit which limit
     * @return its value in its unit, {@link Long#MAX_VALUE} when it is off
     */
    public long cap(Limit limit) {
        long value = get(limit);
        return value == 0 ? Long.MAX_VALUE : value;
    }

    /** Returns the limits and values, for logs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Limit limit : Limit.values()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(limit.key())
                    .append('=')
                    .append(get(limit));
        }
        return text.toString();
    }

    /** Collects limits. For one thread. */
    public static final class Builder {
        private final Map<Limit, Long> values = new EnumMap<>(Limit.class);

        private Builder() {}

        /**
         * Sets one limit.
         *
         * @param limit which
         * @param value in its unit, 0 turns it off
         * @return this
         * @throws IllegalArgumentException when the value is negative
         */
        public Builder set(Limit limit, long value) {
            if (value < 0) {
                throw new IllegalArgumentException(limit.key() + " is negative: " + value);
            }
            values.put(limit, value);
            return this;
        }

        /** Returns the limits. */
        public ThorLimits build() {
            return new ThorLimits(new EnumMap<>(values));
        }
    }
}
