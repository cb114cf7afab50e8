package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.spi.StructValue;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeResourcesTest {
    private static final int ROOT = 0x1000;
    private static final long DIRECTORY = 0x80000000L;

    /** One resource: type 10, name 20, language 0x409, data at 0x1500 of 7 bytes. */
    private static PeBuilder resource(PeBuilder pe) {
        pe.directory(2, ROOT, 0x800);
        table(pe, 0, 10, DIRECTORY | 0x20);
        table(pe, 0x20, 20, DIRECTORY | 0x40);
        table(pe, 0x40, 0x409, 0x60);
        return pe.u32(ROOT + 0x60, 0x1500, 7, 0, 0);
    }

    private static PeBuilder resource() {
        return resource(PeBuilder.pe32());
    }

    /** Writes a directory with one numbered entry. */
    private static void table(PeBuilder pe, int at, long name, long target) {
        pe.u32(ROOT + at, 0, 0, 0, 0x10000, name, target);
    }

    @Test
    void fieldsOfAResource() {
        StructValue root = resource().u32(ROOT + 4, 0x12345678, 0x00020001).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_resources"));
        assertEquals(0x12345678L, PeProbe.get(root, "resource_timestamp"));
        assertEquals(1L, PeProbe.get(root, "resource_version.major"));
        assertEquals(2L, PeProbe.get(root, "resource_version.minor"));
        for (String line : List.of(
                "rva=5376",
                "offset=2304",
                "length=7",
                "type=10",
                "id=20",
                "language=1033",
                "type_string=null",
                "name_string=null",
                "language_string=null")) {
            String field = line.substring(0, line.indexOf('='));
            assertEquals(line, field + "=" + PeProbe.get(root, "resources[0]." + field));
        }
    }

    @Test
    void dataOutsideTheFileHaveNoOffset() {
        StructValue root = resource().u32(ROOT + 0x60, 0x535801, 888).parse();
        assertEquals(0x535801L, PeProbe.get(root, "resources[0].rva"));
        assertNull(PeProbe.get(root, "resources[0].offset"));
    }

    @Test
    void textsTakeThePlaceOfNumbers() {
        PeBuilder pe = resource().u32(ROOT + 16, 0x80000700L).u32(ROOT + 0x20 + 16, 0x80000710L);
        pe.u16(ROOT + 0x700, 2).wide(ROOT + 0x702, "T\u20ac").u16(ROOT + 0x710, 0);
        StructValue root = pe.parse();
        assertEquals("T\0\u00ac ", PeProbe.get(root, "resources[0].type_string"));
        assertNull(PeProbe.get(root, "resources[0].type"));
        assertEquals("", PeProbe.get(root, "resources[0].name_string"));
        assertNull(PeProbe.get(root, "resources[0].id"));
        assertEquals(0x409L, PeProbe.get(root, "resources[0].language"));
    }

    @Test
    void aTextThatIsTooLongOrOutsideLeavesTheSignedNumber() {
        PeBuilder pe = resource().u32(ROOT + 16, 0x80000700L).u16(ROOT + 0x700, 1001);
        assertEquals(-2147481856L, PeProbe.get(pe.parse(), "resources[0].type"));
        pe.u32(ROOT + 16, 0xffffffffL);
        assertNull(PeProbe.get(pe.parse(), "resources[0].type"));
    }

    @Test
    void aResourceHigherInTheTreeHasTheNumbersReadBefore() {
        StructValue single = PeBuilder.pe32()
                .directory(2, ROOT, 0x100)
                .u32(ROOT, 0, 0, 0, 0x10000, 11, 0x60)
                .u32(ROOT + 0x60, 0x1500, 7)
                .parse();
        assertEquals(11L, PeProbe.get(single, "resources[0].type"));
        assertNull(PeProbe.get(single, "resources[0].id"));
        assertNull(PeProbe.get(single, "resources[0].language"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0x3fffffff, 1", "0x40000000, 0", "0xffffffff, 0"})
    void sizesThatCannotBeAreLeftOut(String size, long count) {
        StructValue root = resource().u32(ROOT + 0x64, Long.decode(size)).parse();
        assertEquals(count, PeProbe.get(root, "number_of_resources"));
    }

    @Test
    void anEntryThatLeadsToNothingEndsItsTable() {
        PeBuilder pe = PeBuilder.pe32().directory(2, ROOT, 0x100).u32(ROOT + 0x60, 0x1500, 7);
        pe.u32(ROOT, 0, 0, 0, 0x30000, 1, 0x60, 2, 0, 3, 0x60);
        assertEquals(1L, PeProbe.get(pe.parse(), "number_of_resources"));
    }

    @Test
    void tablesWithCharacteristicsOrMoreEntriesThanTheFileAreEmpty() {
        assertEquals(0L, PeProbe.get(resource().u32(ROOT + 0x20, 1).parse(), "number_of_resources"));
        assertEquals(0L, PeProbe.get(resource().u32(ROOT + 12, 0x7fff0000).parse(), "number_of_resources"));
        assertEquals(0L, PeProbe.get(resource().u32(ROOT + 12, 0x8001).parse(), "number_of_resources"));
    }

    @Test
    void languageAndLocaleCompareTheLowBits() {
        StructValue root = resource().parse();
        assertEquals(1L, PeProbe.call(root, "locale", 0x409));
        assertEquals(0L, PeProbe.call(root, "locale", 0x809));
        assertEquals(1L, PeProbe.call(root, "language", 9));
        assertEquals(0L, PeProbe.call(root, "language", 0x409));
        assertEquals(0L, PeProbe.call(PeBuilder.pe32().parse(), "language", 9));
    }

    @Test
    void aDirectoryThatHoldsItselfEnds() {
        // 400 entries on each level lead back to the root; without a bound these were 64 million resources.
        PeBuilder pe = PeBuilder.pe32().directory(2, ROOT, 0x1000).u32(ROOT, 0, 0, 0, 400 << 16);
        for (int i = 0; i < 400; i++) {
            pe.u32(ROOT + 16 + 8 * i, i, DIRECTORY);
        }
        StructValue root = pe.parse();
        assertTrue((Long) PeProbe.get(root, "number_of_resources") <= PeLimits.RESOURCES);
    }

    private static PeBuilder version(String... keysAndValues) {
        PeBuilder pe = resource().u32(ROOT + 16, 16).u32(ROOT + 0x60, 0x1500, 0x400);
        pe.u16(0x1500, 0x400).u16(0x1502, 52).wide(0x1506, "VS_VERSION_INFO\0");
        int table = 0x1500 + 92 + 36;
        int at = table + 24;
        for (int i = 0; i < keysAndValues.length; i += 2) {
            int valueAt = at + ((6 + 2 * (keysAndValues[i].length() + 1) + 3) & ~3);
            int next = valueAt + ((2 * (keysAndValues[i + 1].length() + 1) + 3) & ~3);
            pe.u16(at, next - at).u16(at + 2, keysAndValues[i + 1].length() + 1).wide(at + 6, keysAndValues[i] + "\0");
            pe.wide(valueAt, keysAndValues[i + 1] + "\0");
            at = next;
        }
        pe.u16(table, at - table).wide(table + 6, "040904b0\0");
        return pe.u16(0x1500 + 92, at - 0x1500 - 92).wide(0x1500 + 98, "StringFileInfo\0");
    }

    @Test
    void versionStringsAreListedAndOfEqualKeysTheLastIsInTheDictionary() {
        StructValue root = version("A", "one", "B", "two", "A", "three").parse();
        assertEquals(3L, PeProbe.get(root, "number_of_version_infos"));
        assertEquals("three", PeProbe.get(root, "version_info[\"A\"]"));
        assertEquals("two", PeProbe.get(root, "version_info[\"B\"]"));
        assertNull(PeProbe.get(root, "version_info[\"a\"]"));
        assertEquals("A", PeProbe.get(root, "version_info_list[0].key"));
        assertEquals("one", PeProbe.get(root, "version_info_list[0].value"));
        assertEquals("three", PeProbe.get(root, "version_info_list[2].value"));
    }

    @Test
    void charactersBecomeTheirLowByteUpToTheFirstThatIsZero() {
        StructValue root = version("K", "\u00a9 \u20ac", "L", "a\u0100b").parse();
        assertEquals("\u00a9 \u00ac", PeProbe.get(root, "version_info[\"K\"]"));
        assertEquals("a", PeProbe.get(root, "version_info[\"L\"]"));
    }

    @Test
    void keysHave63CharactersAndValues255() {
        StructValue root = version("k".repeat(70), "v".repeat(300)).parse();
        assertEquals("v".repeat(255), PeProbe.get(root, "version_info[\"" + "k".repeat(63) + "\"]"));
    }

    @Test
    void aValueLengthOfZeroIsAnEmptyValue() {
        PeBuilder pe = version("A", "text");
        pe.u16(0x1500 + 92 + 36 + 24 + 2, 0);
        assertEquals("", PeProbe.get(pe.parse(), "version_info[\"A\"]"));
    }

    @Test
    void varFileInfoMayStandFirst() {
        PeBuilder pe = version("A", "text");
        byte[] strings =
                Arrays.copyOfRange(pe.bytes(), PeBuilder.offset(0x1500 + 92), PeBuilder.offset(0x1500 + 92 + 200));
        pe.rawBytes(PeBuilder.offset(0x1500 + 92 + 44), strings);
        pe.u16(0x1500 + 92, 42).wide(0x1500 + 98, "VarFileInfo\0");
        assertEquals("text", PeProbe.get(pe.parse(), "version_info[\"A\"]"));
    }

    @ParameterizedTest
    @CsvSource({"0x1506", "0x1562", "0x155c"})
    void otherBlocksAreLeftOut(String address) {
        StructValue root = version("A", "text").u16(Integer.decode(address), 0).parse();
        assertEquals(0L, PeProbe.get(root, "number_of_version_infos"));
    }
}
