package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints a module's values in the form of {@code yara -D} (observed with 4.2.3): one member a line, a tab for each level; functions are left
 * out, undefined elements of arrays too. The last declared member comes first; inside the elements of an array or dictionary the order is
 * turned, and turned again with each further array, as libyara's copies of elements do. Used by one thread.
 */
public final class ModuleDump {
    private static final String UNDEFINED = "YR_UNDEFINED";

    /**
     * Characters from which on a dump is cut off: own choice. Every entry of a table may stand for the same long text, so that the dump of a
     * small file can be larger than all memory; that of a real program of 10 MB has less than 20 million.
     */
    private static final int MAX_TEXT = 64 << 20;

    private static final String CUT_OFF = "... cut off, the rest of this module is not shown\n";

    private final StringBuilder out = new StringBuilder();
    private final BooleanSupplier expired;
    private boolean full;

    private ModuleDump(BooleanSupplier expired) {
        this.expired = expired;
    }

    /**
     * Returns the text, each line ended by {@code \n}; see {@link #isCutOff}.
     *
     * @param module the module's name
     * @param value what it found
     * @param expired tells whether the time is over
     */
    public static String of(String module, StructValue value, BooleanSupplier expired) {
        ModuleDump dump = new ModuleDump(expired);
        dump.out.append(module).append('\n');
        dump.members(value.type(), value, 1, true);
        return dump.out.append(dump.full ? CUT_OFF : "").toString();
    }

    /**
     * Tells whether a text is not whole, because the time was over or it became too long; its last line then says so.
     *
     * @param dump what {@link #of} returned
     */
    public static boolean isCutOff(String dump) {
        return dump.endsWith(CUT_OFF);
    }

    private void members(StructType type, @Nullable StructValue value, int level, boolean lastFirst) {
        List<String> names = new ArrayList<>(type.names());
        if (lastFirst) {
            Collections.reverse(names);
        }
        for (String name : names) {
            StructType.Member member = type.member(name);
            if (member instanceof StructType.Constant constant) {
                entry(name, constant.type(), constant.value(), level, lastFirst);
            } else if (member instanceof StructType.Field field) {
                entry(name, field.type(), value == null ? null : value.get(name), level, lastFirst);
            }
        }
    }

    private void entry(String label, ModuleType type, @Nullable Object value, int level, boolean lastFirst) {
        full |= out.length() >= MAX_TEXT || expired.getAsBoolean();
        if (full) {
            return;
        }
        out.append("\t".repeat(level)).append(label);
        if (type instanceof ModuleType.Scalar scalar) {
            out.append(" = ").append(scalar(scalar, value)).append('\n');
            return;
        }
        out.append('\n');
        if (type instanceof StructType struct) {
            members(struct, (StructValue) value, level + 1, lastFirst);
        } else if (type instanceof ModuleType.Array array && value instanceof List<?> elements) {
            int index = 0;
            for (Object element : elements) {
                if (full) {
                    return;
                }
                if (element != null) {
                    entry("[" + index + "]", array.element(), element, level + 1, !lastFirst);
                }
                index++;
            }
        } else if (type instanceof ModuleType.Dictionary dictionary && value instanceof Map<?, ?> entries) {
            entries.forEach(
                    (key, element) -> entry(String.valueOf(key), dictionary.value(), element, level + 1, !lastFirst));
        }
    }

    private static String scalar(ModuleType.Scalar type, @Nullable Object value) {
        return switch (type) {
            case INTEGER -> value instanceof Long number ? number.toString() : UNDEFINED;
            case FLOAT -> value instanceof Double number ? ConsoleModule.fixed(number) : "nan";
            case STRING -> value instanceof byte[] text ? '"' + CStrings.printable(text) + '"' : UNDEFINED;
            case REGEX, BOOLEAN -> UNDEFINED;
        };
    }
}
