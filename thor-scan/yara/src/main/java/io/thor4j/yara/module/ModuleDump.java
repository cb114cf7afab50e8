package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a module's values in the form of {@code yara -D} (observed with 4.2.3): one member a line, a tab for each level; functions are left
 * out, undefined elements of arrays too. The last declared member comes first; inside the elements of an array or dictionary the order is
 * turned, and turned again with each further array, as libyara's copies of elements do. Used by one thread.
 */
public final class ModuleDump {
    private static final String UNDEFINED = "YR_UNDEFINED";

    private final StringBuilder out = new StringBuilder();

    private ModuleDump() {}

    /**
     * Returns the text, each line ended by {@code \n}.
     *
     * @param module the module's name
     * @param value what it found
     */
    public static String of(String module, StructValue value) {
        ModuleDump dump = new ModuleDump();
        dump.out.append(module).append('\n');
        dump.members(value.type(), value, 1, true);
        return dump.out.toString();
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
