package io.thor4j.yara.module;

import static io.thor4j.yara.module.ModuleProbe.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MathModuleTest {
    private static final String ALL_BYTES = allBytes();

    private static String allBytes() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            text.append(c);
        }
        return text.toString();
    }

    private static Arguments row(String data, Object expected, String function, Object... arguments) {
        return Arguments.of(data, expected, function, Arrays.asList(arguments));
    }

    /** Verdicts of libyara 4.5.8 (conformance cases math-L*, probes math-*) and values of yara 4.2.3 where both agree. */
    static Stream<Arguments> calls() {
        return Stream.concat(Stream.concat(numbers(), ranges()), texts());
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                row("A\0", 1L, "max", 0, 1),
                row("", -1L, "max", -1, 2),
                row("", 2L, "min", -1, 2),
                row("", 1L, "min", 1, 2),
                row("", 1L, "to_number", true),
                row("", 0L, "to_number", false),
                row("", 1L, "abs", -1),
                row("", Long.MIN_VALUE, "abs", Long.MIN_VALUE),
                row("", 1L, "in_range", 2.0, 1.0, 3.0),
                row("", 1L, "in_range", 2.0, 1.0, 2.0),
                row("", 0L, "in_range", 2.0, 1.0, 1.5),
                row("", 0L, "in_range", 6.0, 1.0, 3.0),
                row("", "-1", "to_string", -1),
                row("", "97", "to_string", 0x61),
                row("", "20", "to_string", 32, 16),
                row("", "32", "to_string", 32, 10),
                row("", "10", "to_string", 8, 8),
                row("", "-1", "to_string", -1, 10),
                row("", "ffffffffffffffff", "to_string", -1, 16),
                row("", "1777777777777777777777", "to_string", -1, 8),
                row("", null, "to_string", 32, 9),
                row("", null, "to_string", 1, 2),
                row("", null, "to_string", 1, 0x1_0000_000aL));
    }

    private static Stream<Arguments> ranges() {
        return Stream.of(
                row("ABABAB\0", null, "count", -1),
                row("abc", null, "count", 256),
                row(ALL_BYTES, 1L, "count", 0x41),
                row(ALL_BYTES, 1L, "count", 0x41, 0, 256),
                row("abc", 1L, "count", 0x61, 0, 100),
                row("abc", 0L, "count", 0x61, 1, 1),
                row("", null, "count", 0x61),
                row("ABABAB\0", null, "percentage", 0x41, 10, 3),
                row("abc", 0.3333333432674408, "percentage", 0x61, 0, 3),
                row("abc", null, "percentage", 0x61, 0, 0),
                row("abc", null, "percentage", 256),
                row("abc", null, "percentage", -1),
                row("ABABA\0", 0x41L, "mode"),
                row("ABAB\0", 0x41L, "mode"),
                row("CCABACC\0", 0x41L, "mode", 2, 3),
                row(ALL_BYTES, 0L, "mode"),
                row("abc", 0L, "mode", 0, 0),
                row("abc", null, "mode", 300, 1),
                row("", null, "mode"),
                row("CCAAACC\0", 0.0, "entropy", 2, 3),
                row(ALL_BYTES, 8.0, "entropy", 0, 1000),
                row(ALL_BYTES, 8.0, "entropy", 0, 257),
                row(ALL_BYTES, null, "entropy", 256, 1),
                row(ALL_BYTES, null, "entropy", -1, 1),
                row(ALL_BYTES, null, "entropy", 0, -1),
                row("", null, "entropy", 0, 0),
                row("abc", 0.0, "entropy", 0, 0),
                row("ABABABAB\0", 0.5, "deviation", 2, 4, 65.0),
                row(ALL_BYTES, 64.0, "deviation", 0, 256, 127.5),
                row("abc", null, "deviation", 0, 0, 1.0),
                row("ABCABC\0", 66.0, "mean", 0, 3),
                row(ALL_BYTES, 127.5, "mean", 0, 256),
                row(ALL_BYTES, 255.0, "mean", 255, 2),
                row("\u0080", 128.0, "mean", 0, 1),
                row("abc", null, "mean", 0, 0),
                row("ABCABC\0", -0.5, "serial_correlation", 1, 3),
                row("abc", -100000.0, "serial_correlation", 0, 0),
                row("abc", -100000.0, "serial_correlation", 0, 1),
                row("123ABCDEF1234569874DE\0", 0.2732395447351627, "monte_carlo_pi", 3, 15),
                row("abc", null, "monte_carlo_pi", 0, 3));
    }

    private static Stream<Arguments> texts() {
        return Stream.of(
                row("", 0.0, "entropy", "AAAA"),
                row("", 0.0, "entropy", ""),
                row("", 1.9219280948873623, "entropy", "dummy"),
                row("", 65.5, "mean", "AB"),
                row("", -128.0, "mean", "\u0080"),
                row("", null, "mean", ""),
                row("", 65.0, "deviation", "AAAAA", 0.0),
                row("", 0.5, "deviation", "ABAB", 65.0),
                row("", 1.0, "deviation", "\u00ff\u00ff", 0.0),
                row("", 84.2, "deviation", "ab\u00ff\u0080d", 3.0),
                row("", null, "deviation", "", 1.0),
                row("", -0.5, "serial_correlation", "BCA"),
                row("", -100000.0, "serial_correlation", "AAAA"),
                row("", -100000.0, "serial_correlation", ""),
                row("", 0.2732395447351627, "monte_carlo_pi", "AAAAAAAAA"),
                row("", 1.0, "monte_carlo_pi", "\u0080AAAAA"),
                row("", 1.0, "monte_carlo_pi", "AAAAA\u0080"),
                row("", 0.15117363684322488, "monte_carlo_pi", "AAAAAAAAAAAAAA\u0080AAAAAA\u00ff"),
                row("", null, "monte_carlo_pi", "abc"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void answersAsLibyara(String data, Object expected, String function, List<Object> arguments) {
        Object answer = new ModuleProbe(new MathModule(), bytes(data)).call(function, arguments.toArray());
        if (expected instanceof Double number) {
            assertEquals(number, (Double) answer, Math.ulp(number));
        } else {
            assertEquals(expected, answer);
        }
    }

    @Test
    void convertsNoArguments() {
        ModuleProbe probe = new ModuleProbe(new MathModule(), new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> probe.call("in_range", 1.5, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> probe.call("to_number", 5));
        assertThrows(IllegalArgumentException.class, () -> probe.call("max", 1));
        assertThrows(IllegalArgumentException.class, () -> probe.call("max", 1.0, 2));
        assertNull(probe.root().type().member("to_int"));
        assertEquals(127.5, probe.get("MEAN_BYTES"));
    }

    @Test
    void leavesLongRangesUndefinedWhenTheTimeIsOver() {
        byte[] data = new byte[ByteRange.CLOCK_STEP * 2];
        StructValue value = new MathModule().parse(new ModuleInput(data, 0, data.length, null, line -> {}, () -> true));
        StructType.Function entropy = (StructType.Function) value.type().member("entropy");
        Object[] wholeFile = {0L, (long) data.length};
        assertNull(entropy.overloads().get(0).body().call(value, wholeFile));
        StructType.Function pi = (StructType.Function) value.type().member("monte_carlo_pi");
        assertNull(pi.overloads().get(0).body().call(value, wholeFile));
    }

    @Property
    void entropyLiesBetweenZeroAndEight(@ForAll byte[] data) {
        Object entropy = new ModuleProbe(new MathModule(), data).call("entropy", 0, data.length);
        if (data.length == 0) {
            assertNull(entropy);
        } else {
            assertFalse((Double) entropy < -1e-12 || (Double) entropy > 8.000000000001);
        }
    }

    @Property
    void aRangeGivesWhatItsBytesGiveAsText(
            @ForAll byte[] data, @ForAll @IntRange(max = 40) int offset, @ForAll @IntRange(max = 40) int size) {
        ModuleProbe probe = new ModuleProbe(new MathModule(), data);
        Object range = probe.call("entropy", offset, size);
        if (offset >= data.length) {
            assertNull(range);
        } else {
            byte[] text = Arrays.copyOfRange(data, offset, Math.min(offset + size, data.length));
            assertEquals(probe.call("entropy", (Object) text), range);
        }
    }
}
