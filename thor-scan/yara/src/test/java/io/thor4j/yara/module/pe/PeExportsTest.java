package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeExportsTest {
    private static final int HEADER = 0x1000;
    private static final int FUNCTIONS = 0x1080;
    private static final int NAMES = 0x1100;
    private static final int ORDINALS = 0x1180;
    private static final int FORWARD = 0x11c0;

    /** Four functions from ordinal 5 on: "First" is the third, "Second" the first, the second is a forwarder, the last leads nowhere. */
    private static PeBuilder exports() {
        PeBuilder pe = PeBuilder.pe32().directory(0, HEADER, 0x200);
        pe.u32(HEADER, 0, 0x5f000000, 0, 0x1200, 5, 4, 2, FUNCTIONS, NAMES, ORDINALS);
        pe.u32(FUNCTIONS, 0x1500, FORWARD, 0x1600, 0x9999999).u32(NAMES, 0x1210, 0x1218);
        pe.u16(ORDINALS, 2)
                .u16(ORDINALS + 2, 0)
                .text(0x1200, "own.dll")
                .text(0x1210, "First")
                .text(0x1218, "Second");
        return pe.text(FORWARD, "OTHER.Function");
    }

    @Test
    void detailsInTheOrderOfTheAddressTable() {
        StructValue root = exports().parse();
        assertEquals(4L, PeProbe.get(root, "number_of_exports"));
        assertEquals("own.dll", PeProbe.get(root, "dll_name"));
        assertEquals(0x5f000000L, PeProbe.get(root, "export_timestamp"));
        String[] expected = {
            "5 0x1500 0x900 Second null",
            "6 0x11c0 null null OTHER.Function",
            "7 0x1600 0xa00 First null",
            "8 0x9999999 null null null"
        };
        for (int i = 0; i < expected.length; i++) {
            String at = "export_details[" + i + "].";
            assertEquals(
                    expected[i],
                    PeProbe.get(root, at + "ordinal") + " " + hex(PeProbe.get(root, at + "rva")) + " "
                            + hex(PeProbe.get(root, at + "offset")) + " " + PeProbe.get(root, at + "name") + " "
                            + PeProbe.get(root, at + "forward_name"));
        }
    }

    private static String hex(@Nullable Object number) {
        return number instanceof Long value ? "0x" + Long.toHexString(value) : "null";
    }

    @Test
    void functionsAskByNameRegexAndOrdinal() {
        StructValue root = exports().parse();
        assertEquals(1L, PeProbe.call(root, "exports", "fIRST"));
        assertEquals(0L, PeProbe.call(root, "exports", "Firs"));
        assertEquals(0L, PeProbe.call(root, "exports", "First\0"));
        assertEquals(1L, PeProbe.call(root, "exports", Pattern.compile("irs")));
        assertEquals(1L, PeProbe.call(root, "exports", Pattern.compile("x*")));
        assertEquals(0L, PeProbe.call(root, "exports", Pattern.compile("zzz")));
        assertEquals(2L, PeProbe.call(root, "exports_index", "FIRST"));
        assertEquals(0L, PeProbe.call(root, "exports_index", Pattern.compile("o")));
        assertNull(PeProbe.call(root, "exports_index", "none"));
        assertNull(PeProbe.call(root, "exports_index", Pattern.compile("zzz")));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 4, 1", "1, 5, 0", "1, 0, 0", "5, 5, 0", "3, 4, 1", "1, -1, 0"})
    void ordinalsAboveTheNumberOfExportsAreAbsentWhateverTheBase(long base, long ordinal, long found) {
        StructValue root = exports().u32(HEADER + 16, base).parse();
        assertEquals(found, PeProbe.call(root, "exports", ordinal));
        assertEquals(found == 0 ? null : ordinal - base, PeProbe.call(root, "exports_index", ordinal));
    }

    @Test
    void ordinalsAre32Bit() {
        assertEquals(1L, PeProbe.get(exports().u32(HEADER + 16, 0xffffffffL).parse(), "export_details[2].ordinal"));
    }

    @Test
    void ofTwoNamesForOneFunctionTheFirstCounts() {
        StructValue root = exports().u16(ORDINALS, 0).parse();
        assertEquals("First", PeProbe.get(root, "export_details[0].name"));
        assertNull(PeProbe.get(root, "export_details[2].name"));
    }

    @Test
    void namesAreCutAt512BytesButTheLibraryIsNot() {
        PeBuilder pe = exports().u32(NAMES, 0x1700).u32(HEADER + 12, 0x1700).text(0x1700, "n".repeat(600));
        assertEquals("n".repeat(512), PeProbe.get(pe.parse(), "export_details[2].name"));
        assertEquals("n".repeat(600), PeProbe.get(pe.parse(), "dll_name"));
    }

    @ParameterizedTest
    @CsvSource({"24, 0x10000000", "28, 0x9000000", "32, 0x9000000", "36, 0x9000000", "28, 0x1ff4"})
    void tablesBeyondTheFileLeaveNoExportsButTheDirectoryFields(int field, String value) {
        StructValue root = exports().u32(HEADER + field, Long.decode(value)).parse();
        assertEquals(0L, PeProbe.get(root, "number_of_exports"));
        assertEquals("own.dll", PeProbe.get(root, "dll_name"));
        assertEquals(0x5f000000L, PeProbe.get(root, "export_timestamp"));
        assertEquals(0L, PeProbe.call(root, "exports", "First"));
        assertNull(PeProbe.call(root, "exports_index", "First"));
    }

    @Test
    void withoutNamesOnlyOrdinalsAreLeft() {
        StructValue root = exports().u32(HEADER + 24, 0).parse();
        assertEquals(4L, PeProbe.get(root, "number_of_exports"));
        assertNull(PeProbe.get(root, "export_details[0].name"));
        assertEquals(0L, PeProbe.call(root, "exports", "First"));
    }

    @Test
    void atMost16384AreRead() {
        PeBuilder pe = PeBuilder.empty32()
                .section("s", 0x1000, 0x80000, 0x400, 0x80000)
                .size(0x80400);
        pe.directory(0, HEADER, 40).u32(HEADER, 0, 0, 0, 0, 1, 50_000, 0, 0x2000, 0, 0x2000);
        assertEquals(16_384L, PeProbe.get(pe.parse(), "number_of_exports"));
    }
}
