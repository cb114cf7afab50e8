package io.thor4j.yara.module;

import static io.thor4j.yara.module.ModuleProbe.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HashModuleTest {
    private static Arguments row(String data, Object expected, String function, Object... arguments) {
        return Arguments.of(data, expected, function, Arrays.asList(arguments));
    }

    /** Verdicts of libyara 4.5.8 (conformance case rules-L3351, probes hash-* and empty-005). */
    static Stream<Arguments> calls() {
        return Stream.of(
                row("", "2d7d687432758a8eeeca7b7e5d518e7f", "md5", "TEST STRING"),
                row("", "d39d009c05797a93a79720952e99c7054a24e7c4", "sha1", "TEST STRING"),
                row("", "fb6ca29024bd42f1894620ffa45fd976217e72d988b04ee02bb4793ab9d0c862", "sha256", "TEST STRING"),
                row("", 0x51f9be31L, "crc32", "TEST STRING"),
                row("", 0x337L, "checksum32", "TEST STRING"),
                row("", 510L, "checksum32", "\u00ff\u00ff"),
                row("", 195L, "checksum32", "a\0b"),
                row("", 3539857293L, "crc32", "\u00ff\0"),
                row("", "70350f6027bce3713f6b76473084309b", "md5", "a\0b"),
                row("", "d41d8cd98f00b204e9800998ecf8427e", "md5", ""),
                row("", null, "md5", 0, 0),
                row("dummy", "275876e34cf609db118f3d84b799a790", "md5", 0, 5),
                row("dummy", "275876e34cf609db118f3d84b799a790", "md5", 0, 100),
                row("dummy", "829c3804401b0727f70f73d4415e162400cbe57b", "sha1", 0, 5),
                row("dummy", "d41d8cd98f00b204e9800998ecf8427e", "md5", 0, 0),
                row("dummy", null, "md5", 5, 1),
                row("dummy", null, "md5", -1, 1),
                row("dummy", null, "md5", 0, -1),
                row("dummy", null, "crc32", 0, -1),
                row("dummy", 556L, "checksum32", 0, 5),
                row("dummy", 0L, "checksum32", 0, 0));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void answersAsLibyara(String data, Object expected, String function, List<Object> arguments) {
        assertEquals(expected, new ModuleProbe(new HashModule(), bytes(data)).call(function, arguments.toArray()));
    }

    @Test
    void aCutRangeEqualsItsText() {
        ModuleProbe probe = new ModuleProbe(new HashModule(), bytes("dummy"));
        for (String function : List.of("md5", "sha1", "sha256", "checksum32", "crc32")) {
            assertEquals(probe.call(function, "ummy"), probe.call(function, 1, 5));
            assertEquals(probe.call(function, "umm"), probe.call(function, 1, 3));
        }
    }

    @Test
    void keepsTheResultOfARangeForTheScan() {
        byte[] data = bytes("dummy");
        StructValue value = new HashModule().parse(new ModuleInput(data, 0, 5, null, line -> {}, () -> false));
        StructType.Function md5 = (StructType.Function) value.type().member("md5");
        Object first = md5.overloads().get(0).body().call(value, new Object[] {0L, 5L});
        assertSame(first, md5.overloads().get(0).body().call(value, new Object[] {0L, 99L}));
    }

    @Test
    void digestsRangesLongerThanAClockStep() {
        byte[] data = new byte[ByteRange.CLOCK_STEP * 2 + 17];
        new Random(1).nextBytes(data);
        ModuleProbe probe = new ModuleProbe(new HashModule(), data);
        for (String function : List.of("md5", "sha1", "sha256", "checksum32", "crc32")) {
            assertEquals(probe.call(function, (Object) data), probe.call(function, 0, data.length));
        }
    }

    @Test
    void leavesLongRangesUndefinedWhenTheTimeIsOver() {
        byte[] data = new byte[ByteRange.CLOCK_STEP + 1];
        StructValue value = new HashModule().parse(new ModuleInput(data, 0, data.length, null, line -> {}, () -> true));
        StructType.Function md5 = (StructType.Function) value.type().member("md5");
        assertNull(md5.overloads().get(0).body().call(value, new Object[] {0L, (long) data.length}));
    }
}
