package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeSectionsTest {
    private static final int FIRST = PeBuilder.OPTIONAL + 224;

    @Test
    void fieldsOfASection() {
        PeBuilder pe = PeBuilder.empty32().section(".text", 0x1000, 0x1001, 0x400, 0x200);
        pe.raw32(FIRST + 24, 1).raw32(FIRST + 28, 2).raw16(FIRST + 32, 0xffff).raw16(FIRST + 34, 4);
        StructValue root = pe.raw32(FIRST + 36, 0xe0000020L).parse();
        for (String line : List.of(
                "name=.text",
                "full_name=.text",
                "virtual_address=4096",
                "virtual_size=4097",
                "raw_data_offset=1024",
                "raw_data_size=512",
                "pointer_to_relocations=1",
                "pointer_to_line_numbers=2",
                "number_of_relocations=65535",
                "number_of_line_numbers=4",
                "characteristics=3758096416")) {
            String field = line.substring(0, line.indexOf('='));
            assertEquals(line, field + "=" + PeProbe.get(root, "sections[0]." + field));
        }
    }

    @Test
    void namesKeepWhatFollowsAnInnerNul() {
        StructValue root = PeBuilder.empty32()
                .section("a\0b", 0x1000, 0, 0, 0)
                .section("12345678", 0x2000, 0, 0, 0)
                .section("", 0x3000, 0, 0, 0)
                .parse();
        assertEquals("a\0b", PeProbe.get(root, "sections[0].name"));
        assertEquals("12345678", PeProbe.get(root, "sections[1].name"));
        assertEquals("", PeProbe.get(root, "sections[2].name"));
        // Compared as C strings.
        assertEquals(0L, PeProbe.call(root, "section_index", "a"));
        assertEquals(0L, PeProbe.call(root, "section_index", "a\0x"));
        assertNull(PeProbe.call(root, "section_index", "A"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"/4, .debug_info", "/16, aranges", "/x, table", "/99999, null", "/24, null", "/9, g_info"})
    void longNamesStandInTheStringTableBehindTheSymbols(String name, String fullName) {
        PeBuilder pe = PeBuilder.empty32().section(name, 0x1000, 0, 0, 0);
        pe.raw32(PeBuilder.HEADER + 12, 0x400).raw32(PeBuilder.HEADER + 16, 2);
        int table = 0x400 + 2 * 18;
        pe.rawText(table, "table\0\0\0").rawText(table + 4, ".debug_info\0").rawText(table + 16, "aranges\0");
        pe.rawText(table + 24, "a\u0001\0");
        String expected = name.equals("/x") ? "tabl.debug_info" : fullName;
        assertEquals(expected, PeProbe.get(pe.parse(), "sections[0].full_name"));
    }

    @Test
    void withoutSymbolTableANumberedNameIsItsOwnFullName() {
        assertEquals(
                "/4", PeProbe.get(PeBuilder.empty32().section("/4", 0, 0, 0, 0).parse(), "sections[0].full_name"));
    }

    @Test
    void theNumberOfSectionsIsTheHeadersButAtMost96AreRead() {
        PeBuilder pe = PeBuilder.empty32().raw16(PeBuilder.HEADER + 6, 0xffff).size(FIRST + 200 * 40);
        StructValue root = pe.parse();
        assertEquals(0xffffL, PeProbe.get(root, "number_of_sections"));
        assertEquals(96, ((List<?>) root.get("sections")).size());
    }

    @Test
    void readingStopsAtTheFirstHeaderBeyondTheFile() {
        StructValue root = PeBuilder.empty32()
                .raw16(PeBuilder.HEADER + 6, 3)
                .size(FIRST + 2 * 40 + 39)
                .parse();
        assertEquals(2, ((List<?>) root.get("sections")).size());
        // With a table that is cut off no address can be converted.
        assertNull(PeProbe.call(root, "rva_to_offset", 1));
    }

    @Test
    void sectionIndexOfAnOffsetUsesRawData() {
        StructValue root = PeBuilder.empty32()
                .section("a", 0x1000, 0x1000, 0x400, 0x200)
                .section("b", 0x2000, 0x1000, 0x600, 0x200)
                .parse();
        assertEquals(0L, PeProbe.call(root, "section_index", 0x400));
        assertEquals(0L, PeProbe.call(root, "section_index", 0x5ff));
        assertEquals(1L, PeProbe.call(root, "section_index", 0x600));
        assertNull(PeProbe.call(root, "section_index", 0x3ff));
        assertNull(PeProbe.call(root, "section_index", 0x1000));
        assertNull(PeProbe.call(root, "section_index", -1));
    }

    @ParameterizedTest
    @CsvSource({
        // last raw offset, its size, file size, overlay offset, overlay size
        "0x600, 0x200, 0x807, 0x800, 7",
        "0x600, 0x200, 0x800, 0, 0",
        "0x600, 0x200, 0x7ff, 0, 0",
        "0, 0, 0x807, 0x600, 0x207",
        // The end is computed in 32 bits, so this section reaches the file's begin and the first one counts.
        "0xfffffff0, 0x20, 0x807, 0x600, 0x207",
    })
    void overlayBeginsBehindTheSectionThatEndsLast(String raw, String size, String file, String offset, String rest) {
        StructValue root = PeBuilder.empty32()
                .section("a", 0x1000, 0, 0x400, 0x200)
                .section("b", 0x2000, 0, Long.decode(raw).intValue(), Integer.decode(size))
                .size(Integer.decode(file))
                .parse();
        assertEquals(Long.decode(offset), PeProbe.get(root, "overlay.offset"));
        assertEquals(Long.decode(rest), PeProbe.get(root, "overlay.size"));
    }

    @Test
    void withoutSectionsThereIsNoOverlay() {
        assertEquals(0L, PeProbe.get(PeBuilder.empty32().parse(), "overlay.offset"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "0, 0", // below all sections: one to one
                "0xfff, 0xfff",
                "0x1000, 0x400",
                "0x11ff, 0x5ff",
                "0x1200, null", // beyond the raw data
                "0x2000, 0x600",
                "0x2010, 0x600", // the inner section has the higher address
                "0x2090, 0x680",
                "0x2210, null", // only in the outer one, beyond its raw data
                "0x3000, 0x800", // raw size larger than virtual size counts
                "0x3100, 0x900",
                "0x5000, 0xa00", // raw pointer rounded down to 0x200
                "0x6000, null", // raw data beyond the file
                "0x7000, null", // in no section
                "0x100000000, null",
                "-1, null",
            })
    void addressesAreConvertedThroughTheSections(String address, String offset) {
        StructValue root = PeBuilder.empty32()
                .section("a", 0x1000, 0x1000, 0x400, 0x200)
                .section("outer", 0x2000, 0x1000, 0x600, 0x80)
                .section("inner", 0x2010, 0x10, 0x600, 0x200)
                .section("small", 0x3000, 0x10, 0x800, 0x200)
                .section("odd", 0x5000, 0x1000, 0xb23, 0x200)
                .section("cut", 0x6000, 0x1000, 0x1400, 0x200)
                .parse();
        assertEquals(
                offset == null ? null : Long.decode(offset), PeProbe.call(root, "rva_to_offset", Long.decode(address)));
    }

    @Test
    void withSmallAlignmentsRawPointersAreRoundedToTheFileAlignment() {
        PeBuilder pe = PeBuilder.empty32().section("a", 0x300, 0x1000, 0x307, 0x200);
        pe.raw32(PeBuilder.OPTIONAL + 32, 4).raw32(PeBuilder.OPTIONAL + 36, 4);
        assertEquals(0x304L, PeProbe.call(pe.parse(), "rva_to_offset", 0x300));
        pe.raw32(PeBuilder.OPTIONAL + 36, 0);
        assertEquals(0x307L, PeProbe.call(pe.parse(), "rva_to_offset", 0x300));
        pe.raw32(PeBuilder.OPTIONAL + 32, 0x1000);
        assertEquals(0x200L, PeProbe.call(pe.parse(), "rva_to_offset", 0x300));
    }
}
