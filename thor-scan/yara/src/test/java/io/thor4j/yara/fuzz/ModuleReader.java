package io.thor4j.yara.fuzz;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.module.ModuleDump;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.RegexSearch;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that a module makes of some bytes, under a {@link Deadline}: all fields, and every form of every function with arguments that
 * depend on the bytes alone.
 */
final class ModuleReader {
    private static final int MARGIN = 5;

    /** A list may have a structure with functions in each of its elements. */
    private static final int MAX_CALLS = 200;

    private static final int CALLS_EACH = 3;

    private static final long[] INTEGERS = {
        0, 1, -1, 2, 7, 16, 255, 4096, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final double[] FLOATS = {
        0, -0.0, 1, -1, 0.5, 8, 1e300, -1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY
    };
    private static final List<byte[]> TEXTS = List.of(
            bytes(""),
            bytes("\0"),
            bytes("a"),
            bytes("-17"),
            bytes("0x7fffffffffffffff"),
            bytes("kernel32.dll"),
            bytes("CreateFileA"),
            bytes(".text"),
            bytes("<init>"),
            bytes("192.0.2.0/24"),
            bytes("::1/128"),
            bytes("example.com"));
    private static final List<RegexSearch> REGEXES =
            List.of(regex("."), regex("a+b?"), regex("(kernel|user)32"), regex("^$"), regex("[^a-z]{3,}"));

    private final YaraModule module;
    private final SplittableRandom dice;
    private final byte[] data;
    private final BooleanSupplier expired;
    private int calls;

    private ModuleReader(YaraModule module, byte[] data, SplittableRandom dice, BooleanSupplier expired) {
        this.module = module;
        this.data = data;
        this.dice = dice;
        this.expired = expired;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static RegexSearch regex(String text) {
        try {
            return RegexSearch.compile(bytes(text), false, true);
        } catch (PatternException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Returns a module of the standard set. */
    static YaraModule module(String name) {
        return YaraModules.standard().stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Lets a module read a file. */
    static void readAll(YaraModule module, byte[] file) {
        Deadline.hold(expired -> read(module, file, null, expired));
    }

    /** Lets a module read its own data, which it may refuse. */
    static void readData(YaraModule module, byte[] file, byte[] moduleData) {
        Deadline.hold(expired -> {
            try {
                read(module, file, moduleData, expired);
            } catch (MalformedInputException refused) {
                if (refused.reason().isEmpty()) {
                    throw new AssertionError("refused without a reason", refused);
                }
            }
        });
    }

    private static void read(YaraModule module, byte[] file, byte @Nullable [] moduleData, BooleanSupplier expired) {
        CRC32 sum = new CRC32();
        sum.update(file);
        if (moduleData != null) {
            sum.update(moduleData);
        }
        // A range in the middle of an array shows reads that forget where the range begins.
        byte[] around = new byte[file.length + 2 * MARGIN];
        Arrays.fill(around, (byte) 0xee);
        System.arraycopy(file, 0, around, MARGIN, file.length);
        byte[] before = around.clone();
        ModuleInput input = new ModuleInput(around, MARGIN, file.length, moduleData, line -> {}, expired);
        StructValue value = module.parse(input);
        String dump = ModuleDump.of(module.name(), value, expired);
        if (!dump.startsWith(module.name())) {
            throw new AssertionError("not a dump: " + dump);
        }
        new ModuleReader(module, file, new SplittableRandom(sum.getValue()), expired).callAll(value);
        if (!Arrays.equals(before, around)) {
            throw new AssertionError("the module " + module.name() + " changed the bytes it read");
        }
    }

    private void callAll(@Nullable Object value) {
        if (value instanceof StructValue struct) {
            for (String name : struct.type().names()) {
                if (struct.type().member(name) instanceof StructType.Function function) {
                    call(name, function, struct);
                } else if (struct.type().member(name) instanceof StructType.Field field
                        && !(field.type() instanceof ModuleType.Scalar)) {
                    callAll(struct.get(name));
                }
            }
        } else if (value instanceof List<?> list && !list.isEmpty() && calls < MAX_CALLS) {
            callAll(list.get(0));
            callAll(list.get(list.size() - 1));
        } else if (value instanceof Map<?, ?> map && calls < MAX_CALLS) {
            map.values().stream().limit(1).forEach(this::callAll);
        }
    }

    private void call(String name, StructType.Function function, StructValue self) {
        for (StructType.Overload overload : function.overloads()) {
            for (int i = 0; i < CALLS_EACH && !expired.getAsBoolean(); i++) {
                calls++;
                Object[] arguments =
                        overload.parameters().stream().map(this::argument).toArray();
                Object result = overload.body().call(self, arguments);
                if (!fits(overload.result(), result)) {
                    throw new AssertionError(module.name() + "." + name + Arrays.toString(arguments) + " returned "
                            + result + ", declared is " + overload.result());
                }
            }
        }
    }

    private Object argument(ModuleType.Scalar type) {
        return switch (type) {
            case INTEGER -> integer();
            case BOOLEAN -> (long) dice.nextInt(2);
            case FLOAT -> FLOATS[dice.nextInt(FLOATS.length)];
            case STRING -> text();
            case REGEX -> REGEXES.get(dice.nextInt(REGEXES.size()));
        };
    }

    private long integer() {
        return switch (dice.nextInt(3)) {
            case 0 -> INTEGERS[dice.nextInt(INTEGERS.length)];
            case 1 -> data.length - 2L + dice.nextInt(4);
            default -> dice.nextInt(data.length + 2);
        };
    }

    private byte[] text() {
        if (data.length > 0 && dice.nextBoolean()) {
            int from = dice.nextInt(data.length);
            return Arrays.copyOfRange(data, from, Math.min(data.length, from + dice.nextInt(40)));
        }
        return TEXTS.get(dice.nextInt(TEXTS.size()));
    }

    static boolean fits(ModuleType.Scalar type, @Nullable Object value) {
        return value == null
                || switch (type) {
                    case INTEGER, BOOLEAN -> value instanceof Long;
                    case FLOAT -> value instanceof Double;
                    case STRING -> value instanceof byte[];
                    case REGEX -> false;
                };
    }
}
