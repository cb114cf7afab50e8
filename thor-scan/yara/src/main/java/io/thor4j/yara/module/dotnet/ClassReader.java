package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The defined types with their base types and methods (ECMA-335 II.22.37, II.22.26, II.22.33), selected as libyara 4.5.8 does (dotnet.c,
 * parse_user_types): types and methods without a readable name, and methods whose signature cannot be told, are left out. Used by one
 * thread.
 */
final class ClassReader {
    /** Methods of one type (include/yara/dotnet.h, MAX_METHOD_COUNT). */
    private static final int MAX_METHODS = 20_000;

    /** Methods looked at in one scan, our own bound: a method belongs to one type, but damaged method lists may overlap. */
    private static final int MAX_ALL_METHODS = 100_000;

    /**
     * Bytes of all texts of one scan, our own bound: in a file of 20 KB a million parameters can have the same type with a name of 2,000 bytes. A table
     * has 15,000 rows at most, so files whose lists do not overlap need some megabytes.
     */
    private static final long MAX_ALL_TEXT = 64L << 20;

    /** What a text needs beside its characters, with its part of the structure that holds it. */
    private static final int TEXT_OVERHEAD = 64;

    private static final int ASK_EVERY = 256;

    private static final int TYPE_INTERFACE = 0x20;
    private static final int ABSTRACT_TYPE = 0x80;
    private static final int SEALED_TYPE = 0x100;
    private static final int STATIC = 0x10;
    private static final int FINAL = 0x20;
    private static final int VIRTUAL = 0x40;
    private static final int ABSTRACT = 0x400;

    /** The signature has type parameters (ECMA-335 II.23.2.1). */
    private static final int GENERIC_SIGNATURE = 0x10;

    private final ModuleInput input;
    private final MetadataTables tables;
    private final Heaps heaps;
    private final TypeNames names;
    private final StructType classType;
    private final StructType methodType;
    private final StructType parameterType;
    private final Map<Long, List<String>> generics = new HashMap<>();
    private final Map<Long, List<Long>> interfaces = new HashMap<>();
    private int methodBudget = MAX_ALL_METHODS;
    private long textBudget = MAX_ALL_TEXT;

    ClassReader(ModuleInput input, MetadataTables tables, Heaps heaps) {
        this.input = input;
        this.tables = tables;
        this.heaps = heaps;
        this.names = new TypeNames(input, tables, heaps);
        this.classType = DotnetModule.CLASS;
        this.methodType = DotnetModule.METHOD;
        this.parameterType = DotnetModule.PARAMETER;
        readGenerics();
        readInterfaces();
    }

    /** Names by owner, a TypeOrMethodDef coded index; an owner with an unreadable name counts as one without parameters. */
    private void readGenerics() {
        List<Long> damaged = new ArrayList<>();
        for (int row = 1; row <= tables.rows(MetadataTables.GENERIC_PARAM); row++) {
            if (tables.readable(MetadataTables.GENERIC_PARAM, row)) {
                long owner = tables.cell(MetadataTables.GENERIC_PARAM, row, 2);
                String name = heaps.string(tables.cell(MetadataTables.GENERIC_PARAM, row, 3));
                if (name == null || name.isEmpty()) {
                    damaged.add(owner);
                } else {
                    generics.computeIfAbsent(owner, key -> new ArrayList<>()).add(name);
                }
            }
        }
        damaged.forEach(generics::remove);
    }

    private void readInterfaces() {
        for (int row = 1; row <= tables.rows(MetadataTables.INTERFACE_IMPL); row++) {
            if (tables.readable(MetadataTables.INTERFACE_IMPL, row)) {
                interfaces
                        .computeIfAbsent(tables.cell(MetadataTables.INTERFACE_IMPL, row, 0), key -> new ArrayList<>())
                        .add(tables.cell(MetadataTables.INTERFACE_IMPL, row, 1));
            }
        }
    }

    /** Returns the types in the order of their table. */
    List<StructValue> read() {
        List<StructValue> result = new ArrayList<>();
        for (int row = 1; row <= tables.rows(MetadataTables.TYPE_DEF); row++) {
            if (textBudget < 0 || (row % ASK_EVERY == 0 && input.expired())) {
                break;
            }
            StructValue type = tables.readable(MetadataTables.TYPE_DEF, row) ? type(row) : null;
            if (type != null) {
                result.add(type);
            }
        }
        return result;
    }

    private @Nullable StructValue type(int row) {
        String name = heaps.string(tables.cell(MetadataTables.TYPE_DEF, row, 1));
        if (name == null || name.isEmpty() || name.startsWith("`") || name.equals("<Module>")) {
            return null;
        }
        long flags = tables.cell(MetadataTables.TYPE_DEF, row, 0);
        String namespace = names.namespace(row);
        List<String> parameters = generics.getOrDefault((long) row << 1, List.of());
        int suffix = name.indexOf('`');
        StructValue value = new StructValue(classType, null);
        setText(value, "name", suffix < 0 ? name : name.substring(0, suffix));
        setText(value, "namespace", namespace);
        setText(value, "fullname", TypeNames.join(name, namespace));
        value.set("visibility", typeVisibility(flags));
        value.set("type", (flags & TYPE_INTERFACE) == 0 ? "class" : "interface");
        value.set("abstract", (flags & ABSTRACT_TYPE) == 0 ? 0 : 1);
        value.set("sealed", (flags & SEALED_TYPE) == 0 ? 0 : 1);
        value.set("number_of_generic_parameters", parameters.size());
        value.set("generic_parameters", texts(parameters));
        List<String> bases = bases(row, parameters);
        value.set("number_of_base_types", bases.size());
        value.set("base_types", texts(bases));
        setMethods(value, row, parameters);
        return value;
    }

