package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeDelayedImportsTest {
    private static final int DESCRIPTOR = 0x1000;
    private static final int NAMES = 0x1100;
    private static final int LIBRARY = 0x1200;
    private static final int FUNCTION = 0x1300;
    private static final int ADDRESSES = 0x1400;

    private static PeBuilder delayed32(long base, long attributes) {
        PeBuilder pe = PeBuilder.pe32().directory(13, DESCRIPTOR, 64).raw32(PeBuilder.OPTIONAL + 28, 0x400000);
        pe.u32(DESCRIPTOR, attributes, base + LIBRARY, 0, base + ADDRESSES, base + NAMES);
        pe.u32(NAMES, base + FUNCTION, 0x80000002L).u32(ADDRESSES, 1, 1);
        return pe.text(LIBRARY, "user32.dll").text(FUNCTION + 2, "a name with blanks");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0x400000, 0", "0, 0"})
    void addressesAreRelativeOrInOldFilesAbsolute(String base, long attributes) {
        StructValue root = delayed32(Long.decode(base), attributes).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_delayed_imports"));
        assertEquals(2L, PeProbe.get(root, "number_of_delayed_imported_functions"));
        assertEquals("user32.dll", PeProbe.get(root, "delayed_import_details[0].library_name"));
        assertEquals(2L, PeProbe.get(root, "delayed_import_details[0].number_of_functions"));
        assertEquals("a name with blanks", PeProbe.get(root, "delayed_import_details[0].functions[0].name"));
        assertEquals(0x1400L, PeProbe.get(root, "delayed_import_details[0].functions[0].rva"));
        assertNull(PeProbe.get(root, "delayed_import_details[0].functions[0].ordinal"));
        assertEquals("ord2", PeProbe.get(root, "delayed_import_details[0].functions[1].name"));
        assertEquals(2L, PeProbe.get(root, "delayed_import_details[0].functions[1].ordinal"));
        assertEquals(0x1404L, PeProbe.call(root, "delayed_import_rva", "USER32.DLL", 2));
        assertEquals(0x1400L, PeProbe.call(root, "delayed_import_rva", "user32.dll", "A name with blanks"));
        assertEquals(1L, PeProbe.call(root, "imports", 2, "user32.dll", 2));
        assertEquals(2L, PeProbe.call(root, "imports", 2, "user32.dll"));
        assertEquals(0L, PeProbe.call(root, "imports", "user32.dll"));
        assertEquals("d41d8cd98f00b204e9800998ecf8427e", PeProbe.call(root, "imphash"));
    }

    @Test
    void wideEntriesHaveEightBytes() {
        PeBuilder pe = PeBuilder.pe64().directory(13, DESCRIPTOR, 64);
        pe.u32(DESCRIPTOR, 1, LIBRARY, 0, ADDRESSES, NAMES)
                .text(LIBRARY, "a.dll")
                .text(FUNCTION + 2, "f");
        pe.u64(NAMES, FUNCTION, 0x8000000000000003L).u64(ADDRESSES, 1, 1);
        StructValue root = pe.parse();
        assertEquals("f", PeProbe.get(root, "delayed_import_details[0].functions[0].name"));
        assertEquals(3L, PeProbe.get(root, "delayed_import_details[0].functions[1].ordinal"));
        assertEquals(0x1408L, PeProbe.get(root, "delayed_import_details[0].functions[1].rva"));
    }

    @Test
    void theListEndsWhereEitherTableEnds() {
        assertEquals(
                1L, PeProbe.get(delayed32(0, 1).u32(ADDRESSES + 4, 0).parse(), "number_of_delayed_imported_functions"));
    }

    @Test
    void aNameThatLeadsNowhereIsLeftOutButKeepsItsPlace() {
        StructValue root = delayed32(0, 1).u32(NAMES, 0x7000000).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_delayed_imported_functions"));
        assertEquals(0x1404L, PeProbe.get(root, "delayed_import_details[0].functions[0].rva"));
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "4, 0x10", "12, 0x10000", "16, 0x10000", "16, 0x10"})
    void impossibleDescriptorsEndTheList(int field, String value) {
        StructValue root =
                delayed32(0, 1).u32(DESCRIPTOR + field, Long.decode(value)).parse();
        assertEquals(0L, PeProbe.get(root, "number_of_delayed_imports"));
    }

    @Test
    void aLibraryWithoutFunctionsCountsUnlikeInStandardImports() {
        StructValue root = delayed32(0, 1).u32(NAMES, 0).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_delayed_imports"));
        assertEquals(0L, PeProbe.get(root, "delayed_import_details[0].number_of_functions"));
    }
}
