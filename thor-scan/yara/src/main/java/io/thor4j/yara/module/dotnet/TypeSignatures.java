package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types in signatures (ECMA-335 II.23.2) written as text: C# keywords for the built-in types, and the forms of libyara 4.5.8 for the others
 * (dotnet.c, parse_signature_type). Used by one thread.
 */
final class TypeSignatures {
    /** How deep types may contain one another (include/yara/dotnet.h, MAX_TYPE_DEPTH). */
    private static final int MAX_DEPTH = 16;

    /** Dimensions of an array (include/yara/dotnet.h, MAX_ARRAY_RANK). */
    private static final int MAX_RANK = 50;

    /** Parameters of a function (include/yara/dotnet.h, MAX_PARAM_COUNT). */
    static final int MAX_PARAMETERS = 2_000;

    /** Arguments of a generic type (include/yara/dotnet.h, MAX_GEN_PARAM_COUNT). */
    private static final int MAX_GENERIC_ARGUMENTS = 1_000;

    /** Longest text of a type, chars (include/yara/dotnet.h, MAX_STRING_LENGTH): specifications can double it at each level. */
    private static final int MAX_TEXT = 10_000;

    /*
     * Types read in one scan. Type specifications can refer to one another, so that the work grows exponentially with the depth; our own
     * bound, some ten times what the largest assembly within the row limit of MetadataTables needs. Beyond it all types are unknown.
     */
    private static final int MAX_TYPES = 2_000_000;

    private static final int ASK_EVERY = 4_096;

    private static final String[] BUILT_IN = {
        null, "void", "bool", "char", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float",
        "double", "string"
    };

    private final ModuleInput input;
    private final TypeNames names;
    private int budget = MAX_TYPES;

    TypeSignatures(ModuleInput input, TypeNames names) {
        this.input = input;
        this.names = names;
    }

    /** A place in a signature, and the generic parameters that its variables stand for. */
    final class Cursor {
        private long position;
        private long left;
        private final List<String> classGenerics;
        private final List<String> methodGenerics;

        Cursor(Heaps.Blob blob, List<String> classGenerics, List<String> methodGenerics) {
            this.position = blob.offset();
            this.left = blob.length();
            this.classGenerics = classGenerics;
            this.methodGenerics = methodGenerics;
        }

        /** Reads a byte, -1 at the end. */
        int u8() {
            if (left < 1) {
                return -1;
            }
            left--;
            return input.u8(position++);
        }

        /** Reads a compressed number (ECMA-335 II.23.2); 0, and no step ahead, when it is damaged. */
        int unsigned() {
            int size = size();
            int result = switch (size) {
                case 1 -> input.u8(position);
                case 2 -> input.u16be(position) & 0x3fff;
                case 4 -> (int) input.u32be(position) & 0x1fffffff;
                default -> 0;
            };
            position += size;
            left -= size;
            return result;
        }

        /** Reads a compressed signed number, whose sign is the lowest bit (ECMA-335 II.23.2); 0 when it is damaged. */
        int signed() {
            int bits = size() * 8 - Math.min(size(), 3);
            int rotated = unsigned();
            boolean negative = bits != 0 && (rotated & 1) != 0;
            return negative ? (rotated >> 1) - (1 << (bits - 1)) : rotated >> 1;
        }

        private int size() {
            int first = left < 1 ? -1 : input.u8(position);
            int size = first < 0 || first >= 0xe0 ? 0 : first < 0x80 ? 1 : first < 0xc0 ? 2 : 4;
            return size <= left ? size : 0;
        }

        /** Reads a type, null when it cannot be told. */
        @Nullable
        String type() {
            return TypeSignatures.this.type(this, 0);
        }
    }

    /**
     * Reads a type specification.
     *
     * @param blob its signature
     * @param classGenerics names of the generic parameters in scope
     * @param depth how many types are being read around this one
     * @return null when it cannot be told
     */
    @Nullable
    String type(Heaps.Blob blob, List<String> classGenerics, int depth) {
        return type(new Cursor(blob, classGenerics, List.of()), depth);
    }

