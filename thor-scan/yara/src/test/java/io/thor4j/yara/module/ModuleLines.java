package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a module made of some bytes, as lines {@code path = value}; undefined fields have no line. */
public final class ModuleLines {
    private static final Path CONFORMANCE = Path.of(System.getProperty("thor.shared", ""), "conformance", "yara");

    private ModuleLines() {}

    /** Parses bytes. */
    public static StructValue parse(YaraModule module, byte[] data) {
        return parse(module, data, null, () -> false);
    }

    /** Parses bytes with the caller's data for the module, and a clock. */
    public static StructValue parse(
            YaraModule module, byte[] data, byte @Nullable [] moduleData, BooleanSupplier expired) {
        // The range stands in the middle of a larger array, to catch reads that forget where it begins.
        byte[] around = new byte[data.length + 7];
        java.util.Arrays.fill(around, (byte) 0xee);
        System.arraycopy(data, 0, around, 3, data.length);
        return module.parse(new ModuleInput(around, 3, data.length, moduleData, line -> {}, expired));
    }

    /** Returns all defined values of a structure. */
    public static Set<String> lines(StructValue value) {
        Set<String> result = new TreeSet<>();
        add(result, "", value);
        return result;
    }

    private static void add(Set<String> lines, String path, @Nullable Object value) {
        if (value instanceof StructValue struct) {
            for (String name : struct.type().names()) {
                StructType.Member member = struct.type().member(name);
                String at = path.isEmpty() ? name : path + "." + name;
                if (member instanceof StructType.Constant constant) {
                    add(lines, at, constant.value());
                } else if (member instanceof StructType.Field) {
                    add(lines, at, struct.get(name));
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(lines, path + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> add(lines, path + "[\"" + key + "\"]", element));
        } else if (value instanceof byte[] text) {
            lines.add(path + " = " + quoted(text));
        } else if (value != null) {
            lines.add(path + " = " + value);
        }
    }

    private static String quoted(byte[] text) {
        StringBuilder result = new StringBuilder("\"");
        for (byte b : text) {
            int c = b & 0xff;
            result.append(c >= 0x20 && c < 0x7f ? String.valueOf((char) c) : String.format("\\x%02x", c));
        }
        return result.append('"').toString();
    }

    /** Returns the value at a path such as {@code classes[3].methods[0].name}, texts in Latin-1; null for undefined. */
    public static @Nullable Object at(StructValue root, String path) {
        Object value = root;
        for (String step : path.replaceAll("\\]$", "").split("[.\\[\\]]+", -1)) {
            if (value instanceof StructValue struct) {
                value = struct.get(step);
            } else if (value instanceof List<?> list) {
                int index = Integer.parseInt(step);
                value = index < list.size() ? list.get(index) : null;
            } else if (value instanceof Map<?, ?> map) {
                value = map.get(step);
            } else {
                return null;
            }
        }
        return value instanceof byte[] text ? new String(text, StandardCharsets.ISO_8859_1) : value;
    }

    /** Calls a function of a structure, choosing the overload by the arguments; texts are given as {@link String}. */
    public static @Nullable Object call(StructValue self, String function, Object... arguments) {
        Object[] converted = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            converted[i] =
                    arguments[i] instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : arguments[i];
        }
        if (!(self.type().member(function) instanceof StructType.Function found)) {
            throw new IllegalArgumentException(function);
        }
        for (StructType.Overload overload : found.overloads()) {
            if (fits(overload, converted)) {
                return overload.body().call(self, converted);
            }
        }
        throw new IllegalArgumentException("no overload of " + function);
    }

    private static boolean fits(StructType.Overload overload, Object[] arguments) {
        boolean result = overload.parameters().size() == arguments.length;
        for (int i = 0; result && i < arguments.length; i++) {
            result = switch (overload.parameters().get(i)) {
                case INTEGER, BOOLEAN -> arguments[i] instanceof Long;
                case FLOAT -> arguments[i] instanceof Double;
                case STRING -> arguments[i] instanceof byte[];
                case REGEX -> arguments[i] instanceof RegexArgument;
            };
        }
        return result;
    }

    /** Makes a regex argument of {@link java.util.regex}. */
    public static RegexArgument regex(String pattern) {
        Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
        return new RegexArgument() {
            @Override
            public boolean matches(byte[] text) {
                return length(text) >= 0;
            }

            @Override
            public int length(byte[] text) {
                var matcher = compiled.matcher(new String(text, StandardCharsets.ISO_8859_1));
                return matcher.find() ? matcher.end() - matcher.start() : -1;
            }
        };
    }

    /** Returns a file of the conformance data, empty when this machine does not have it. */
    public static Optional<byte[]> conformance(String name) throws IOException {
        Path file = CONFORMANCE.resolve(name);
        if (!Files.isReadable(file)) {
            System.out.println("skipped: no " + file);
            return Optional.empty();
        }
        return Optional.of(Files.readAllBytes(file));
    }

    /** Returns the lines of {@code yara -D}, empty when the command is missing. */
    public static Optional<Set<String>> oracle(String module, byte[] data) throws IOException, InterruptedException {
        Path rule = Files.createTempFile("thor", ".yar");
        Path file = Files.createTempFile("thor", ".bin");
        try {
            Files.writeString(rule, "import \"" + module + "\" rule t { condition: false }");
            Files.write(file, data);
            Process process = new ProcessBuilder("yara", "-D", rule.toString(), file.toString())
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            process.waitFor(30, TimeUnit.SECONDS);
            return Optional.of(oracleLines(text));
        } catch (IOException missing) {
            System.out.println("skipped: no yara command (" + missing.getMessage() + ")");
            return Optional.empty();
        } finally {
            Files.delete(rule);
            Files.delete(file);
        }
    }

    private static Set<String> oracleLines(String text) {
        Set<String> result = new TreeSet<>();
        String[] path = new String[32];
        for (String line : text.split("\n", -1)) {
            int depth = 0;
            while (depth < line.length() && line.charAt(depth) == '\t') {
                depth++;
            }
            String[] parts = line.substring(depth).split(" = ", 2);
            path[depth] = parts[0];
            if (depth > 0 && parts.length == 2 && !parts[1].equals("YR_UNDEFINED")) {
                StringBuilder name = new StringBuilder(path[1]);
                for (int i = 2; i <= depth; i++) {
                    name.append(path[i].startsWith("[") ? "" : ".").append(path[i]);
                }
                result.add(name + " = " + parts[1]);
            }
        }
        return result;
    }
}
