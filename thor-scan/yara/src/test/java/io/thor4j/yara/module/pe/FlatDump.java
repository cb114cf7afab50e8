package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A structure as one line a value, such as {@code sections[0].name = ".text"}, from our values and from the output of {@code yara -D}. */
final class FlatDump {
    private final Map<String, String> lines = new LinkedHashMap<>();

    private FlatDump() {}

    /** Flattens a structure; undefined values and functions are left out. */
    static Map<String, String> of(StructValue value) {
        FlatDump dump = new FlatDump();
        dump.members("", value);
        return dump.lines;
    }

    private void members(String prefix, StructValue value) {
        for (String name : value.type().names()) {
            StructType.Member member = value.type().member(name);
            if (member instanceof StructType.Constant constant) {
                value(prefix + name, constant.type(), constant.value());
            } else if (member instanceof StructType.Field field) {
                value(prefix + name, field.type(), value.get(name));
            }
        }
    }

    private void value(String path, ModuleType type, @Nullable Object value) {
        if (value instanceof StructValue struct) {
            members(path + ".", struct);
        } else if (value instanceof List<?> list && type instanceof ModuleType.Array array) {
            for (int i = 0; i < list.size(); i++) {
                value(path + "[" + i + "]", array.element(), list.get(i));
            }
        } else if (value instanceof Map<?, ?> map && type instanceof ModuleType.Dictionary dictionary) {
            map.forEach((key, element) -> value(path + "." + key, dictionary.value(), element));
        } else if (value instanceof byte[] text) {
            lines.put(path, '"' + printable(text) + '"');
        } else if (value != null) {
            lines.put(path, value.toString());
        }
    }

    private static String printable(byte[] text) {
        StringBuilder result = new StringBuilder();
        for (byte octet : text) {
            if (octet >= 0x20 && octet <= 0x7e) {
                result.append((char) octet);
            } else {
                result.append(String.format("\\x%02x", octet & 0xff));
            }
        }
        return result.toString();
    }

    /** Parses the text of {@code yara -D} for one module; array elements are numbered by their order, which 4.2 gets wrong for functions. */
    static Map<String, String> parse(String text) {
        Map<String, String> result = new HashMap<>();
        List<String> path = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int depth = 0;
            while (depth < line.length() && line.charAt(depth) == '\t') {
                depth++;
            }
            if (depth == 0) {
                continue;
            }
            while (path.size() >= depth) {
                path.remove(path.size() - 1);
            }
            String parent = String.join("", path);
            int equals = line.indexOf(" = ");
            String label = equals < 0 ? line.substring(depth) : line.substring(depth, equals);
            if (label.startsWith("[")) {
                label = "[" + (counts.merge(parent, 1, Integer::sum) - 1) + "]";
            } else if (!path.isEmpty()) {
                label = "." + label;
            }
            path.add(label);
            if (equals >= 0) {
                result.put(parent + label, line.substring(equals + 3));
            }
        }
        return result;
    }
}