    private void setText(StructValue value, String field, @Nullable String text) {
        if (text != null && spendText(text)) {
            value.set(field, text);
        }
    }

    private List<byte[]> texts(List<String> names) {
        List<byte[]> result = new ArrayList<>();
        for (String name : names) {
            if (!spendText(name)) {
                break;
            }
            result.add(DotnetModule.bytes(name));
        }
        return result;
    }

    private boolean spendText(String text) {
        textBudget -= TEXT_OVERHEAD + text.length();
        return textBudget >= 0;
    }

    private List<String> bases(int row, List<String> parameters) {
        List<String> result = new ArrayList<>();
        String parent = names.fullName(tables.cell(MetadataTables.TYPE_DEF, row, 3), parameters, 0);
        if (parent != null) {
            result.add(parent);
        }
        for (long index : interfaces.getOrDefault((long) row, List.of())) {
            String name = names.fullName(index, parameters, 0);
            if (name != null) {
                result.add(name);
            }
        }
        return result;
    }

    /** A type's methods end where those of the next type begin. */
    private void setMethods(StructValue value, int row, List<String> parameters) {
        long first = tables.cell(MetadataTables.TYPE_DEF, row, 5);
        long count = 0;
        if (row < tables.rows(MetadataTables.TYPE_DEF)) {
            if (tables.readable(MetadataTables.TYPE_DEF, row + 1L)) {
                count = Math.max(0, tables.cell(MetadataTables.TYPE_DEF, row + 1L, 5) - first);
            }
        } else {
            count = Math.max(0, tables.rows(MetadataTables.METHOD_DEF) + 1 - first);
        }
        if (first == 0 || count > MAX_METHODS) {
            return;
        }
        List<StructValue> methods = new ArrayList<>();
        long end = Math.min(first + count, tables.rows(MetadataTables.METHOD_DEF) + 1L);
        for (long method = first; method < end && methodBudget > 0 && textBudget >= 0; method++) {
            methodBudget--;
            if (methodBudget % ASK_EVERY == 0 && input.expired()) {
                methodBudget = 0;
            }
            StructValue parsed = tables.readable(MetadataTables.METHOD_DEF, method) ? method(method, parameters) : null;
            if (parsed != null) {
                methods.add(parsed);
            }
        }
        value.set("methods", methods);
        value.set("number_of_methods", methods.size());
    }

    private @Nullable StructValue method(long row, List<String> classGenerics) {
        String name = heaps.string(tables.cell(MetadataTables.METHOD_DEF, row, 3));
        Heaps.Blob signature = heaps.blob(tables.cell(MetadataTables.METHOD_DEF, row, 4));
        if (name == null || name.isEmpty() || signature == null || signature.length() < 3) {
            return null;
        }
        List<String> methodGenerics = generics.getOrDefault(row << 1 | 1, List.of());
        TypeSignatures.Cursor at = names.signatures().new Cursor(signature, classGenerics, methodGenerics);
        if ((at.u8() & GENERIC_SIGNATURE) != 0) {
            at.unsigned();
        }
        int count = at.unsigned();
        String result = at.type();
        StructValue value = new StructValue(methodType, null);
        if (result == null || count > TypeSignatures.MAX_PARAMETERS || !setParameters(value, row, count, at)) {
            return null;
        }
        long flags = tables.cell(MetadataTables.METHOD_DEF, row, 2);
        setText(value, "name", name);
        value.set("visibility", methodVisibility(flags));
        value.set("static", (flags & STATIC) == 0 ? 0 : 1);
        value.set("virtual", (flags & VIRTUAL) == 0 ? 0 : 1);
        value.set("final", (flags & FINAL) == 0 ? 0 : 1);
        value.set("abstract", (flags & ABSTRACT) == 0 ? 0 : 1);
        value.set("number_of_generic_parameters", methodGenerics.size());
        value.set("generic_parameters", texts(methodGenerics));
        if (!name.equals(".ctor") && !name.equals(".cctor")) {
            setText(value, "return_type", result);
        }
        return value;
    }

    /** Names come from the table of parameters, types from the signature; false when one cannot be told. */
    private boolean setParameters(StructValue method, long row, int count, TypeSignatures.Cursor at) {
        long first = tables.cell(MetadataTables.METHOD_DEF, row, 5);
        if (first == 0) {
            return true;
        }
        List<StructValue> parameters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StructValue parameter = new StructValue(parameterType, null);
            if (first + i > tables.rows(MetadataTables.PARAM)) {
                parameter.set("name", "P_" + i);
            } else if (tables.readable(MetadataTables.PARAM, first + i)) {
                setText(parameter, "name", heaps.string(tables.cell(MetadataTables.PARAM, first + i, 2)));
            } else {
                return false;
            }
            String type = at.type();
            if (type == null || textBudget < 0) {
                return false;
            }
            setText(parameter, "type", type);
            parameters.add(parameter);
        }
        method.set("parameters", parameters);
        method.set("number_of_parameters", count);
        return true;
    }

    /** ECMA-335 II.23.1.15. */
    private static String typeVisibility(long flags) {
        return switch ((int) flags & 7) {
            case 0, 5 -> "internal";
            case 1, 2 -> "public";
            case 4 -> "protected";
            case 6 -> "private protected";
            case 7 -> "protected internal";
            default -> "private";
        };
    }

    /** ECMA-335 II.23.1.10. */
    private static String methodVisibility(long flags) {
        return switch ((int) flags & 7) {
            case 2 -> "private protected";
            case 3 -> "internal";
            case 4 -> "protected";
            case 5 -> "protected internal";
            case 6 -> "public";
            default -> "private";
        };
    }
}