    private @Nullable String type(Cursor at, int depth) {
        if (depth > MAX_DEPTH || budget <= 0) {
            return null;
        }
        budget--;
        if (budget % ASK_EVERY == 0 && input.expired()) {
            budget = 0;
        }
        String result = element(at, at.u8(), depth);
        return result == null || result.length() > MAX_TEXT ? null : result;
    }

    private @Nullable String element(Cursor at, int element, int depth) {
        if (element > 0 && element < BUILT_IN.length) {
            return BUILT_IN[element];
        }
        return switch (element) { // ECMA-335 II.23.1.16
            case 0x0f -> around("Ptr<", type(at, depth + 1), ">");
            case 0x10 -> around("ref ", type(at, depth + 1), "");
            case 0x11, 0x12 -> names.fullName(at.unsigned(), at.classGenerics, depth + 1);
            case 0x13 -> variable(at.classGenerics, at.unsigned());
            case 0x14 -> array(at, depth);
            case 0x15 -> genericInstance(at, depth);
            case 0x16 -> "TypedReference";
            case 0x18 -> "IntPtr";
            case 0x19 -> "UIntPtr";
            case 0x1b -> function(at, depth);
            case 0x1c -> "object";
            case 0x1d -> around("", type(at, depth + 1), "[]");
            case 0x1e -> variable(at.methodGenerics, at.unsigned());
            case 0x1f, 0x20 -> modified(at, depth);
            default -> null;
        };
    }

    private static @Nullable String around(String before, @Nullable String type, String after) {
        return type == null ? null : before + type + after;
    }

    private static @Nullable String variable(List<String> generics, int index) {
        return index < generics.size() ? generics.get(index) : null;
    }

    /** Custom modifiers (ECMA-335 II.23.2.7) are passed over. */
    private @Nullable String modified(Cursor at, int depth) {
        at.unsigned();
        return type(at, depth + 1);
    }

    /** Element type, rank, sizes, lower bounds (ECMA-335 II.23.2.13). */
    private @Nullable String array(Cursor at, int depth) {
        String element = type(at, depth + 1);
        int rank = element == null ? 0 : at.unsigned();
        if (rank == 0 || rank > MAX_RANK) {
            return null;
        }
        int[] sizes = new int[rank];
        int[] lows = new int[rank];
        int sizeCount = at.unsigned();
        if (sizeCount > rank) {
            return null;
        }
        for (int i = 0; i < sizeCount; i++) {
            sizes[i] = at.unsigned();
        }
        int lowCount = at.unsigned();
        if (lowCount > rank) {
            return null;
        }
        for (int i = 0; i < lowCount; i++) {
            lows[i] = at.signed();
            sizes[i] += i < sizeCount ? lows[i] : 0;
        }
        StringBuilder text = new StringBuilder(element).append('[');
        for (int i = 0; i < rank; i++) {
            text.append(i == 0 ? "" : ",");
            text.append(lows[i] == 0 ? "" : lows[i] + "...");
            text.append(sizes[i] == 0 ? "" : Integer.toString(sizes[i]));
        }
        return text.append(']').toString();
    }

    private @Nullable String genericInstance(Cursor at, int depth) {
        String type = type(at, depth + 1);
        int count = type == null ? 0 : at.unsigned();
        return type == null || count > MAX_GENERIC_ARGUMENTS ? null : list(type + "<", at, count, ",", ">", depth);
    }

    /** Flags, number of parameters, result, parameters (ECMA-335 II.23.2.1). */
    private @Nullable String function(Cursor at, int depth) {
        if (at.u8() < 0) {
            return null;
        }
        int count = at.unsigned();
        String result = count > MAX_PARAMETERS ? null : type(at, depth + 1);
        return result == null ? null : list("FnPtr<" + result + "(", at, count, ", ", ")>", depth);
    }

    /** Types that cannot be told are left out, as in libyara. */
    private String list(String before, Cursor at, int count, String comma, String after, int depth) {
        StringBuilder text = new StringBuilder(before);
        for (int i = 0; i < count && at.left > 0 && text.length() <= MAX_TEXT; i++) {
            String type = type(at, depth + 1);
            if (type != null) {
                text.append(i == 0 ? "" : comma).append(type);
            }
        }
        return text.append(after).toString();
    }
}
