package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Archives;
import io.thor4j.formats.Unpacked;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SevenZipTest {
    @ParameterizedTest
    @EnumSource(
            value = SevenZMethod.class,
            names = {"COPY", "LZMA", "LZMA2", "DEFLATE", "BZIP2"})
    void filesAreUnpacked(SevenZMethod method) {
        byte[] archive = Archives.sevenZip(method, null, "a.txt", "first", "empty", "", "d/b.txt", "x".repeat(70_000));
        Unpacked unpacked = Unpacked.of("C:\\x.7z", archive);
        assertEquals(
                Map.of("C:\\x.7z\\a.txt", "first", "C:\\x.7z\\empty", "", "C:\\x.7z\\d\\b.txt", "x".repeat(70_000)),
                unpacked.texts());
        assertEquals(List.of("7ZIP"), unpacked.members().get(0).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void commonPasswordsOpenEncryptedArchives() {
        byte[] archive = Archives.sevenZip(SevenZMethod.LZMA2, "virus".toCharArray(), "a", "first", "b", "second");
        Unpacked unpacked = Unpacked.of("x", archive);
        assertEquals(Map.of("x/a", "first", "x/b", "second"), unpacked.texts());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void unknownPasswordsAreReported() {
        byte[] archive = Archives.sevenZip(SevenZMethod.COPY, "Tr0ub4dor".toCharArray(), "a", "first");
        Unpacked unpacked = Unpacked.of("x", archive);
        assertEquals(List.of(), unpacked.paths());
        assertEquals(Set.of("encrypted"), unpacked.limits());
        assertEquals(
                Map.of("x/a", "first"),
                Unpacked.of("x", archive, ThorLimits.DEFAULT, Map.of("passwords", "Tr0ub4dor"))
                        .texts());
    }

    @Test
    void limitsAreReported() {
        byte[] archive = Archives.sevenZip(SevenZMethod.LZMA2, null, "a", new byte[3 << 20], "b", "second");
        ThorLimits small = ThorLimits.builder()
                .set(Limit.MAX_FILE_SIZE, 1 << 20)
                .set(Limit.MAX_RATIO, 0)
                .build();
        Unpacked cut = Unpacked.of("x", archive, small, Map.of());
        assertEquals(List.of("x/a", "x/b"), cut.paths());
        assertEquals("second", cut.members().get(1).text());
        assertEquals(Set.of("max-file-size"), cut.limits());
        ThorLimits tight =
                ThorLimits.builder().set(Limit.UNPACK_MEMORY, 64 << 10).build();
        assertTrue(Unpacked.of("x", archive, tight, Map.of()).limits().contains("unpack-memory"));
    }

    @Test
    void cutArchivesAreReported() {
        byte[] archive = Archives.sevenZip(SevenZMethod.LZMA2, null, "a", "first");
        for (int length = 6; length < archive.length; length++) {
            Unpacked unpacked = Unpacked.of("x", Arrays.copyOf(archive, length));
            assertEquals(Set.of("damaged-container"), unpacked.limits(), "cut at " + length);
        }
    }
}
