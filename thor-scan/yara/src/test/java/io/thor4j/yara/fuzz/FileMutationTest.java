package io.thor4j.yara.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.YaraModules;
import io.thor4j.yara.module.NativeFiles;
import io.thor4j.yara.spi.YaraModule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every module reads valid files of known kinds that were damaged where it hurts: fields spliced, lengths and offsets at their extremes, pieces cut,
 * swapped and repeated. None throws, none overruns its time, and no memory stays behind. A failure names the file and the seed of the damage.
 */
class FileMutationTest {
    private static final int SHORT_FILES = 2;
    private static final int SHORT_MUTANTS = 60;
    private static final int LONG_FILES = 40;
    /** What a long run takes for each kind; it stops between two mutants. */
    private static final Duration LONG_TIME = Duration.ofMinutes(Integer.getInteger("thor.mutation.minutes", 2));

    /** Caches may grow a little, and the next collection is never the last. */
    private static final long MAX_GROWTH = 24 << 20;

    private record Original(String name, byte[] file) {}

    private static List<Original> originals(FileKind kind, int limit) throws IOException {
        List<Original> result = new ArrayList<>();
        for (byte[] file : kind.built()) {
            assertTrue(kind.is(file), () -> "the test's own file is no " + kind);
            result.add(new Original("built " + result.size(), file));
        }
        Map<String, byte[]> real = RealFiles.of(kind, limit);
        real.forEach((name, file) -> result.add(new Original(name, file)));
        if (kind == FileKind.MACHO) {
            byte[] fat = NativeFiles.fat(real.values().stream().limit(2).toArray(byte[][]::new));
            result.add(new Original("fat of " + real.keySet().stream().limit(2).toList(), fat));
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void damagedFilesAreRead(FileKind kind) throws IOException {
        List<Original> originals = originals(kind, SHORT_FILES);
        for (int seed = 0; seed < SHORT_MUTANTS; seed++) {
            read(kind, originals, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    @Tag("soak")
    @Timeout(3600)
    void damagedFilesAreReadForLong(FileKind kind) throws IOException {
        List<Original> originals = originals(kind, LONG_FILES);
        long begin = System.nanoTime();
        int seed = 0;
        for (; seed < SHORT_MUTANTS; seed++) {
            read(kind, originals, seed);
        }
        long before = usedMemory();
        for (; System.nanoTime() - begin < LONG_TIME.toNanos(); seed++) {
            read(kind, originals, seed);
        }
        long growth = usedMemory() - before;
        System.out.println(kind + ": " + seed + " mutants of " + originals.size() + " files, memory " + (before >> 20)
                + " MB before, " + (growth >> 10) + " KB more afterwards");
        assertTrue(growth < MAX_GROWTH, () -> growth + " bytes more in use afterwards");
    }

    private static void read(FileKind kind, List<Original> originals, int seed) {
        Original original = originals.get(seed % originals.size());
        Original donor = originals.get(seed / originals.size() % originals.size());
        byte[] mutant = FileMutator.mutant(kind, original.file(), donor.file(), seed);
        for (YaraModule module : YaraModules.standard()) {
            try {
                ModuleReader.readAll(module, mutant);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "module " + module.name() + ", " + kind + " " + original.name() + ", donor " + donor.name()
                                + ", seed " + seed,
                        e);
            }
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
