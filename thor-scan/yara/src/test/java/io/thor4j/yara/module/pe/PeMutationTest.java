package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes, reading all fields and calling the functions ends soon and throws nothing. */
class PeMutationTest {
    private static final long MAX_SEED_SIZE = 400_000;
    private static final List<byte[]> SEEDS = seeds();

    private static List<byte[]> seeds() {
        List<byte[]> result = new ArrayList<>();
        result.add(PeBuilder.pe32()
                .directory(1, 0x1000, 40)
                .u32(0x1000, 0x1100, 0, 0, 0x1200, 0x1100)
                .text(0x1200, "a.dll")
                .bytes());
        result.add(PeBuilder.pe64()
                .directory(2, 0x1000, 40)
                .u32(0x1000, 0, 0, 0, 0x10000, 16, 0x80000000L)
                .bytes());
        Path data = Path.of(System.getProperty("thor.shared", ""), "conformance/yara/data");
        if (Files.isDirectory(data)) {
            try (Stream<Path> files = Files.list(data)) {
                for (Path file : files.sorted().toList()) {
                    byte[] bytes = Files.size(file) <= MAX_SEED_SIZE ? Files.readAllBytes(file) : new byte[0];
                    if (PeImage.of(PeBuilder.input(bytes)) != null) {
                        result.add(bytes);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return result;
    }

    @Provide
    Arbitrary<byte[]> seed() {
        return Arbitraries.of(SEEDS).dontShrink();
    }

    private static void readAll(byte[] bytes) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            ModuleInput input = new ModuleInput(bytes, 0, bytes.length, null, line -> {}, () -> false);
            StructValue root = new PeModule().parse(input);
            FlatDump.of(root);
            PeProbe.call(root, "imphash");
            PeProbe.call(root, "calculate_checksum");
            PeProbe.call(root, "imports", -1, "a.dll", "b");
            PeProbe.call(root, "exports", 1);
            PeProbe.call(root, "section_index", "x");
            PeProbe.call(root, "language", 9);
        });
    }

    @Property(tries = 300)
    void changedBytes(
            @ForAll("seed") byte[] seed, @ForAll long randomness, @ForAll @IntRange(min = 1, max = 64) int count) {
        byte[] bytes = seed.clone();
        Random random = new Random(randomness);
        int range = random.nextBoolean() ? Math.min(bytes.length, 1024) : bytes.length;
        for (int i = 0; i < count; i++) {
            bytes[random.nextInt(range)] = (byte) random.nextInt();
        }
        readAll(bytes);
    }

    /** Changes words at multiples of 4 to the values that break arithmetic. */
    @Property(tries = 300)
    void changedWords(
            @ForAll("seed") byte[] seed, @ForAll long randomness, @ForAll @IntRange(min = 1, max = 16) int count) {
        int[] values = {0, 1, -1, 0x7fffffff, 0x80000000, 0xffff, 0x1000, 0x80, seed.length, seed.length - 1};
        byte[] bytes = seed.clone();
        Random random = new Random(randomness);
        int range = random.nextBoolean() ? Math.min(bytes.length, 1024) : bytes.length;
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(range / 4) * 4;
            int value = values[random.nextInt(values.length)];
            for (int j = 0; j < 4; j++) {
                bytes[at + j] = (byte) (value >> (8 * j));
            }
        }
        readAll(bytes);
    }

    /** Changes bytes of the signatures only. */
    @Property(tries = 300)
    void changedSignatures(
            @ForAll("seed") byte[] seed, @ForAll long randomness, @ForAll @IntRange(min = 1, max = 8) int count) {
        byte[] bytes = seed.clone();
        Random random = new Random(randomness);
        PeImage image = PeImage.of(PeBuilder.input(bytes));
        long begin = image == null ? 0 : image.directoryAddress(4);
        if (begin <= 0 || begin >= bytes.length) {
            return;
        }
        for (int i = 0; i < count; i++) {
            bytes[(int) begin + random.nextInt(bytes.length - (int) begin)] = (byte) random.nextInt();
        }
        readAll(bytes);
    }

    @Property(tries = 300)
    void cutFiles(@ForAll("seed") byte[] seed, @ForAll long randomness) {
        readAll(Arrays.copyOf(seed, new Random(randomness).nextInt(seed.length)));
    }

    @Property(tries = 100)
    void anyBytesBehindAHead(@ForAll byte[] tail) {
        byte[] head = PeBuilder.empty32().bytes();
        System.arraycopy(
                tail, 0, head, PeBuilder.HEADER + 4, Math.min(tail.length, head.length - PeBuilder.HEADER - 4));
        readAll(head);
    }

    @Property(tries = 50)
    void anExpiredScanEnds(@ForAll("seed") byte[] seed) {
        StructValue root = new PeModule().parse(new ModuleInput(seed, 0, seed.length, null, line -> {}, () -> true));
        FlatDump.of(root);
    }
}
