package io.thor4j.yara.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A structure's table: constants, fields and functions by name, in the order of declaration. Immutable; threads share it. */
public final class StructType implements ModuleType {
    private final Map<String, Member> members;
    private final Map<String, Integer> slots;

    private StructType(Map<String, Member> members) {
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        Map<String, Integer> numbered = new LinkedHashMap<>();
        members.forEach((name, member) -> {
            if (member instanceof Field) {
                numbered.put(name, numbered.size());
            }
        });
        this.slots = numbered;
    }

    /** What a name in a structure stands for. */
    public sealed interface Member {}

    /**
     * A value that never changes.
     *
     * @param type integer, float or string
     * @param value a {@link Long}, {@link Double} or {@code byte[]}
     */
    public record Constant(ModuleType type, Object value) implements Member {}

    /**
     * A value of the scanned file.
     *
     * @param type its type
     */
    public record Field(ModuleType type) implements Member {}

    /**
     * A function with its overloads, in the order of declaration.
     *
     * @param overloads at least one, different in their parameters
     */
    public record Function(List<Overload> overloads) implements Member {}

    /**
     * One form of a function.
     *
     * @param result type of the result
     * @param parameters types of the parameters
     * @param body what it does
     */
    public record Overload(Scalar result, List<Scalar> parameters, ModuleFunction body) {}

    /** Starts a table. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what a name stands for, null when there is no such name.
     *
     * @param name the name
     */
    public @Nullable Member member(String name) {
        return members.get(name);
    }

    /** Returns all names, in the order of declaration. */
    public Collection<String> names() {
        return members.keySet();
    }

    /** Returns how many fields there are. */
    int slotCount() {
        return slots.size();
    }

    int slot(String field) {
        Integer slot = slots.get(field);
        if (slot == null) {
            throw new IllegalArgumentException("no field " + field);
        }
        return slot;
    }

    /** Collects a table. Used by one thread. */
    public static final class Builder {
        private final Map<String, Member> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Declares an integer constant.
         *
         * @param name its name
         * @param value its value
         */
        public Builder constant(String name, long value) {
            return put(name, new Constant(Scalar.INTEGER, value));
        }

        /**
         * Declares a float constant.
         *
         * @param name its name
         * @param value its value
         */
        public Builder constant(String name, double value) {
            return put(name, new Constant(Scalar.FLOAT, value));
        }

        /**
         * Declares a text constant.
         *
         * @param name its name
         * @param value its bytes
         */
        public Builder constant(String name, byte[] value) {
            return put(name, new Constant(Scalar.STRING, value.clone()));
        }

        /**
         * Declares a field.
         *
         * @param name its name
         * @param type its type
         */
        public Builder field(String name, ModuleType type) {
            return put(name, new Field(type));
        }

        /**
         * Declares a function, or one more overload of it.
         *
         * @param name its name
         * @param result type of the result
         * @param parameters types of the parameters
         * @param body what it does
         */
        public Builder function(String name, Scalar result, List<Scalar> parameters, ModuleFunction body) {
            List<Overload> overloads = new ArrayList<>();
            if (members.get(name) instanceof Function known) {
                overloads.addAll(known.overloads());
                members.remove(name);
            }
            overloads.add(new Overload(result, List.copyOf(parameters), body));
            return put(name, new Function(List.copyOf(overloads)));
        }

        private Builder put(String name, Member member) {
            if (members.putIfAbsent(name, member) != null) {
                throw new IllegalArgumentException("declared twice: " + name);
            }
            return this;
        }

        /** Returns the table. */
        public StructType build() {
            return new StructType(members);
        }
    }
}
