package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rich header, PDB path and checksum. */
class PeDetailsTest {
    private static final int DANS = 0x536e6144;
    private static final int RICH = 0x68636952;

    /** A PE file whose headers begin at 0x100, with room for a rich header before. */
    private static PeBuilder moved() {
        byte[] usual = PeBuilder.pe32().bytes();
        byte[] bytes = usual.clone();
        Arrays.fill(bytes, 0x40, 0x200, (byte) 0);
        System.arraycopy(usual, PeBuilder.HEADER, bytes, 0x100, 0x200);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0x3c, 0x100);
        return PeBuilder.empty32().rawBytes(0, bytes);
    }

    private static PeBuilder rich(int at, int key, int... words) {
        PeBuilder pe = moved();
        for (int i = 0; i < words.length; i++) {
            pe.raw32(at + 4 * i, words[i] ^ key);
        }
        return pe.raw32(at + 4 * words.length, RICH).raw32(at + 4 * words.length + 4, key);
    }

    @Test
    void richHeaderIsFoundBeforeTheHeadersAndDecoded() {
        StructValue root = rich(0x80, 0x01020304, DANS, 0, 0, 0, 0x009c9d1b, 3, 0x00ab9d1b, 4, 0x009c0007, 5)
                .parse();
        assertEquals(0x80L, PeProbe.get(root, "rich_signature.offset"));
        assertEquals(40L, PeProbe.get(root, "rich_signature.length"));
        assertEquals(0x01020304L, PeProbe.get(root, "rich_signature.key"));
        assertEquals("DanS", ((String) PeProbe.get(root, "rich_signature.clear_data")).substring(0, 4));
        assertEquals(
                "\u001b\u009d\u009c\0\u001b\u009d\u00ab\0\u0007\0\u009c\0",
                PeProbe.get(root, "rich_signature.version_data"));
        assertEquals('D' ^ 4, ((String) PeProbe.get(root, "rich_signature.raw_data")).charAt(0));
        StructValue rich = (StructValue) root.get("rich_signature");
        assertEquals(7L, PeProbe.call(rich, "version", 0x9d1b));
        assertEquals(3L, PeProbe.call(rich, "version", 0x9d1b, 0x9c));
        assertEquals(0L, PeProbe.call(rich, "version", 1));
        assertEquals(8L, PeProbe.call(rich, "toolid", 0x9c));
        assertEquals(5L, PeProbe.call(rich, "toolid", 0x9c, 7));
    }

    @Test
    void aRichHeaderShorterThanItsHeadHasNoVersions() {
        StructValue root = rich(0x84, 0x12345678, DANS).parse();
        assertEquals(4L, PeProbe.get(root, "rich_signature.length"));
        assertEquals("DanS", PeProbe.get(root, "rich_signature.clear_data"));
        assertNull(PeProbe.get(root, "rich_signature.version_data"));
        assertNull(PeProbe.call((StructValue) root.get("rich_signature"), "toolid", 1));
    }

    @Test
    void aRichHeaderWithoutEntriesHasEmptyVersions() {
        StructValue root = rich(0x80, 9, DANS, 0, 0, 0).parse();
        assertEquals("", PeProbe.get(root, "rich_signature.version_data"));
        assertEquals(0L, PeProbe.call((StructValue) root.get("rich_signature"), "toolid", 1));
    }

    @Test
    void withoutKeyOrBeginThereIsNoRichHeader() {
        assertNull(PeProbe.get(rich(0x80, 0, DANS, 0, 0, 0).parse(), "rich_signature.length"));
        assertNull(PeProbe.get(rich(0x80, 5, 1, 2, 3, 4).parse(), "rich_signature.length"));
        StructValue none = PeBuilder.pe32().parse();
        assertNull(PeProbe.get(none, "rich_signature.key"));
        assertNull(PeProbe.call((StructValue) none.get("rich_signature"), "version", 1));
    }

    private static PeBuilder debug(long type, long address, long pointer) {
        return PeBuilder.pe32().directory(6, 0x1000, 28).u32(0x1000, 0, 0, 0, type, 100, address, pointer);
    }

    @ParameterizedTest
    @CsvSource({"NB10, 16", "RSDS, 24", "MTOC, 20"})
    void pdbPathOfEachKindOfRecord(String signature, int nameAt) {
        PeBuilder pe = debug(2, 0x1100, 0).text(0x1100, signature).text(0x1100 + nameAt, "c:\\x.pdb");
        assertEquals("c:\\x.pdb", PeProbe.get(pe.parse(), "pdb_path"));
    }

    @Test
    void theRecordMayHaveOnlyAFileOffset() {
        PeBuilder pe =
                debug(2, 0, PeBuilder.offset(0x1100)).text(0x1100, "RSDS").text(0x1118, "x");
        assertEquals("x", PeProbe.get(pe.parse(), "pdb_path"));
        pe.u32(0x1014, 0x9000000);
        assertEquals("x", PeProbe.get(pe.parse(), "pdb_path"));
    }

    @Test
    void otherRecordsHaveNoPath() {
        assertNull(PeProbe.get(debug(1, 0x1100, 0).text(0x1100, "RSDS").parse(), "pdb_path"));
        assertNull(PeProbe.get(debug(2, 0x1100, 0).text(0x1100, "XXXX").parse(), "pdb_path"));
        assertNull(PeProbe.get(debug(2, 0, 0).parse(), "pdb_path"));
        assertNull(PeProbe.get(debug(2, 0x1ff8, 0).text(0x1ff8, "RSDS").parse(), "pdb_path"));
    }

    @Test
    void anEmptyPathIsAPathAndALongOneIsNone() {
        PeBuilder pe = debug(2, 0x1100, 0).text(0x1100, "RSDS");
        assertEquals("", PeProbe.get(pe.parse(), "pdb_path"));
        pe.text(0x1118, "p".repeat(1023));
        assertEquals("p".repeat(1023), PeProbe.get(pe.parse(), "pdb_path"));
        pe.text(0x1118, "p".repeat(1024));
        assertNull(PeProbe.get(pe.parse(), "pdb_path"));
    }

    @Test
    void theFirstValidRecordCounts() {
        PeBuilder pe = PeBuilder.pe32().directory(6, 0x1000, 3 * 28 + 5);
        pe.u32(0x1000, 0, 0, 0, 1).u32(0x101c, 0, 0, 0, 2, 0, 0x1100).u32(0x1038, 0, 0, 0, 2, 0, 0x1200);
        pe.text(0x1100, "????").text(0x1200, "RSDS").text(0x1218, "second");
        assertEquals("second", PeProbe.get(pe.parse(), "pdb_path"));
    }

    @ParameterizedTest
    @CsvSource({"5120", "5121", "5122", "5123"})
    void checksumIsTheFoldedSumOfWordsPlusTheSize(int size) {
        PeBuilder pe = PeBuilder.pe32().size(size);
        for (int i = 0x400; i < size - 4; i += 4) {
            pe.raw32(i, 0xfff00000L + 7919L * i);
        }
        byte[] bytes = pe.raw32(size - 4, 0xdeadbeefL)
                .raw32(PeBuilder.OPTIONAL + 64, 0x99999999L)
                .bytes();
        // The textbook form: 16-bit words with end-around carry, the stored checksum as 0.
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean stored = i >= PeBuilder.OPTIONAL + 64 && i < PeBuilder.OPTIONAL + 68;
            sum += stored ? 0 : (long) (bytes[i] & 0xff) << (8 * (i & 1));
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        assertEquals(sum + size, PeProbe.call(PeBuilder.parse(bytes), "calculate_checksum"));
    }

    @Test
    void textIsComparedAsInC() {
        assertArrayEquals(new byte[] {'a', (byte) 0xc0, '['}, CText.lower(new byte[] {'A', (byte) 0xc0, '['}));
        assertEquals(false, CText.equalsIgnoreCase(new byte[] {'['}, new byte[] {'{'}));
        assertEquals(true, CText.startsWithIgnoreCase(new byte[] {'A', 'b'}, "aB"));
        assertEquals(false, CText.startsWithIgnoreCase(new byte[] {'A'}, "aB"));
        assertArrayEquals(new byte[] {1}, CText.cut(new byte[] {1, 0, 2}));
    }
}
