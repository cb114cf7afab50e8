package io.thor4j.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one of THOR's JSON v3 objects, from the table {@code object-types.txt} beside this class. Immutable, may be shared by
 * threads.
 */
public final class ObjectType {
    private final String name;
    private final boolean part;
    private final Map<String, ObjectField> fields;

    ObjectType(String name, boolean part, List<ObjectField> fields) {
        this.name = name;
        this.part = part;
        Map<String, ObjectField> byKey = new LinkedHashMap<>();
        fields.forEach(field -> byKey.put(field.key(), field));
        this.fields = Collections.unmodifiableMap(byKey);
    }

    /* Parsed on first use of any type, then shared. */
    private static final class Table {
        static final Map<String, ObjectType> TYPES = ObjectTypeReader.readAll();

        private Table() {}
    }

    /**
     * Returns a type by its name.
     *
     * @param name such as {@code file} or {@code log line}
     * @return the type, null when THOR's log knows no such object
     */
    public static @Nullable ObjectType find(String name) {
        return Table.TYPES.get(name);
    }

    /** Returns the names of all objects that carry a {@code type} key, in the order of the table. */
    public static Set<String> names() {
        return Table.TYPES.values().stream()
                .filter(type -> !type.part)
                .map(ObjectType::name)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    /** Returns the name, which is the value of the JSON key {@code type}. */
    public String name() {
        return name;
    }

    /** Tells whether the object appears only inside others and has no {@code type} key in JSON. */
    public boolean isPart() {
        return part;
    }

    /** Returns the fields by JSON key, in the order of JSON and text. */
    public Map<String, ObjectField> fields() {
        return fields;
    }

    /** Returns the name and the JSON keys. */
    @Override
    public String toString() {
        return name + fields.keySet();
    }
}
