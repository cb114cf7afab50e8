package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeImportsTest {
    /** Address of the first descriptor, of the name table, of the library's name and of the first function's hint. */
    private static final int DESCRIPTOR = 0x1000;

    private static final int NAMES = 0x1100;
    private static final int LIBRARY = 0x1200;
    private static final int FUNCTION = 0x1300;
    private static final int ADDRESSES = 0x1400;

    /** One library, one function by name, one by ordinal. */
    private static PeBuilder imports(PeBuilder pe, String library, String function, long ordinal) {
        boolean wide = pe.image().wide();
        pe.directory(1, DESCRIPTOR, 40);
        pe.u32(DESCRIPTOR, NAMES, 0, 0, LIBRARY, ADDRESSES);
        pe.text(LIBRARY, library).text(FUNCTION + 2, function);
        return wide ? pe.u64(NAMES, FUNCTION, ordinal) : pe.u32(NAMES, FUNCTION, ordinal);
    }

    private static PeBuilder imports32() {
        return imports(PeBuilder.pe32(), "KERNEL32.dll", "CreateFileA", 0x80000123L);
    }

    @Test
    void importsByNameAndByOrdinal() {
        StructValue root = imports32().parse();
        assertEquals(1L, PeProbe.get(root, "number_of_imports"));
        assertEquals(2L, PeProbe.get(root, "number_of_imported_functions"));
        assertEquals("KERNEL32.dll", PeProbe.get(root, "import_details[0].library_name"));
        assertEquals(2L, PeProbe.get(root, "import_details[0].number_of_functions"));
        assertEquals("CreateFileA", PeProbe.get(root, "import_details[0].functions[0].name"));
        assertNull(PeProbe.get(root, "import_details[0].functions[0].ordinal"));
        assertEquals(0x1400L, PeProbe.get(root, "import_details[0].functions[0].rva"));
        assertEquals("ord291", PeProbe.get(root, "import_details[0].functions[1].name"));
        assertEquals(0x123L, PeProbe.get(root, "import_details[0].functions[1].ordinal"));
        assertEquals(0x1404L, PeProbe.get(root, "import_details[0].functions[1].rva"));
    }

    @Test
    void wideEntriesHaveEightBytes() {
        StructValue root =
                imports(PeBuilder.pe64(), "a.dll", "f", 0x8000000000000007L).parse();
        assertEquals("f", PeProbe.get(root, "import_details[0].functions[0].name"));
        assertEquals("ord7", PeProbe.get(root, "import_details[0].functions[1].name"));
        assertEquals(0x1408L, PeProbe.get(root, "import_details[0].functions[1].rva"));
    }

    @ParameterizedTest
    @CsvSource({
        "WS2_32.dll, 115, WSAStartup",
        "ws2_32.DLL, 1, accept",
        "ws2_32.dllx, 500, WEP",
        "ws2_32.dll, 100, ord100",
        "wsock32.dll, 151, __WSAFDIsSet",
        "oleaut32.dll, 2, SysAllocString",
        "OLEAUT32.dll, 443, UnRegisterTypeLibForUser",
        "oleaut32.dll, 196, VarDecFromCy",
        "oleaut32.dll, 302, ord302",
        "oleaut32.dll, 1, ord1",
        "other.dll, 115, ord115",
    })
    void wellKnownOrdinalsHaveNames(String library, int ordinal, String name) {
        assertEquals(name, PeOrdinals.name(library.getBytes(StandardCharsets.US_ASCII), ordinal));
    }

    @Test
    void theAddressTableServesWhenTheNameTableIsMissing() {
        StructValue root =
                imports32().u32(DESCRIPTOR, 0).u32(ADDRESSES, FUNCTION, 0).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_imported_functions"));
        assertEquals("CreateFileA", PeProbe.get(root, "import_details[0].functions[0].name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b.dll", "a*", "a<", "a>", "a?", "a|", "a\u001f", "a\u007f", "a\u0080"})
    void librariesWithNamesThatFilesCannotHaveAreLeftOut(String name) {
        StructValue root = imports(PeBuilder.pe32(), name, "f", 0).parse();
        assertEquals(0L, PeProbe.get(root, "number_of_imports"));
        assertEquals(0L, PeProbe.get(root, "number_of_imported_functions"));
    }

    @Test
    void libraryNamesMayHave255Bytes() {
        String name = "n".repeat(255);
        PeBuilder pe = PeBuilder.pe32().directory(1, DESCRIPTOR, 40).u32(DESCRIPTOR, NAMES, 0, 0, 0x1800, ADDRESSES);
        pe.u32(NAMES, 0x80000001L).text(0x1800, name);
        assertEquals(name, PeProbe.get(pe.parse(), "import_details[0].library_name"));
        pe.text(0x1800, name + "n");
        assertEquals(0L, PeProbe.get(pe.parse(), "number_of_imports"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a-b", "a\u00e9", "a\n"})
    void functionsWithOddNamesAreLeftOut(String name) {
        StructValue root = imports(PeBuilder.pe32(), "a.dll", name, 0x80000001L).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_imported_functions"));
        // Its place in the address table stays its own.
        assertEquals(0x1404L, PeProbe.get(root, "import_details[0].functions[0].rva"));
    }

    @Test
    void decoratedNamesAreKept() {
        StructValue root = imports(PeBuilder.pe32(), "a.dll", "?f@@$()<>._9", 0).parse();
        assertEquals("?f@@$()<>._9", PeProbe.get(root, "import_details[0].functions[0].name"));
    }

    @Test
    void functionNamesAreCutAt512Bytes() {
        StructValue root =
                imports(PeBuilder.pe32(), "a.dll", "f".repeat(600), 0).parse();
        assertEquals("f".repeat(512), PeProbe.get(root, "import_details[0].functions[0].name"));
    }

    @Test
    void ordinalsAbove65535AreGarbage() {
        StructValue root = imports(PeBuilder.pe32(), "a.dll", "f", 0x80010001L).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_imported_functions"));
    }

    @Test
    void librariesWithoutFunctionsAreLeftOutAndTheNextOnesRead() {
        PeBuilder pe = imports32().directory(1, DESCRIPTOR, 60);
        pe.u32(DESCRIPTOR + 20, 0x1700, 0, 0, LIBRARY, 0x1700);
        pe.u32(DESCRIPTOR + 40, NAMES + 4, 0, 0, LIBRARY, ADDRESSES);
        StructValue root = pe.parse();
        assertEquals(2L, PeProbe.get(root, "number_of_imports"));
        assertEquals(3L, PeProbe.get(root, "number_of_imported_functions"));
    }

    @Test
    void importFunctionsAskByNameOrdinalAndRegex() {
        StructValue root = imports32().parse();
        assertEquals(1L, PeProbe.call(root, "imports", "kernel32.DLL", "createfilea"));
        assertEquals(0L, PeProbe.call(root, "imports", "kernel32.dll", "CreateFile"));
        assertEquals(0L, PeProbe.call(root, "imports", "kernel32", "CreateFileA"));
        assertEquals(1L, PeProbe.call(root, "imports", "kernel32.dll\0x", "CreateFileA\0y"));
        assertEquals(1L, PeProbe.call(root, "imports", "kernel32.dll", 0x123));
        assertEquals(0L, PeProbe.call(root, "imports", "kernel32.dll", -1));
        assertEquals(2L, PeProbe.call(root, "imports", "kernel32.dll"));
        assertEquals(2L, PeProbe.call(root, "imports", Pattern.compile("KERNEL"), Pattern.compile(".*")));
        assertEquals(1L, PeProbe.call(root, "imports", Pattern.compile(".+"), Pattern.compile("ord")));
        // A match of nothing is no match here.
        assertEquals(0L, PeProbe.call(root, "imports", Pattern.compile("x*"), Pattern.compile(".*")));
        assertEquals(1L, PeProbe.call(root, "imports", 1, "kernel32.dll", "CreateFileA"));
        assertEquals(0L, PeProbe.call(root, "imports", 2, "kernel32.dll", "CreateFileA"));
        assertEquals(1L, PeProbe.call(root, "imports", -1, "kernel32.dll", "CreateFileA"));
        assertEquals(0L, PeProbe.call(root, "imports", 0, "kernel32.dll", "CreateFileA"));
        assertEquals(1L, PeProbe.call(root, "imports", 1, "kernel32.dll", 0x123));
        assertEquals(2L, PeProbe.call(root, "imports", 1, "kernel32.dll"));
        assertEquals(2L, PeProbe.call(root, "imports", 3, Pattern.compile(".+"), Pattern.compile(".+")));
    }

    @Test
    void importAddresses() {
        StructValue root = imports32().parse();
        assertEquals(0x1400L, PeProbe.call(root, "import_rva", "kernel32.dll", "createfilea"));
        assertEquals(0x1404L, PeProbe.call(root, "import_rva", "kernel32.dll", 0x123));
        assertNull(PeProbe.call(root, "import_rva", "kernel32.dll", "x"));
        assertNull(PeProbe.call(root, "import_rva", "x", 0x123));
        assertNull(PeProbe.call(root, "delayed_import_rva", "kernel32.dll", "createfilea"));
        assertNull(PeProbe.call(root, "delayed_import_rva", "kernel32.dll", 0x123));
    }

    @Test
    void importHashIsComputedOverLowerCaseNames() {
        StructValue root = imports32().parse();
        // printf 'kernel32.createfilea,kernel32.ord291' | md5sum
        assertEquals("80d4177be1679f91001b490a4eb556ee", PeProbe.call(root, "imphash"));
    }

    @ParameterizedTest
    @CsvSource({
        "A.DLL, a.f",
        "a.ocx, a.f",
        "a.Sys, a.f",
        "a.dllx, a.f",
        "a.exe, a.exe.f",
        "a, a.f",
        "a.b.dll, a.b.f",
        "a.dll.b, a.dll.b.f",
        ".dll, .f",
    })
    void importHashCutsKnownEndingsAtTheLastDot(String library, String text) {
        StructValue root = imports(PeBuilder.pe32(), library, "F", 0).parse();
        assertEquals(md5(text), PeProbe.call(root, "imphash"));
    }

    @Test
    void importHashWithoutImportsIsThatOfNothing() {
        assertEquals(
                "d41d8cd98f00b204e9800998ecf8427e",
                PeProbe.call(PeBuilder.pe32().parse(), "imphash"));
    }

    @Test
    void aTableThatNeverEndsStopsAtTheLimit() {
        // 65,536 entries by ordinal, and two descriptors that share them.
        PeBuilder pe = PeBuilder.empty32()
                .section("s", 0x1000, 0x80000, 0x400, 0x80000)
                .size(0x80400);
        pe.directory(1, 0x1000, 0).u32(0x1000, 0x2000, 0, 0, 0x1080, 0x2000, 0x2000, 0, 0, 0x1080, 0x2000);
        pe.text(0x1080, "a.dll");
        for (int i = 0; i < 65_536; i++) {
            pe.u32(0x2000 + 4 * i, 0x80000001L);
        }
        assertEquals(16_384L, PeProbe.get(pe.parse(), "number_of_imported_functions"));
    }

    private static String md5(String text) {
        return new String(
                Digests.hex(Digests.named("MD5").digest(text.getBytes(StandardCharsets.US_ASCII))),
                StandardCharsets.US_ASCII);
    }
}
