package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Archives;
import io.thor4j.formats.Tool;
import io.thor4j.formats.Unpacked;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevenZipTest {
    @TempDir
    Path folder;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-mx=9",
                "-mx=1 -ms=off",
                "-m0=BCJ2 -m1=LZMA -m2=LZMA -m3=LZMA -mb0:1 -mb0s1:2 -mb0s2:3",
                "-m0=Deflate",
                "-m0=BZip2",
                "-m0=Delta:4 -m1=LZMA2",
                "-pinfected",
                "-pinfected -mhe=on"
            })
    void archivesOf7zAreUnpacked(String options) throws Exception {
        Tool.require("7z");
        byte[] code = new byte[60_000];
        new SplittableRandom(7).nextBytes(code);
        for (int i = 0; i < code.length - 5; i += 11) {
            /* Calls and jumps, which filters for x86 change. */
            code[i] = (byte) (i % 3 == 0 ? 0xE9 : 0xE8);
        }
        Files.write(folder.resolve("a.exe"), code);
        Files.writeString(folder.resolve("b.txt"), "second");
        Files.writeString(folder.resolve("empty"), "");
        List<String> command = new ArrayList<>(List.of("7z", "a", "-bd", "-y"));
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of("x.7z", "a.exe", "b.txt", "empty"));
        Tool.run(folder, command);
        Unpacked unpacked = Unpacked.of("x.7z", Files.readAllBytes(folder.resolve("x.7z")));
        assertEquals(Set.of("x.7z/a.exe", "x.7z/b.txt", "x.7z/empty"), Set.copyOf(unpacked.paths()));
        assertEquals("second", unpacked.texts().get("x.7z/b.txt"));
        assertEquals(
                new String(code, StandardCharsets.ISO_8859_1), unpacked.texts().get("x.7z/a.exe"));
        assertEquals(Set.of(), unpacked.limits());
    }
}
