package io.thor4j.yara.module.macho;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.module.ModuleProbe;
import io.thor4j.yara.module.Mutations;
import io.thor4j.yara.module.SharedData;
import io.thor4j.yara.module.YaraCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachoModuleTest {
    private static ModuleProbe probe(byte[] data) {
        return new ModuleProbe(new MachoModule(), data);
    }

    private static MachoSample intel32() {
        return new MachoSample(false, false, 7);
    }

    private static MachoSample intel64() {
        return new MachoSample(false, true, 0x1000007);
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, 0xcefaedfe",
        "false, true, 0xcffaedfe",
        "true, false, 0xfeedface",
        "true, true, 0xfeedfacf",
    })
    void readsBothWidthsInBothByteOrders(boolean bigEndian, boolean wide, String magic) {
        ModuleProbe probe =
                probe(new MachoSample(bigEndian, wide, 7).main(0x123, 0x456).data());
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("magic", Long.decode(magic));
        expected.put("cputype", 7L);
        expected.put("cpusubtype", 3L);
        expected.put("filetype", 2L);
        expected.put("ncmds", 2L);
        expected.put("sizeofcmds", wide ? 256L : 216L);
        expected.put("flags", 0x85L);
        expected.put("reserved", wide ? 7L : null);
        expected.put("number_of_segments", 1L);
        expected.put("segments[0].segname", "__TEXT");
        expected.put("segments[0].vmaddr", 0x10000L);
        expected.put("segments[0].vmsize", 0x4000L);
        expected.put("segments[0].fileoff", 0L);
        expected.put("segments[0].fsize", 0x3000L);
        expected.put("segments[0].maxprot", 7L);
        expected.put("segments[0].initprot", 5L);
        expected.put("segments[0].nsects", 2L);
        expected.put("segments[0].flags", 4L);
        expected.put("segments[0].sections[0].sectname", "__text");
        expected.put("segments[0].sections[1].sectname", "__a_name_of_16__");
        expected.put("segments[0].sections[1].segname", "__TEXT");
        expected.put("segments[0].sections[1].addr", 0x10002L);
        expected.put("segments[0].sections[1].size", 0x20L);
        expected.put("segments[0].sections[1].offset", 200L);
        expected.put("segments[0].sections[1].align", 201L);
        expected.put("segments[0].sections[1].reloff", 202L);
        expected.put("segments[0].sections[1].nreloc", 203L);
        expected.put("segments[0].sections[1].flags", 204L);
        expected.put("segments[0].sections[1].reserved1", 205L);
        expected.put("segments[0].sections[1].reserved2", 206L);
        expected.put("segments[0].sections[1].reserved3", wide ? 207L : null);
        expected.put("segments[0].sections[2].sectname", null);
        expected.put("segments[1].segname", null);
        expected.put("entry_point", 0x123L);
        expected.put("stack_size", 0x456L);
        expected.put("fat_magic", null);
        expected.put("nfat_arch", null);
        expected.put("file[0].magic", null);
        expected.forEach((path, value) -> assertEquals(value, probe.get(path), path));
        assertNull(probe.call("file_index_for_arch", 7));
        assertNull(probe.call("entry_point_for_arch", 7));
    }

    @Test
    void hasTheDocumentedConstants() {
        ModuleProbe probe = probe(new byte[0]);
        assertEquals(0xcafebabeL, probe.get("FAT_MAGIC"));
        assertEquals(0x1000007L, probe.get("CPU_TYPE_X86_64"));
        assertEquals(0x80000000L, probe.get("CPU_SUBTYPE_LIB64"));
        assertEquals(0x200000L, probe.get("MH_PIE"));
        assertEquals(0x80000000L, probe.get("S_ATTR_PURE_INSTRUCTIONS"));
        assertEquals(0x80000028L, probe.get("LC_MAIN"));
        assertEquals(0xffffff00L, probe.get("SECTION_ATTRIBUTES"));
    }

    /** The register that holds the program counter, observed with yara 4.2.3 for each processor, and the smallest thread it accepts. */
    @ParameterizedTest
    @CsvSource({
        "6, false, 17, 18",
        "7, false, 10, 16",
        "12, false, 15, 17",
        "13, false, 31, 34",
        "14, false, 1, 19",
        "18, false, 0, 40",
        "0x1000007, true, 16, 21",
        "0x100000c, true, 32, 34",
        "0x1000012, true, 0, 38",
    })
    void findsTheEntryInTheThreadState(String processor, boolean wide, long register, int registers) {
        for (boolean bigEndian : new boolean[] {false, true}) {
            MachoSample whole = new MachoSample(bigEndian, wide, Long.decode(processor)).thread(registers);
            assertEquals(register, probe(whole.data()).get("entry_point"));
            assertNull(probe(whole.data()).get("stack_size"));
            MachoSample small = new MachoSample(bigEndian, wide, Long.decode(processor)).thread(registers - 1);
            assertNull(probe(small.data()).get("entry_point"));
        }
    }

    @Test
    void hasNoEntryOfOtherProcessorsOrOutsideOfSegments() {
        assertNull(probe(new MachoSample(false, false, 8).thread(60).data()).get("entry_point"));
        MachoSample outside = intel32();
        int thread = outside.next();
        outside.thread(16);
        outside.out.u32(thread + 56, 0x14000);
        assertNull(probe(outside.data()).get("entry_point"));
        // The size in memory counts, not the one in the file.
        outside.out.u32(thread + 56, 0x13fff);
        assertEquals(0x3fffL, probe(outside.data()).get("entry_point"));
    }

    @Test
    void readsAFatFile() {
        for (boolean wide : new boolean[] {false, true}) {
            byte[] second = intel64().main(0x33, 0).data();
            ModuleProbe probe =
                    probe(MachoSample.fat(wide, intel32().main(0x22, 0).data(), second));
            assertEquals(wide ? 0xcafebabfL : 0xcafebabeL, probe.get("fat_magic"));
            assertEquals(2L, probe.get("nfat_arch"));
            assertEquals(7L, probe.get("fat_arch[0].cputype"));
            assertEquals(3L, probe.get("fat_arch[0].cpusubtype"));
            assertEquals(0x2000L, probe.get("fat_arch[1].offset"));
            assertEquals((long) second.length, probe.get("fat_arch[1].size"));
            assertEquals(12L, probe.get("fat_arch[1].align"));
            assertNull(probe.get("fat_arch[2].align"));
            assertNull(probe.get("magic"));
            assertNull(probe.get("segments[0].segname"));
            assertEquals(0xcefaedfeL, probe.get("file[0].magic"));
            assertEquals(0x1000007L, probe.get("file[1].cputype"));
            assertEquals("__TEXT", probe.get("file[1].segments[0].segname"));
            assertEquals(0x33L, probe.get("file[1].entry_point"));
            assertEquals(1L, probe.call("file_index_for_arch", 0x1000007));
            assertEquals(0L, probe.call("file_index_for_arch", 7, 3));
            assertNull(probe.call("file_index_for_arch", 7, 4));
            assertNull(probe.call("file_index_for_arch", 99));
            assertEquals(0x1022L, probe.call("entry_point_for_arch", 7));
            assertEquals(0x2033L, probe.call("entry_point_for_arch", 0x1000007, 3));
            assertNull(probe.call("entry_point_for_arch", 0x1000007, 4));
        }
    }

    /** Observed with yara 4.2.3: the index goes by the part's own header, the entry point by the fat header. */
    @Test
    void asksDifferentHeadersForIndexAndEntryPoint() {
        byte[] data = MachoSample.fat(false, intel32().main(0x22, 0).data());
        data[11] = 99;
        assertEquals(0L, probe(data).call("file_index_for_arch", 7));
        assertNull(probe(data).call("entry_point_for_arch", 7));
        assertEquals(0x1022L, probe(data).call("entry_point_for_arch", 99));
    }

    @Test
    void leavesPartsUndefinedThatAreNoFiles() {
        byte[] data =
                MachoSample.fat(false, intel32().data(), intel64().main(1, 0).data());
        // No entry point.
        assertNull(probe(data).call("entry_point_for_arch", 7));
        // Too short for a header.
        byte[] cut = data.clone();
        System.arraycopy(new byte[] {0, 0, 0, 31}, 0, cut, 8 + 12, 4);
        assertNull(probe(cut).get("file[0].cputype"));
        assertEquals(1L, probe(cut).call("file_index_for_arch", 0x1000007));
        // Beyond the end.
        data[8 + 8] = 0x7f;
        assertNull(probe(data).get("file[0].cputype"));
        assertEquals(0x7f001000L, probe(data).get("fat_arch[0].offset"));
        assertEquals(0x2001L, probe(data).call("entry_point_for_arch", 0x1000007));
    }

    @Test
    void readsEntriesOnlyWhenAllFit() {
        byte[] data = MachoSample.fat(false, intel32().data());
        data[7] = 42;
        assertEquals(42L, probe(data).get("nfat_arch"));
        ModuleProbe cut = probe(Arrays.copyOf(data, 27));
        assertEquals(42L, cut.get("nfat_arch"));
        assertNull(cut.get("fat_arch[0].cputype"));
    }

    /** Java 17: minor version 0, major version 61. libyara takes it for a fat file. */
    @Test
    void aJavaClassFileIsNoFatFile() {
        byte[] data = new byte[4_000];
        System.arraycopy(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61}, 0, data, 0, 8);
        assertNull(probe(data).get("fat_magic"));
        assertNull(probe(data).get("nfat_arch"));
    }

    /** Whatever magic they have: their numbers have the lowest byte first. */
    @Test
    void partsOfAFatFileAreBelieved() {
        byte[] data = MachoSample.fat(false, intel32().data());
        System.arraycopy(new byte[] {1, 2, 3, 4}, 0, data, 0x1000, 4);
        assertEquals(0x01020304L, probe(data).get("file[0].magic"));
        assertEquals(7L, probe(data).get("file[0].cputype"));
    }

    @Test
    void isUndefinedWithoutAWholeHeader() {
        byte[] data = intel32().main(1, 2).data();
        for (int length = 0; length < 32; length++) {
            assertNull(probe(Arrays.copyOf(data, length)).get("cputype"));
        }
        assertEquals(7L, probe(Arrays.copyOf(data, 32)).get("cputype"));
        assertEquals(0L, probe(Arrays.copyOf(data, 32)).get("number_of_segments"));
    }

    @Test
    void stopsAtCommandsOfImpossibleSize() {
        MachoSample sample = intel32();
        int second = sample.next();
        sample.main(5, 6);
        for (long size : new long[] {0, 7, 25, 0xffffffffL}) {
            sample.out.u32(second + 4, size);
            assertNull(probe(sample.data()).get("entry_point"), "size " + size);
            assertEquals(1L, probe(sample.data()).get("number_of_segments"));
        }
        sample.out.u32(16, 0xffffffffL).u32(second + 4, 24);
        assertEquals(5L, probe(sample.data()).get("entry_point"));
    }

    @Test
    void listsOnlySectionsInsideOfTheirCommand() {
        MachoSample sample = intel32();
        sample.out.u32(28 + 48, 0xffffffffL);
        ModuleProbe probe = probe(sample.data());
        assertEquals(0xffffffffL, probe.get("segments[0].nsects"));
        assertEquals("__a_name_of_16__", probe.get("segments[0].sections[1].sectname"));
        assertNull(probe.get("segments[0].sections[2].sectname"));
    }

    @Test
    void readsTheSuitesFiles() throws IOException {
        ModuleProbe powerPc = probe(SharedData.read("858e110792cde08d.bin"));
        assertEquals(18L, powerPc.get("cputype"));
        assertEquals(2L, powerPc.get("filetype"));
        assertEquals(3768L, powerPc.get("entry_point"));
        ModuleProbe fat = probe(SharedData.read("tiny-universal"));
        assertEquals(7L, fat.get("file[0].cputype"));
        assertEquals(0x1000007L, fat.get("file[1].cputype"));
        assertEquals(1L, fat.call("file_index_for_arch", 0x1000007, 0x80000003L));
        assertEquals(7904L, fat.call("entry_point_for_arch", 7, 3));
    }

    @Test
    void dumpsMutationsAsTheYaraCommand() throws Exception {
        YaraCommand yara = YaraCommand.find();
        Mutations mutations = new Mutations(20_240_918);
        byte[][] samples = {
            intel32().main(0x22, 1).data(),
            intel64().main(0x22, 1).data(),
            intel32().thread(16).data(),
            new MachoSample(false, true, 0x100000c).thread(34).data(),
            // Not mutated: 4.2 reads threads in big-endian files that are too small for the state.
            new MachoSample(true, false, 18).thread(40).data(),
            new MachoSample(true, true, 0x1000012).thread(38).data()
        };
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (byte[] sample : samples) {
            files.put("sample " + files.size(), sample);
        }
        files.put("fat", MachoSample.fat(false, samples[0], samples[1]));
        for (int i = 0; i < 1000; i++) {
            files.put("mutation " + i, mutations.of(samples[i % 4]));
        }
        yara.assertSameDumps(new MachoModule(), files);
    }
}
