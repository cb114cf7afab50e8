package io.thor4j.core.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rule text to be compiled, with the external variables that it may use. Immutable; threads may share it. */
public final class YaraSources {
    /**
     * One source.
     *
     * @param namespace keeps equal rule names of different sources apart
     * @param name what diagnostics call it
     * @param text the rules; not to be changed
     * @param includesFiles whether its {@code include} may read files: {@code name} is then a path, and a relative path is tried from the
     *     folder of that file, then from the working directory. Otherwise an include is an error
     */
    // Compared by nobody; a copy of every rule file would buy nothing.
    @SuppressWarnings("ArrayRecordComponent")
    public record Source(String namespace, String name, byte[] text, boolean includesFiles) {
        /** Checks that nothing is null. */
        public Source {
            Objects.requireNonNull(namespace, "namespace");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(text, "text");
        }
    }

    private final List<Source> sources;
    private final Map<String, Object> externals;

    private YaraSources(Builder builder) {
        this.sources = List.copyOf(builder.sources);
        this.externals = Collections.unmodifiableMap(new LinkedHashMap<>(builder.externals));
    }

    /** Starts a collection of sources. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the sources, in the order they were added. */
    public List<Source> sources() {
        return sources;
    }

    /** Returns the external variables, in the order of definition: {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    public Map<String, Object> externals() {
        return externals;
    }

    /** Returns the SHA-256 over namespaces and texts, lower-case hex: the same rules have the same digest. */
    public String digest() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        for (Source source : sources) {
            digest.update((source.namespace + '\0' + source.text.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(source.text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Collects sources and variables. Used by one thread. */
    public static final class Builder {
        private final List<Source> sources = new ArrayList<>();
        private final Map<String, Object> externals = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a source.
         *
         * @param source the source
         */
        public Builder add(Source source) {
            sources.add(Objects.requireNonNull(source, "source"));
            return this;
        }

        /**
         * Adds rule text that includes nothing.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param name what diagnostics call it
         * @param text the rules
         */
        public Builder add(String namespace, String name, String text) {
            return add(new Source(namespace, name, text.getBytes(StandardCharsets.UTF_8), false));
        }

        /**
         * Defines an external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise: a {@link Long}, {@link Double}, {@link Boolean} or {@link String}
         * @throws IllegalArgumentException when the name is defined already, or the value is of another type
         */
        public Builder define(String name, Object value) {
            if (!(value instanceof Long
                    || value instanceof Double
                    || value instanceof Boolean
                    || value instanceof String)) {
                throw new IllegalArgumentException("external variable " + name + " of type " + value.getClass());
            }
            if (externals.putIfAbsent(Objects.requireNonNull(name, "name"), value) != null) {
                throw new IllegalArgumentException("external variable " + name + " is defined twice");
            }
            return this;
        }

        /**
         * Defines several external variables.
         *
         * @param values names and values, as {@link #define(String, Object)} takes them
         */
        public Builder define(Map<String, Object> values) {
            values.forEach(this::define);
            return this;
        }

        /** Returns the sources. */
        public YaraSources build() {
            return new YaraSources(this);
        }
    }
}
