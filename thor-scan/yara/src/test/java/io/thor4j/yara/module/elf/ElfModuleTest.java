package io.thor4j.yara.module.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.module.ModuleProbe;
import io.thor4j.yara.module.Mutations;
import io.thor4j.yara.module.SharedData;
import io.thor4j.yara.module.YaraCommand;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfModuleTest {
    private static final int GLOBAL_FUNCTION = 0x12;

    private static ModuleProbe probe(byte[] data) {
        return new ModuleProbe(new ElfModule(), data);
    }

    private static ElfSample sample() {
        return new ElfSample(false, true);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void readsBothClassesInBothByteOrders(boolean bigEndian, boolean wide) {
        ElfSample sample = new ElfSample(bigEndian, wide);
        sample.symbol("Main", GLOBAL_FUNCTION, 0, 1, ElfSample.BASE + ElfSample.TEXT);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("type", 2L);
        expected.put("machine", wide ? 62L : 8L);
        expected.put("entry_point", 0x100L);
        expected.put("number_of_sections", 6L);
        expected.put("sh_offset", 0x680L);
        expected.put("sh_entry_size", wide ? 64L : 40L);
        expected.put("number_of_segments", 2L);
        expected.put("ph_offset", 0x80L);
        expected.put("ph_entry_size", wide ? 56L : 32L);
        expected.put("sections[0].name", "");
        expected.put("sections[1].name", ".text");
        expected.put("sections[1].type", 1L);
        expected.put("sections[1].flags", 6L);
        expected.put("sections[1].address", 0x400100L);
        expected.put("sections[1].offset", 0x100L);
        expected.put("sections[1].size", 0x10L);
        expected.put("sections[5].name", ".shstrtab");
        expected.put("sections[6].name", null);
        expected.put("segments[1].type", 2L);
        expected.put("segments[1].flags", 6L);
        expected.put("segments[1].offset", 0x140L);
        expected.put("segments[1].virtual_address", 0x400140L);
        expected.put("segments[1].physical_address", 0x400140L);
        expected.put("segments[1].file_size", 0x30L);
        expected.put("segments[1].memory_size", 0x31L);
        expected.put("segments[1].alignment", 0x1000L);
        expected.put("segments[2].type", null);
        expected.put("dynamic_section_entries", 3L);
        expected.put("dynamic[1].type", 5L);
        expected.put("dynamic[1].val", 0x22L);
        expected.put("dynamic[2].type", 0L);
        expected.put("dynamic[3].type", null);
        expected.put("symtab_entries", null);
        expected.put("symtab[0].name", null);
        expected.put("dynsym_entries", 2L);
        expected.put("dynsym[0].name", "");
        expected.put("dynsym[1].name", "Main");
        expected.put("dynsym[1].value", 0x400100L);
        expected.put("dynsym[1].size", 0x400101L);
        expected.put("dynsym[1].type", 2L);
        expected.put("dynsym[1].bind", 1L);
        expected.put("dynsym[1].shndx", 1L);
        ModuleProbe probe = probe(sample.data());
        expected.forEach((path, value) -> assertEquals(value, probe.get(path), path));
    }

    @Test
    void hasTheDocumentedConstants() {
        ModuleProbe probe = probe(new byte[0]);
        assertEquals(183L, probe.get("EM_AARCH64"));
        assertEquals(11L, probe.get("SHT_DYNSYM"));
        assertEquals(0x6474e551L, probe.get("PT_GNU_STACK"));
        assertEquals(32L, probe.get("DT_ENCODING"));
        assertEquals(6L, probe.get("STT_TLS"));
        assertEquals(4L, probe.get("PF_R"));
    }

    @ParameterizedTest
    @CsvSource({"2, 0x100, 0x100", "2, 0x700010, ", "3, 0x100, 0x100", "3, 0x110, ", "1, 0x300010, ", "2, -0x400000, "})
    void mapsTheEntryThroughSegmentsOnlyInExecutables(int type, String offset, String expected) {
        ElfSample sample = sample();
        sample.out.u16(16, type).u64(24, ElfSample.BASE + Long.decode(offset));
        assertEquals(
                expected == null ? null : (Object) Long.decode(expected),
                probe(sample.data()).get("entry_point"));
    }

    @Test
    void isUndefinedWithoutAWholeHeader() {
        byte[] data = sample().data();
        for (int length = 0; length <= 64; length++) {
            ModuleProbe cut = probe(Arrays.copyOf(data, length));
            assertNull(cut.get("type"));
            assertNull(cut.get("number_of_sections"));
            assertNull(cut.get("sections[0].type"));
            assertNull(cut.call("telfhash"));
            assertNull(cut.call("import_md5"));
        }
        assertEquals(2L, probe(Arrays.copyOf(data, 65)).get("type"));
    }

    @Test
    void isUndefinedForOtherClassesAndOrders() {
        for (int[] change : new int[][] {{0, 0x7e}, {4, 0}, {4, 3}, {5, 0}, {5, 3}}) {
            ElfSample sample = sample();
            sample.out.u8(change[0], change[1]);
            assertNull(probe(sample.data()).get("type"));
        }
    }

    @Test
    void listsNoSectionsWhenTheirTableIsUnusable() {
        byte[] data = sample().data();
        // One byte of the last header is missing.
        assertNull(probe(Arrays.copyOf(data, data.length - 1)).get("sections[0].type"));
        ElfSample reserved = sample();
        reserved.out.u16(60, 0xff00).size(0x680 + 0xff00 * 64);
        assertEquals(0xff00L, probe(reserved.data()).get("number_of_sections"));
        assertNull(probe(reserved.data()).get("sections[0].type"));
        ElfSample noNames = sample();
        noNames.out.u16(62, 6);
        assertNull(probe(noNames.data()).get("sections[0].type"));
        ElfSample far = sample();
        far.out.u64(40, -64);
        assertNull(probe(far.data()).get("sections[0].type"));
        assertEquals(-64L, probe(far.data()).get("sh_offset"));
    }

    @Test
    void leavesNamesUndefinedThatNoNulEnds() {
        ElfSample sample = sample().symbol("abc", GLOBAL_FUNCTION, 0, 0, 0);
        // The string table of the symbols ends before the NUL.
        sample.out.u64(sample.sectionAt(4) + 32, 4);
        assertNull(probe(sample.data()).get("dynsym[1].name"));
        assertEquals(2L, probe(sample.data()).get("dynsym_entries"));
        ElfSample noFirstNul = sample();
        noFirstNul.out.u8(ElfSample.SECTION_NAMES, 'x');
        assertNull(probe(noFirstNul.data()).get("sections[1].name"));
        ElfSample far = sample();
        far.out.u32(far.sectionAt(1), 0xffffffffL);
        assertNull(probe(far.data()).get("sections[1].name"));
    }

    @Test
    void readsSymbolsOnlyWithAStringTable() {
        ElfSample sample = sample();
        sample.out.u32(sample.sectionAt(4) + 4, 1);
        assertNull(probe(sample.data()).get("dynsym_entries"));
        ElfSample noLink = sample();
        noLink.out.u32(noLink.sectionAt(2) + 40, 99);
        assertNull(probe(noLink.data()).get("dynsym_entries"));
        ElfSample tooLong = sample();
        tooLong.out.u64(tooLong.sectionAt(2) + 32, Long.MAX_VALUE);
        assertNull(probe(tooLong.data()).get("dynsym_entries"));
    }

    @Test
    void endsTheDynamicSectionWithTheFile() {
        ElfSample sample = sample();
        // Two entries of 16 bytes and one byte, none of them DT_NULL.
        int size = sample.data().length;
        sample.out.size(size + 33).u64(size, 1).u64(size + 16, 1);
        sample.segment(1, 2, 6, size, 0x30);
        assertEquals(2L, probe(sample.data()).get("dynamic_section_entries"));
    }

    /** The symbols of the suite's file elf_with_imports, and the values that libyara's suite and YARA-X's expect for it. */
    private static ElfSample imports() {
        ElfSample sample = sample();
        sample.symbol("_ITM_deregisterTMCloneTable", 0x20, 0, 0, 0)
                .symbol("memstuff", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("z", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("weak_fun", 0x22, 0, 0, 0)
                .symbol("FOO", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("foo64", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("__gmon_start__", 0x20, 0, 0, 0)
                .symbol("foo", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("strstuff", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("ALLCAPSSTR", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("stuffmem", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("FOO64", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("long_function_to_make_the_tlsh_hash_work", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("STRALLCAPS", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("a_value", 0x11, 0, 0, 0)
                .symbol("_ITM_registerTMCloneTable", 0x20, 0, 0, 0)
                .symbol("__cxa_finalize", 0x22, 0, 0, 0)
                .symbol("stuffstr", GLOBAL_FUNCTION, 0, 0, 0)
                .symbol("main", GLOBAL_FUNCTION, 0, 12, 0)
                .symbol("protected_fun", GLOBAL_FUNCTION, 3, 12, 0);
        return sample;
    }

    @Test
    void hashesTheNamesOfSymbols() {
        ModuleProbe probe = probe(imports().data());
        assertEquals("141ad500037085bdbe4665241c44f936", probe.call("import_md5"));
        assertEquals(
                "T174B012188204F00184540770331E0B111373086019509C464D0ACE88181266C09774FA", probe.call("telfhash"));
        assertEquals("141ad500037085bdbe4665241c44f936", probe.call("import_md5"));
    }

    @Test
    void hashesAreUndefinedWithoutNames() {
        ModuleProbe probe = probe(sample().symbol("x", GLOBAL_FUNCTION, 0, 1, 0).data());
        assertNull(probe.call("import_md5"));
        // One name is too short a text for TLSH.
        assertNull(probe.call("telfhash"));
    }

    @ParameterizedTest
    @CsvSource({
        "2c142fbefecd1bd1.bin, 89bd8d1f95cce5ba30f2cc5ba7e9d611, ",
        "9653df3f140be920.bin, e3545a5c27dd2ed4dd1739a3c3c071b2, ",
        "elf_with_imports, 141ad500037085bdbe4665241c44f936, T174B012188204F00184540770331E0B111373086019509C464D0ACE88181266C09774FA",
    })
    void hashesTheSuitesFiles(String file, String importMd5, String telfhash) throws IOException {
        ModuleProbe probe = probe(SharedData.read(file));
        assertEquals(importMd5, probe.call("import_md5"));
        assertEquals(telfhash, probe.call("telfhash"));
    }

    @Test
    void readsTheSuitesFiles() throws IOException {
        ModuleProbe mips = probe(SharedData.read("2c142fbefecd1bd1.bin"));
        assertEquals(8L, mips.get("machine"));
        assertEquals(35L, mips.get("number_of_sections"));
        assertEquals(10L, mips.get("number_of_segments"));
        assertEquals("_start_c", mips.get("symtab[68].name"));
        assertEquals(0x400650L, mips.get("symtab[68].value"));
        assertEquals(9L, mips.get("symtab[68].shndx"));
        assertEquals("__RLD_MAP", mips.get("dynsym[9].name"));
        assertEquals(0x411000L, mips.get("dynsym[9].value"));
        ModuleProbe x64 = probe(SharedData.read("9653df3f140be920.bin"));
        assertEquals(18L, x64.get("dynamic_section_entries"));
        assertEquals(48L, x64.get("symtab_entries"));
        assertEquals(3L, x64.get("dynamic[13].type"));
        assertEquals(0x601000L, x64.get("dynamic[13].val"));
    }

    @Test
    void theTimeLimitLeavesHashesUndefined() {
        byte[] data = imports().data();
        StructValue value = new ElfModule().parse(new ModuleInput(data, 0, data.length, null, line -> {}, () -> true));
        StructType.Function function = (StructType.Function) value.type().member("import_md5");
        assertNull(function.overloads().get(0).body().call(value, new Object[0]));
    }

    /** Only field by field dumps are compared: functions are not part of them. */
    @Test
    void dumpsSystemFilesAsTheYaraCommand() throws Exception {
        YaraCommand yara = YaraCommand.find();
        List<Path> files = SharedData.systemElfFiles(200);
        Assumptions.assumeTrue(!files.isEmpty(), "skipped: no ELF files in /usr/bin");
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (Path file : files) {
            contents.put(file.toString(), Files.readAllBytes(file));
        }
        yara.assertSameDumps(new ElfModule(), contents);
    }

    @Test
    void dumpsMutationsAsTheYaraCommand() throws Exception {
        YaraCommand yara = YaraCommand.find();
        Mutations mutations = new Mutations(20_240_917);
        byte[][] samples = {
            new ElfSample(false, false).symbol("ab", GLOBAL_FUNCTION, 0, 1, 7).data(),
            new ElfSample(false, true).symbol("ab", GLOBAL_FUNCTION, 0, 1, 7).data(),
            new ElfSample(true, false).symbol("ab", GLOBAL_FUNCTION, 0, 1, 7).data(),
            new ElfSample(true, true).symbol("ab", GLOBAL_FUNCTION, 0, 1, 7).data()
        };
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            files.put("mutation " + i, mutations.of(samples[i % 4]));
        }
        yara.assertSameDumps(new ElfModule(), files);
    }
}
