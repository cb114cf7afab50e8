package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one module's values and calls its functions as a compiled rule would. */
public final class ModuleProbe {
    private static final Pattern STEP = Pattern.compile("[.\\[\\]]+");

    private final StructValue root;
    final List<String> console = new ArrayList<>();

    public ModuleProbe(YaraModule module, byte[] data) {
        this(module, data, null);
    }

    public ModuleProbe(YaraModule module, byte[] data, byte[] moduleData) {
        // A range in the middle of an array shows reads that forget where the range begins.
        byte[] array = new byte[data.length + 20];
        java.util.Arrays.fill(array, (byte) 0xee);
        System.arraycopy(data, 0, array, 7, data.length);
        this.root = module.parse(new ModuleInput(array, 7, data.length, moduleData, console::add, () -> false));
    }

    public static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    public StructValue root() {
        return root;
    }

    /** Returns the value at a path such as {@code segments[1].name}; texts as String, null when anything on the way is undefined. */
    public Object get(String path) {
        Object value = root;
        for (String step : STEP.split(path, 0)) {
            if (value instanceof StructValue struct) {
                value = struct.type().member(step) instanceof StructType.Constant constant
                        ? constant.value()
                        : struct.get(step);
            } else if (value instanceof List<?> list) {
                int index = Integer.parseInt(step);
                value = index < list.size() ? list.get(index) : null;
            } else if (value instanceof Map<?, ?> map) {
                value = map.get(step);
            } else {
                return null;
            }
        }
        return text(value);
    }

    /** Calls the overload whose parameters fit: Integer and Long for integers, Boolean, Double, String for texts. */
    public Object call(String name, Object... arguments) {
        Object[] passed = new Object[arguments.length];
        List<ModuleType.Scalar> types = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Integer number) {
                passed[i] = number.longValue();
            } else if (argument instanceof String text) {
                passed[i] = bytes(text);
            } else if (argument instanceof Boolean truth) {
                passed[i] = truth ? 1L : 0L;
            } else {
                passed[i] = argument;
            }
            types.add(argument instanceof Boolean ? ModuleType.Scalar.BOOLEAN : typeOf(passed[i]));
        }
        StructType.Function function = (StructType.Function) root.type().member(name);
        for (StructType.Overload overload : function.overloads()) {
            if (overload.parameters().equals(types)) {
                return text(overload.body().call(root, passed));
            }
        }
        throw new IllegalArgumentException("ERROR_WRONG_ARGUMENTS " + name + types);
    }

    private static ModuleType.Scalar typeOf(Object argument) {
        if (argument instanceof Long) {
            return ModuleType.Scalar.INTEGER;
        }
        if (argument instanceof Double) {
            return ModuleType.Scalar.FLOAT;
        }
        return argument instanceof RegexArgument ? ModuleType.Scalar.REGEX : ModuleType.Scalar.STRING;
    }

    private static Object text(Object value) {
        return value instanceof byte[] text ? new String(text, StandardCharsets.ISO_8859_1) : value;
    }
}
