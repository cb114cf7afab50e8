package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Archives;
import io.thor4j.formats.Unpacked;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipTest {
    private static final byte[] TWO = Archives.zip("a.txt", "first", "dir/b.txt", "second");

    /** Where the first header with a signature stands. */
    private static int find(byte[] zip, int signature, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i <= zip.length - 4; i++) {
            if (bytes.getInt(i) == signature) {
                return i;
            }
        }
        throw new AssertionError("no such header");
    }

    private static byte[] with(byte[] zip, int at, int value) {
        byte[] changed = zip.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static byte[] join(byte[]... parts) {
        return Archives.written(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    @Test
    void membersAreNamedBelowTheArchiveWithItsSeparators() {
        assertEquals(
                List.of("C:\\temp\\test.zip\\a.txt", "C:\\temp\\test.zip\\dir\\b.txt"),
                Unpacked.of("C:\\temp\\test.zip", TWO).paths());
        Unpacked unix = Unpacked.of("/tmp/test.zip", TWO);
        assertEquals(Map.of("/tmp/test.zip/a.txt", "first", "/tmp/test.zip/dir/b.txt", "second"), unix.texts());
        assertEquals(List.of("ZIP"), unix.members().get(0).labels());
        assertEquals(Set.of(), unix.limits());
    }

    @Test
    void contentDecidesAndNotTheExtension() {
        assertEquals(2, Unpacked.of("picture.jpg", TWO).members().size());
        assertEquals(
                List.of(), Unpacked.of("a.zip", Archives.bytes("no archive")).members());
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionMethod.class,
            names = {"ZIP_STANDARD", "AES"})
    void commonPasswordsOpenEncryptedEntries(EncryptionMethod method) {
        byte[] zip = Archives.encryptedZip("infected", method, "a", "content of a", "b", "content of b");
        Unpacked unpacked = Unpacked.of("x.zip", zip);
        assertEquals(Map.of("x.zip/a", "content of a", "x.zip/b", "content of b"), unpacked.texts());
        assertEquals(Set.of(), unpacked.limits());
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionMethod.class,
            names = {"ZIP_STANDARD", "AES"})
    void unknownPasswordsAreReportedAndGivenOnesTried(EncryptionMethod method) {
        byte[] zip = Archives.encryptedZip("Tr0ub4dor", method, "a", "content");
        Unpacked unopened = Unpacked.of("x.zip", zip);
        assertEquals(List.of(), unopened.paths());
        assertEquals(Set.of("encrypted"), unopened.limits());
        Unpacked opened = Unpacked.of("x.zip", zip, ThorLimits.DEFAULT, Map.of("passwords", "other\nTr0ub4dor"));
        assertEquals(Map.of("x.zip/a", "content"), opened.texts());
    }

    @Test
    void archivesWithoutTheirEndAreReadByTheirLocalHeaders() {
        byte[] cut = Arrays.copyOf(TWO, find(TWO, 0x02014B50, 0));
        Unpacked unpacked = Unpacked.of("x.zip", cut);
        assertEquals(Map.of("x.zip/a.txt", "first", "x.zip/dir/b.txt", "second"), unpacked.texts());
        assertEquals(Set.of("damaged-container"), unpacked.limits());
    }

    @Test
    void allOfSeveralArchivesInOneFileAreRead() {
        byte[] both = join(Archives.zip("hidden.exe", "evil"), Archives.zip("shown.txt", "harmless"));
        assertEquals(
                Map.of("x.zip/shown.txt", "harmless", "x.zip/hidden.exe", "evil"),
                Unpacked.of("x.zip", both).texts());
    }

    @Test
    void selfExtractorsAreOpened() {
        byte[] stub = new byte[5000];
        stub[0] = 'M';
        stub[1] = 'Z';
        assertEquals(
                Map.of("x.exe/a", "b"),
                Unpacked.of("x.exe", join(stub, Archives.zip("a", "b"))).texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "C:/Windows/x.dll", "a/../../b", "..", "\\\\host\\x"})
    void namesThatLeaveTheFolderAreScannedAndReported(String name) {
        Unpacked unpacked = Unpacked.of("x.zip", Archives.zip(name, "content"));
        assertEquals("content", unpacked.members().get(0).text());
        assertEquals(Set.of("unsafe-name"), unpacked.limits());
    }

    @Test
    void doubleNamesAreReportedAndBothScanned() {
        byte[] zip = Archives.zip("a", "one", "b", "two");
        byte[] twice = new String(zip, StandardCharsets.ISO_8859_1)
                .replace("\u0000b", "\u0000a")
                .getBytes(StandardCharsets.ISO_8859_1);
        Unpacked unpacked = Unpacked.of("x.zip", twice);
        assertEquals(2, unpacked.members().size());
        assertTrue(
                unpacked.limits().contains("duplicate-entries"),
                unpacked.limits().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 6, 0x7FFFFFFF, 0xFFFFFFFE})
    void sizesThatLieAreReportedAndTheContentRead(int size) {
        int at = find(TWO, 0x02014B50, 0) + 24;
        Unpacked unpacked = Unpacked.of("x.zip", with(TWO, at, size));
        assertEquals("first", unpacked.members().get(0).text());
        assertEquals(Set.of("declared-size"), unpacked.limits());
    }

    @Test
    void entriesThatShareBytesAreReported() {
        int first = find(TWO, 0x02014B50, 0);
        int second = find(TWO, 0x02014B50, first + 4);
        Unpacked unpacked = Unpacked.of("x.zip", with(TWO, second + 42, 0));
        assertTrue(
                unpacked.limits().contains("overlapping-entries"),
                unpacked.limits().toString());
    }

    @Test
    void membersBeyondTheLimitsAreReported() {
        ThorLimits few = ThorLimits.builder().set(Limit.MAX_ENTRIES, 1).build();
        Unpacked unpacked = Unpacked.of("x.zip", TWO, few, Map.of());
        assertEquals(1, unpacked.members().size());
        assertEquals(Set.of("max-entries"), unpacked.limits());
        byte[] zip = Archives.zip("a", "a");
        for (int i = 0; i < 5; i++) {
            zip = Archives.zip("z", zip);
        }
        assertEquals(Set.of("max-depth"), Unpacked.of("x.zip", zip).limits());
    }

    @Test
    void methodsThatAreNotReadAreReported() {
        int at = find(TWO, 0x02014B50, 0) + 10;
        byte[] shrunk = TWO.clone();
        shrunk[at] = 1;
        Unpacked unpacked = Unpacked.of("x.zip", shrunk);
        assertTrue(
                unpacked.limits().contains("unsupported-method"),
                unpacked.limits().toString());
        assertFalse(unpacked.texts().containsKey("x.zip/b.txt"));
    }

    @Test
    void modificationTimesAreKept() {
        assertTrue(Unpacked.of("x.zip", TWO).members().get(0).metadata().modified() != null);
    }
}
