package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeHeadersTest {
    @Test
    void moduleIsNamedAndAlwaysGivesTheSameTable() {
        PeModule module = new PeModule();
        assertEquals("pe", module.name());
        assertSame(module.structure(), new PeModule().structure());
    }

    @ParameterizedTest
    @CsvSource({
        "MACHINE_AMD64, 0x8664",
        "MACHINE_CEE, 0xc0ee",
        "SUBSYSTEM_WINDOWS_BOOT_APPLICATION, 16",
        "DLL, 0x2000",
        "TERMINAL_SERVER_AWARE, 0x8000",
        "IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, 14",
        "IMAGE_NT_OPTIONAL_HDR64_MAGIC, 0x20b",
        "SECTION_MEM_WRITE, 0x80000000",
        "RESOURCE_TYPE_MANIFEST, 24",
        "IMAGE_DEBUG_TYPE_REPRO, 16",
        "IMPORT_DELAYED, 2",
        "IMPORT_ANY, -1",
    })
    void constantsHaveTheValuesOfTheFormat(String name, String value) {
        StructType.Constant constant = (StructType.Constant) PeStructure.ROOT.member(name);
        assertEquals(Long.decode(value), constant == null ? null : constant.value());
    }

    @Test
    void fieldsOf32BitHeaders() {
        PeBuilder pe = PeBuilder.pe32();
        int o = PeBuilder.OPTIONAL;
        pe.raw32(PeBuilder.HEADER + 8, 0xf0000001L)
                .raw32(PeBuilder.HEADER + 12, 2)
                .raw32(PeBuilder.HEADER + 16, 3);
        pe.raw16(PeBuilder.HEADER + 22, 0x2102)
                .raw16(o + 2, 0x0304)
                .raw32(o + 4, 5)
                .raw32(o + 8, 6)
                .raw32(o + 12, 7);
        pe.raw32(o + 16, 0x1010).raw32(o + 20, 9).raw32(o + 24, 10).raw32(o + 28, 0xff400000L);
        for (int i = 40; i < 52; i += 2) {
            pe.raw16(o + i, i);
        }
        pe.raw32(o + 52, 11)
                .raw32(o + 60, 12)
                .raw32(o + 64, 13)
                .raw16(o + 68, 14)
                .raw16(o + 70, 15);
        pe.raw32(o + 72, 0xffffffffL)
                .raw32(o + 76, 17)
                .raw32(o + 80, 18)
                .raw32(o + 84, 19)
                .raw32(o + 88, 20);
        StructValue root = pe.parse();
        List<String> expected = List.of(
                "is_pe=1",
                "machine=332",
                "number_of_sections=1",
                "timestamp=4026531841",
                "pointer_to_symbol_table=2",
                "number_of_symbols=3",
                "size_of_optional_header=224",
                "characteristics=8450",
                "opthdr_magic=267",
                "linker_version.major=4",
                "linker_version.minor=3",
                "size_of_code=5",
                "size_of_initialized_data=6",
                "size_of_uninitialized_data=7",
                "entry_point=1040",
                "entry_point_raw=4112",
                "base_of_code=9",
                "base_of_data=10",
                "image_base=4282384384",
                "section_alignment=4096",
                "file_alignment=512",
                "os_version.major=40",
                "os_version.minor=42",
                "image_version.major=44",
                "image_version.minor=46",
                "subsystem_version.major=48",
                "subsystem_version.minor=50",
                "win32_version_value=11",
                "size_of_image=65536",
                "size_of_headers=12",
                "checksum=13",
                "subsystem=14",
                "dll_characteristics=15",
                "size_of_stack_reserve=4294967295",
                "size_of_stack_commit=17",
                "size_of_heap_reserve=18",
                "size_of_heap_commit=19",
                "loader_flags=20",
                "number_of_rva_and_sizes=16",
                "is_signed=0",
                "number_of_signatures=0",
                "number_of_imports=0",
                "number_of_imported_functions=0",
                "number_of_delayed_imports=0",
                "number_of_delayed_imported_functions=0",
                "number_of_exports=0",
                "number_of_resources=0",
                "number_of_version_infos=0",
                "overlay.offset=0",
                "overlay.size=0",
                "export_timestamp=null",
                "dll_name=null",
                "pdb_path=null",
                "resource_timestamp=null",
                "resource_version.major=null",
                "rich_signature.length=null",
                "version_info[\"a\"]=null");
        for (String line : expected) {
            String path = line.substring(0, line.indexOf('='));
            assertEquals(line, path + "=" + PeProbe.get(root, path));
        }
    }

    @Test
    void fieldsOf64BitHeaders() {
        PeBuilder pe = PeBuilder.pe64();
        int o = PeBuilder.OPTIONAL;
        pe.raw64(o + 24, 0x1_4000_0000L)
                .raw64(o + 72, 0x1_0000_0001L)
                .raw64(o + 80, 2)
                .raw64(o + 88, 3)
                .raw64(o + 96, 4);
        pe.raw32(o + 104, 5).raw32(o + 108, 6);
        StructValue root = pe.parse();
        assertEquals(0x1_4000_0000L, PeProbe.get(root, "image_base"));
        assertNull(PeProbe.get(root, "base_of_data"));
        assertEquals(0x1_0000_0001L, PeProbe.get(root, "size_of_stack_reserve"));
        assertEquals(2L, PeProbe.get(root, "size_of_stack_commit"));
        assertEquals(3L, PeProbe.get(root, "size_of_heap_reserve"));
        assertEquals(4L, PeProbe.get(root, "size_of_heap_commit"));
        assertEquals(5L, PeProbe.get(root, "loader_flags"));
        assertEquals(6L, PeProbe.get(root, "number_of_rva_and_sizes"));
        assertEquals(1L, PeProbe.call(root, "is_64bit"));
        assertEquals(0L, PeProbe.call(root, "is_32bit"));
    }

    @Test
    void isDllGivesTheBitItself() {
        assertEquals(
                0x2000L,
                PeProbe.call(
                        PeBuilder.pe32().raw16(PeBuilder.HEADER + 22, 0x2002).parse(), "is_dll"));
        assertEquals(
                0L,
                PeProbe.call(
                        PeBuilder.pe32().raw16(PeBuilder.HEADER + 22, 0xdfff).parse(), "is_dll"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3", "16, 16", "17, 16", "4294967295, 16"})
    void listsAsManyDataDirectoriesAsTheHeaderSaysButAtMost16(long stated, int listed) {
        PeBuilder pe = PeBuilder.pe32().raw32(PeBuilder.OPTIONAL + 92, stated).directory(2, 0x1234, 0x56);
        StructValue root = pe.parse();
        assertEquals(listed, ((List<?>) root.get("data_directories")).size());
        assertEquals(listed > 2 ? 0x1234L : null, PeProbe.get(root, "data_directories[2].virtual_address"));
        assertEquals(listed > 2 ? 0x56L : null, PeProbe.get(root, "data_directories[2].size"));
    }

    @Test
    void unmappedEntryPointIsMinusOneNotUndefined() {
        StructValue root =
                PeBuilder.pe32().raw32(PeBuilder.OPTIONAL + 16, 0x7fffff00).parse();
        assertEquals(-1L, PeProbe.get(root, "entry_point"));
        assertEquals(0x7fffff00L, PeProbe.get(root, "entry_point_raw"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "MZ", "\u007fELF"})
    void otherFilesAreNotPeAndNothingElseIsDefined(String bytes) {
        StructValue root = PeBuilder.parse(bytes.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(0L, PeProbe.get(root, "is_pe"));
        for (String name : PeStructure.ROOT.names()) {
            if (PeStructure.ROOT.member(name) instanceof StructType.Field && !name.equals("is_pe")) {
                assertNull(root.get(name), name);
            }
        }
        assertNull(PeProbe.call(root, "imphash"));
        assertNull(PeProbe.call(root, "is_dll"));
        assertNull(PeProbe.call(root, "is_32bit"));
        assertNull(PeProbe.call(root, "calculate_checksum"));
        assertNull(PeProbe.call(root, "imports", "a", "b"));
        assertNull(PeProbe.call(root, "exports", "a"));
        assertNull(PeProbe.call(root, "language", 9));
        assertNull(PeProbe.call(root, "rva_to_offset", 0));
    }

    @Test
    void theWholeOptionalHeaderOfItsKindMustBeThere() {
        byte[] narrow = PeBuilder.empty32().bytes();
        int end = PeBuilder.OPTIONAL + 224;
        assertEquals(1L, PeProbe.get(PeBuilder.parse(Arrays.copyOf(narrow, end)), "is_pe"));
        assertEquals(0L, PeProbe.get(PeBuilder.parse(Arrays.copyOf(narrow, end - 1)), "is_pe"));
        byte[] wide = PeBuilder.pe64().bytes();
        assertEquals(0L, PeProbe.get(PeBuilder.parse(Arrays.copyOf(wide, end)), "is_pe"));
        assertEquals(1L, PeProbe.get(PeBuilder.parse(Arrays.copyOf(wide, end + 16)), "is_pe"));
    }

    @Test
    void aRangeInsideALargerArrayIsReadFromItsBegin() {
        byte[] file = PeBuilder.pe64().bytes();
        byte[] larger = new byte[file.length + 200];
        System.arraycopy(file, 0, larger, 77, file.length);
        StructValue root =
                new PeModule().parse(new ModuleInput(larger, 77, file.length, null, line -> {}, () -> false));
        assertEquals(FlatDump.of(PeBuilder.parse(file)), FlatDump.of(root));
    }
}
