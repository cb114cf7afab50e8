package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a module's structure as a rule does: by path, and by function name with arguments. */
final class PeProbe {
    private PeProbe() {}

    /**
     * Returns a value by its path, such as {@code sections[0].name}: a {@link Long}, a {@link String} of ISO 8859-1, or null when it is
     * undefined.
     */
    static @Nullable Object get(StructValue root, String path) {
        Object value = value(root, path);
        return value instanceof byte[] text ? new String(text, StandardCharsets.ISO_8859_1) : value;
    }

    private static @Nullable Object value(StructValue root, String path) {
        Object current = root;
        for (String step : path.split("\\.", -1)) {
            Matcher form = Pattern.compile("(\\w+)(?:\\[(\\d+|\"[^\"]*\")])?").matcher(step);
            if (!(current instanceof StructValue struct) || !form.matches()) {
                return null;
            }
            current = struct.get(form.group(1));
            String index = form.group(2);
            if (index != null && current instanceof List<?> list) {
                int number = Integer.parseInt(index);
                current = number < list.size() ? list.get(number) : null;
            } else if (index != null && current instanceof Map<?, ?> map) {
                current = map.get(index.substring(1, index.length() - 1));
            }
        }
        return current;
    }

    /** Calls a function of the structure: arguments are {@link Integer}, {@link Long}, {@link String} or {@link Pattern}. */
    static @Nullable Object call(StructValue self, String name, Object... arguments) {
        List<Scalar> types = new ArrayList<>();
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Number number) {
                types.add(Scalar.INTEGER);
                values[i] = number.longValue();
            } else if (argument instanceof Pattern pattern) {
                types.add(Scalar.REGEX);
                values[i] = regex(pattern);
            } else {
                types.add(Scalar.STRING);
                values[i] = argument.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        if (!(self.type().member(name) instanceof StructType.Function function)) {
            throw new AssertionError("no function " + name);
        }
        for (StructType.Overload overload : function.overloads()) {
            if (overload.parameters().equals(types)) {
                Object result = overload.body().call(self, values);
                return result instanceof byte[] text ? new String(text, StandardCharsets.ISO_8859_1) : result;
            }
        }
        throw new AssertionError("no overload " + name + types);
    }

    private static RegexArgument regex(Pattern pattern) {
        return new RegexArgument() {
            @Override
            public boolean matches(byte[] text) {
                return length(text) >= 0;
            }

            @Override
            public int length(byte[] text) {
                Matcher matcher = pattern.matcher(new String(text, StandardCharsets.ISO_8859_1));
                return matcher.find() ? matcher.end() - matcher.start() : -1;
            }
        };
    }
}
