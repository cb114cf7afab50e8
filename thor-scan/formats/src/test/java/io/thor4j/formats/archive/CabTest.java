package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.formats.Archives;
import io.thor4j.formats.Tool;
import io.thor4j.formats.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CabTest {
    private static final String LONG = "line of text, again and again\n".repeat(3000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {Cabinets.STORED, Cabinets.MS_ZIP})
    void filesAreUnpacked(int type) {
        Unpacked unpacked =
                Unpacked.of("/x.cab", Cabinets.cab(type, "a.txt", "first", "dir\\b.txt", LONG, "c", "last"));
        assertEquals(Map.of("/x.cab/a.txt", "first", "/x.cab/dir/b.txt", LONG, "/x.cab/c", "last"), unpacked.texts());
        assertEquals(List.of("CAB"), unpacked.members().get(0).labels());
        assertEquals(
                "2020-05-06T00:00:00Z",
                unpacked.members().get(0).metadata().modified().toString());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void lzxIsUnpacked() {
        String text = "abc" + "x".repeat(1000) + "def";
        Unpacked unpacked = Unpacked.of("/x.cab", Cabinets.cab(Cabinets.LZX, "a.txt", text, "b", "end"));
        assertEquals(Map.of("/x.cab/a.txt", text, "/x.cab/b", "end"), unpacked.texts());
        assertEquals(Set.of(), unpacked.limits());
    }

    /* That the hand-made LZX data is what others take for LZX. */
    @Test
    void cabextractReadsTheSameOfLzx() throws Exception {
        Tool.require("cabextract");
        String text = "abc" + "x".repeat(20_000) + "def";
        byte[] cab = Cabinets.cab(Cabinets.LZX, "a.txt", text);
        Path file = Files.write(folder.resolve("x.cab"), cab);
        Tool.run(folder, "cabextract", "-q", file.toString());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("a.txt")),
                Unpacked.of("x", cab).members().get(0).bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cabinetsOfGcabAreUnpacked(boolean packed) throws Exception {
        Tool.require("gcab");
        byte[] noise = new byte[100_000];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.writeString(folder.resolve("text"), LONG);
        Tool.run(
                folder,
                packed
                        ? List.of("gcab", "-z", "-c", "x.cab", "noise", "text")
                        : List.of("gcab", "-c", "x.cab", "noise", "text"));
        Unpacked unpacked = Unpacked.of("x.cab", read("x.cab"));
        assertEquals(List.of("x.cab/noise", "x.cab/text"), unpacked.paths());
        assertArrayEquals(noise, unpacked.members().get(0).bytes());
        assertEquals(LONG, unpacked.members().get(1).text());
        assertEquals(Set.of(), unpacked.limits());
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Test
    void quantumIsReported() {
        Unpacked unpacked = Unpacked.of("x.cab", Cabinets.cab(Cabinets.QUANTUM, "a", "first"));
        assertEquals(List.of(), unpacked.paths());
        assertEquals(Set.of("unsupported-method"), unpacked.limits());
    }

    @ParameterizedTest
    @ValueSource(ints = {Cabinets.STORED, Cabinets.MS_ZIP, Cabinets.LZX})
    void cutCabinetsAreReported(int type) {
        byte[] cab = Cabinets.cab(type, "a", "first", "b", "second");
        for (int length = 8; length < cab.length; length++) {
            Set<String> limits = Unpacked.of("x", Arrays.copyOf(cab, length)).limits();
            assertTrue(limits.contains("damaged-container"), length + ": " + limits);
        }
    }

    @Test
    void filesThatShareBytesAreReported() {
        byte[] cab = Cabinets.cab(Cabinets.STORED, "a", "first", "b", "second");
        int second = 44 + 16 + 2;
        cab[second + 4] = 0;
        Unpacked unpacked = Unpacked.of("x", cab);
        assertEquals(Map.of("x/a", "first", "x/b", "firsts"), unpacked.texts());
        assertEquals(Set.of("overlapping-entries"), unpacked.limits());
    }

    @Test
    void otherTextIsNoCabinet() {
        assertEquals(
                List.of(), Unpacked.of("x", Archives.bytes("MSCF is the magic")).paths());
    }
}
