package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.FLOAT;
import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.REGEX;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "tests"}, for tests only and not in the standard set: fixed values of every type, as libyara's test module has them, so
 * that its conformance cases run. The values were read from the output of {@code yara -D} 4.2.3. Threads share it.
 */
public final class TestsModule implements YaraModule {
    private static final StructType CONSTANTS = StructType.builder()
            .constant("one", 1)
            .constant("two", 2)
            .constant("foo", bytes("foo"))
            .constant("empty", bytes(""))
            .build();
    private static final StructType UNDEFINED =
            StructType.builder().field("i", INTEGER).field("f", FLOAT).build();
    private static final StructType ITEM =
            StructType.builder().field("i", INTEGER).field("s", STRING).build();
    private static final StructType UNUSED_NUMBER =
            StructType.builder().field("unused", INTEGER).build();
    private static final StructType UNUSED_TEXT =
            StructType.builder().field("unused", STRING).build();
    private static final StructType EMPTY = StructType.builder()
            .field("struct_array", new ModuleType.Array(UNUSED_TEXT))
            .field("struct_dict", new ModuleType.Dictionary(UNUSED_TEXT))
            .build();
    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "tests";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        StructValue result = new StructValue(TABLE, null);
        result.set("constants", new StructValue(CONSTANTS, null));
        result.set("undefined", new StructValue(UNDEFINED, null));
        result.set("module_data", input.moduleData());
        @Nullable Long[] integers = new @Nullable Long[257];
        integers[0] = 0L;
        integers[1] = 1L;
        integers[2] = 2L;
        integers[256] = 256L;
        result.set("integer_array", Collections.unmodifiableList(Arrays.asList(integers)));
        result.set("string_array", List.of(bytes("foo"), bytes("bar"), bytes("baz"), bytes("foo\0bar")));
        result.set("integer_dict", Map.of());
        Map<String, byte[]> strings = new LinkedHashMap<>();
        strings.put("foo", bytes("foo"));
        strings.put("bar", bytes("bar"));
        result.set("string_dict", strings);
        StructValue second = new StructValue(ITEM, null);
        second.set("i", 1);
        List<@Nullable StructValue> structs = new ArrayList<>();
        structs.add(null);
        structs.add(second);
        result.set("struct_array", structs);
        StructValue foo = new StructValue(ITEM, null);
        foo.set("s", "foo");
        foo.set("i", 1);
        result.set("struct_dict", Map.of("foo", foo));
        result.set("empty_struct_dict", Map.of());
        result.set("empty_struct_array", List.of());
        return result;
    }

    private static StructType table() {
        return StructType.builder()
                .field("constants", CONSTANTS)
                .field("undefined", UNDEFINED)
                .field("module_data", STRING)
                .field("integer_array", new ModuleType.Array(INTEGER))
                .field("string_array", new ModuleType.Array(STRING))
                .field("integer_dict", new ModuleType.Dictionary(INTEGER))
                .field("string_dict", new ModuleType.Dictionary(STRING))
                .field("struct_array", new ModuleType.Array(ITEM))
                .field("struct_dict", new ModuleType.Dictionary(ITEM))
                .field("empty_struct_dict", new ModuleType.Dictionary(UNUSED_NUMBER))
                .field("empty_struct_array", new ModuleType.Array(EMPTY))
                .function("match", INTEGER, List.of(REGEX, STRING), (self, a) ->
                        (long) ((RegexArgument) a[0]).length(CStrings.cut((byte[]) a[1])))
                .function("isum", INTEGER, List.of(INTEGER, INTEGER), (self, a) -> (Long) a[0] + (Long) a[1])
                .function(
                        "isum",
                        INTEGER,
                        List.of(INTEGER, INTEGER, INTEGER),
                        (self, a) -> (Long) a[0] + (Long) a[1] + (Long) a[2])
                .function("fsum", FLOAT, List.of(FLOAT, FLOAT), (self, a) -> (Double) a[0] + (Double) a[1])
                .function(
                        "fsum",
                        FLOAT,
                        List.of(FLOAT, FLOAT, FLOAT),
                        (self, a) -> (Double) a[0] + (Double) a[1] + (Double) a[2])
                .function("length", INTEGER, List.of(STRING), (self, a) -> (long) CStrings.length((byte[]) a[0]))
                .function("empty", STRING, List.of(), (self, a) -> bytes(""))
                .function("foobar", STRING, List.of(INTEGER), (self, a) -> bytes(foobar((Long) a[0])))
                .build();
    }

    private static String foobar(long number) {
        if (number == 1) {
            return "foo";
        }
        return number == 2 ? "bar" : "oops";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
