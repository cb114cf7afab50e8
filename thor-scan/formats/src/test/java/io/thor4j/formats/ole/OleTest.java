package io.thor4j.formats.ole;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.formats.Archives;
import io.thor4j.formats.Unpacked;
import io.thor4j.formats.container.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.poi.poifs.macros.VBAMacroReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OleTest {
    private static final String FIRST =
            "Attribute VB_Name = \"Module1\"\r\nSub AutoOpen()\r\n  Shell \"calc\"\r\nEnd Sub\r\n";
    private static final String SECOND = "Attribute VB_Name = \"Sheet1\"\r\n" + "' comment\r\n".repeat(2000);

    @Test
    void macrosAreOneMember() {
        Unpacked unpacked = Unpacked.of("/x.doc", OleFiles.vba("Macros/", "Module1", FIRST, "Sheet1", SECOND));
        assertEquals(Map.of("/x.doc/macros", FIRST + "\n" + SECOND + "\n"), unpacked.texts());
        assertEquals(List.of("MACROS"), unpacked.members().get(0).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void macrosOfOfficeOpenXmlAreNamedAsThorNamesThem() {
        byte[] docm =
                Archives.zip("word/document.xml", "<w/>", "word/vbaProject.bin", OleFiles.vba("", "Module1", FIRST));
        Unpacked unpacked = Unpacked.of("C:\\x.docm", docm);
        assertEquals(
                List.of(
                        "C:\\x.docm\\word\\document.xml",
                        "C:\\x.docm\\word\\vbaProject.bin",
                        "C:\\x.docm\\word\\vbaProject.bin\\macros"),
                unpacked.paths());
        assertEquals(List.of("ZIP", "MACROS"), unpacked.members().get(2).labels());
    }

    @Test
    void poiReadsTheSameSources() throws Exception {
        byte[] file = OleFiles.vba("", "Module1", FIRST, "Sheet1", SECOND);
        try (VBAMacroReader reader = new VBAMacroReader(new ByteArrayInputStream(file))) {
            Map<String, String> macros = reader.readMacros();
            String ours = Unpacked.of("x", file).members().get(0).text();
            assertEquals(macros.get("Module1") + "\n" + macros.get("Sheet1") + "\n", ours);
        }
    }

    @Test
    void damagedDirectoriesDoNotHideModules() {
        byte[] good = OleFiles.vba("", "Module1", FIRST);
        String text = new String(good, StandardCharsets.ISO_8859_1);
        /* The offset of the module, as seven literals after its record's head. */
        byte[] bad = text.replace(
                        "\u0031\u0000\u0004\u0000\u0000\u0000\u0007", "\u0031\u0000\u0004\u0000\u0000\u0000\u0070")
                .replace("\u0004\u0000\u0000\u0000\u0007", "\u0004\u0000\u0000\u0000\u0070")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(!Arrays.equals(good, bad), "nothing was damaged");
        assertEquals(FIRST + "\n", Unpacked.of("x", bad).texts().get("x/macros"));
    }

    /* The examples of MS-OVBA 3.2.1 to 3.2.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0119B000616263646566676800696A6B6C6D6E6F700071727374757630 |abcdefghijklmnopqrstuv0",
                "012FB00023616161626364658266007061676869 6A013808616B6C00306D6E6F70067102700410727374757610"
                        + "7778797A003C |#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
                "0103B0026145 00 |aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void compressionIsThatOfTheSpecification(String packed, String text) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(packed.replace(" ", ""));
        assertEquals(text, new String(VbaCompression.unpack(Bytes.of(bytes), 1 << 20), StandardCharsets.ISO_8859_1));
    }

    @Test
    void filesInStreamsAreMembersInOnePiece() {
        byte[] exe = new byte[20_000];
        new SplittableRandom(1).nextBytes(exe);
        exe[0] = 'M';
        exe[1] = 'Z';
        byte[] small = Archives.zip("a", "b");
        Unpacked unpacked = Unpacked.of("x.msi", OleFiles.ole("Binary/Big", exe, "Small", small, "Text", "just text"));
        assertArrayEquals(
                exe,
                unpacked.members().stream()
                        .filter(member -> member.path().equals("x.msi/Binary/Big"))
                        .findFirst()
                        .orElseThrow()
                        .bytes());
        assertEquals("b", unpacked.texts().get("x.msi/Small/a"));
        assertEquals(3, unpacked.members().size());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void packagesAreNamedAsTheirFiles() {
        byte[] inner = Archives.written(out -> {
            out.write(new byte[] {2, 0});
            out.write(Archives.bytes("evil.exe\0C:\\evil.exe\0"));
            out.write(new byte[] {0, 0, 3, 0, 3, 0, 0, 0});
            out.write(Archives.bytes("C:\0"));
            out.write(new byte[] {7, 0, 0, 0});
            out.write(Archives.bytes("content"));
        });
        byte[] stream = Archives.written(out -> {
            out.write(new byte[] {(byte) inner.length, 0, 0, 0});
            out.write(inner);
        });
        assertEquals(
                Map.of("x/evil.exe", "content"),
                Unpacked.of("x", OleFiles.ole("Pool/\u0001Ole10Native", stream)).texts());
    }

    @Test
    void attachmentsOfOutlookMessagesAreNamed() {
        byte[] message = OleFiles.ole(
                "__attach_version1.0_#00000000/__substg1.0_37010102",
                "content",
                "__attach_version1.0_#00000000/__substg1.0_3707001F",
                "a.txt".getBytes(StandardCharsets.UTF_16LE));
        assertEquals(
                Map.of("x.msg/a.txt", "content"), Unpacked.of("x.msg", message).texts());
    }

    @Test
    void encryptedDocumentsAreReported() {
        assertEquals(
                Set.of("encrypted"),
                Unpacked.of("x", OleFiles.ole("EncryptedPackage", "?")).limits());
    }

    @Test
    void cutFilesNeitherFailNorPassForClean() {
        byte[] file = OleFiles.vba("Macros/", "Module1", SECOND);
        for (int length = 600; length < file.length; length += 97) {
            Unpacked unpacked = Unpacked.of("x", Arrays.copyOf(file, length));
            boolean all = unpacked.texts().getOrDefault("x/macros", "").equals(SECOND + "\n");
            assertTrue(all || !unpacked.limits().isEmpty(), "cut at " + length);
        }
    }
}
