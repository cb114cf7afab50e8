package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Archives;
import io.thor4j.formats.Unpacked;
import io.thor4j.formats.container.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamTest {
    private static Arguments kind(Function<Object, byte[]> packing, String extension, String label, String tarLabel) {
        return Arguments.of(packing, extension, label, tarLabel);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(Archives::gzip, ".gz", "GZIP", "TARGZ"),
                kind(Archives::bzip2, ".bz2", "BZIP2", "TARBZ2"),
                kind(Archives::xz, ".xz", "XZ", "TARXZ"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void oneFileIsNamedAsTheArchiveWithoutItsExtension(
            Function<Object, byte[]> packing, String extension, String label, String tarLabel) {
        Unpacked unpacked = Unpacked.of("/tmp/log.txt" + extension, packing.apply("content"));
        assertEquals(Map.of("/tmp/log.txt" + extension + "/log.txt", "content"), unpacked.texts());
        assertEquals(List.of(label), unpacked.members().get(0).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tarInsideCountsAsOneContainer(
            Function<Object, byte[]> packing, String extension, String label, String tarLabel) {
        byte[] tar = Archives.tar("a", "one", "d/b", "x".repeat(100_000), "c", "three");
        Unpacked unpacked = Unpacked.of("x", packing.apply(tar));
        assertEquals(Map.of("x/a", "one", "x/d/b", "x".repeat(100_000), "x/c", "three"), unpacked.texts());
        assertEquals(List.of(tarLabel), unpacked.members().get(2).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void cutStreamsGiveWhatTheyHaveAndAreReported(
            Function<Object, byte[]> packing, String extension, String label, String tarLabel) {
        byte[] whole = packing.apply("begin" + "x".repeat(10));
        Unpacked unpacked = Unpacked.of("x", Arrays.copyOf(whole, whole.length - 9));
        assertEquals(Set.of("damaged-container"), unpacked.limits());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bombsEndAtTheRatioOrTheSize(
            Function<Object, byte[]> packing, String extension, String label, String tarLabel) {
        byte[] bomb = packing.apply(new byte[4 << 20]);
        ThorLimits limits = ThorLimits.builder()
                .set(Limit.MAX_RATIO, 10)
                .set(Limit.MAX_FILE_SIZE, 3 << 20)
                .build();
        Unpacked unpacked = Unpacked.of("x", bomb, limits, Map.of());
        assertEquals(Set.of("max-ratio"), unpacked.limits());
        ThorLimits small =
                ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 1 << 20).build();
        assertEquals(
                1 << 20,
                Unpacked.of("x", bomb, small, Map.of()).members().get(0).bytes().length);
    }

    @Test
    void skippedPartsOfPackedTarsAreSpentToo() {
        byte[] bomb = Archives.gzip(Archives.tar("big", new byte[8 << 20], "after", "content"));
        ThorLimits limits = ThorLimits.builder()
                .set(Limit.MAX_FILE_SIZE, 1 << 20)
                .set(Limit.MAX_UNPACKED_BYTES, 4 << 20)
                .build();
        Unpacked unpacked = Unpacked.of("x", bomb, limits, Map.of());
        assertEquals(List.of("x/big"), unpacked.paths());
        assertEquals(Set.of("max-file-size", "max-unpacked-bytes"), unpacked.limits());
    }

    @Test
    void nameInTheGzipHeaderIsTheMembers() {
        byte[] named = Archives.through("content", out -> {
            GzipParameters parameters = new GzipParameters();
            parameters.setFileName("inner.exe");
            return new GzipCompressorOutputStream(out, parameters);
        });
        assertEquals(List.of("x.gz/inner.exe"), Unpacked.of("x.gz", named).paths());
    }

    @Test
    void allMembersOfGzipAreRead() {
        byte[] two = Archives.written(out -> {
            out.write(Archives.gzip("one"));
            out.write(Archives.gzip("two"));
        });
        assertEquals(Map.of("x/x", "onetwo"), Unpacked.of("x", two).texts());
    }

    @Test
    void windowsAboveTheMemoryLimitAreReported() {
        ThorLimits limits =
                ThorLimits.builder().set(Limit.UNPACK_MEMORY, 64 << 10).build();
        Unpacked unpacked = Unpacked.of("x.xz", Archives.xz("content"), limits, Map.of());
        assertTrue(
                unpacked.limits().contains("unpack-memory"), unpacked.limits().toString());
    }

    @Test
    void endlessHeadersOfTarAreReported() {
        byte[] tar = Archives.tar("././@LongLink", new byte[3 << 20], "a", "content");
        /* The type of a GNU long name in place of a file's, and the sum that changes with it. */
        tar[156] = 'L';
        int sum = Integer.parseInt(new String(tar, 148, 6, StandardCharsets.US_ASCII).strip(), 8) + 'L' - '0';
        System.arraycopy(Archives.bytes(String.format("%06o", sum)), 0, tar, 148, 6);
        Unpacked unpacked = Unpacked.of("x.tgz", Archives.gzip(tar));
        assertEquals(Set.of("header-size"), unpacked.limits());
    }

    @Test
    void aHeaderWhoseSumIsNoNumberIsNoTar() {
        byte[] tar = Archives.tar("a", "one");
        assertTrue(new TarFormat().accepts(Bytes.of(tar)));
        tar[148] = '-';
        assertFalse(new TarFormat().accepts(Bytes.of(tar)));
    }
}
