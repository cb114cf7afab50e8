package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Full names of types, nested ones with their enclosing types, put together as libyara 4.5.8 does (dotnet.c). Used by one thread. */
final class TypeNames {
    /** How deep types may be nested in one another (include/yara/dotnet.h, MAX_NAMESPACE_DEPTH). */
    private static final int MAX_NESTING = 10;

    private final MetadataTables tables;
    private final Heaps heaps;
    private final TypeSignatures signatures;
    private final Map<Long, Long> enclosing = new HashMap<>();

    TypeNames(ModuleInput input, MetadataTables tables, Heaps heaps) {
        this.tables = tables;
        this.heaps = heaps;
        this.signatures = new TypeSignatures(input, this);
        for (int row = 1; row <= tables.rows(MetadataTables.NESTED_CLASS); row++) {
            if (tables.readable(MetadataTables.NESTED_CLASS, row)) {
                enclosing.putIfAbsent(
                        tables.cell(MetadataTables.NESTED_CLASS, row, 0),
                        tables.cell(MetadataTables.NESTED_CLASS, row, 1));
            }
        }
    }

    /** Returns the reader of signatures, which shares its budget with this. */
    TypeSignatures signatures() {
        return signatures;
    }

    /**
     * Tells whether a type is nested in another.
     *
     * @param flags its flags (ECMA-335 II.23.1.15)
     */
    static boolean nested(long flags) {
        return (flags & 7) >= 2;
    }

    /**
     * Joins a namespace and a name, without the suffix of generic names from the first backquote on.
     *
     * @param name the name, may be null
     * @param namespace the namespace, may be null
     * @return null when both are missing
     */
    static @Nullable String join(@Nullable String name, @Nullable String namespace) {
        if (name == null || name.isEmpty()) {
            return namespace;
        }
        String full = namespace == null || namespace.isEmpty() ? name : namespace + "." + name;
        int suffix = full.indexOf('`');
        return suffix < 0 ? full : full.substring(0, suffix);
    }

    /**
     * Returns the full name of a type.
     *
     * @param index a TypeDefOrRef coded index
     * @param classGenerics names of the generic parameters in scope
     * @param depth how many types are being read around this one
     * @return null when it cannot be told
     */
    @Nullable
    String fullName(long index, List<String> classGenerics, int depth) {
        long row = index >> 2;
        if (index < 0 || row == 0) {
            return null;
        }
        return switch ((int) (index & 3)) {
            case 0 -> definedName(row);
            case 1 ->
                tables.readable(MetadataTables.TYPE_REF, row)
                        ? join(text(MetadataTables.TYPE_REF, row, 1), text(MetadataTables.TYPE_REF, row, 2))
                        : null;
            case 2 -> specifiedName(row, classGenerics, depth);
            default -> null;
        };
    }

    private @Nullable String definedName(long row) {
        if (!tables.readable(MetadataTables.TYPE_DEF, row)) {
            return null;
        }
        return join(text(MetadataTables.TYPE_DEF, row, 1), namespace(row));
    }

    private @Nullable String specifiedName(long row, List<String> classGenerics, int depth) {
        if (!tables.readable(MetadataTables.TYPE_SPEC, row)) {
            return null;
        }
        Heaps.Blob blob = heaps.blob(tables.cell(MetadataTables.TYPE_SPEC, row, 0));
        return blob == null ? null : signatures.type(blob, classGenerics, depth);
    }

    /**
     * Returns the namespace of a defined type; for a nested type its enclosing type stands in front.
     *
     * @param row its row, readable
     * @return null when there is none
     */
    @Nullable
    String namespace(long row) {
        String own = text(MetadataTables.TYPE_DEF, row, 2);
        return nested(tables.cell(MetadataTables.TYPE_DEF, row, 0)) ? join(own, enclosingName(row, 1)) : own;
    }

    private @Nullable String enclosingName(long row, int depth) {
        Long outer = enclosing.get(row);
        if (outer == null || depth > MAX_NESTING || !tables.readable(MetadataTables.TYPE_DEF, outer)) {
            return null;
        }
        String name = text(MetadataTables.TYPE_DEF, outer, 1);
        if ("<Module>".equals(name)) {
            return null;
        }
        String namespace = text(MetadataTables.TYPE_DEF, outer, 2);
        if (nested(tables.cell(MetadataTables.TYPE_DEF, outer, 0)) && outer != row) {
            namespace = join(namespace, enclosingName(outer, depth + 1));
        }
        return join(name, namespace);
    }

    private @Nullable String text(int table, long row, int column) {
        return heaps.string(tables.cell(table, row, column));
    }
}
