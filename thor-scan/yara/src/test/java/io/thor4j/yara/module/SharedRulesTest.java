package io.thor4j.yara.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.LimitReached;
import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import io.thor4j.yara.module.elf.ElfSample;
import io.thor4j.yara.module.macho.MachoSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threads that share one rule set find in damaged files what one thread finds, and keep nothing of them. */
class SharedRulesTest {
    private static final int THREADS = 8;
    private static final int MAX_SIZE = 200_000;

    /** What the heap may grow by from the first quarter of the files to the end: far less than the files, more than what the JVM itself adds. */
    private static final long MAX_GROWTH = 16L << 20;

    private static final String RULES = """
            import "pe" import "elf" import "macho" import "dotnet" import "dex" import "lnk" import "hash" import "math"
            rule texts { strings: $a = "java" nocase wide ascii $b = /[A-Za-z_]{4,20}\\.so(\\.[0-9]+)*/ $c = "lib" xor(1-255) condition: any of them }
            rule chain { strings: $a = { 00 00 [4-600] 01 ?? (02 | 03) } condition: #a > 3 }
            rule counts { strings: $a = /[a-z]{3}\\x00/ condition: #a > 10 and @a[1] < filesize and !a[1] == 4 }
            rule is_pe { condition: pe.is_pe and pe.number_of_sections > 0 and for any s in pe.sections : (s.raw_data_size > 0) }
            rule imports { condition: pe.number_of_imports > 0 and pe.imphash() != "" and for any i in pe.import_details : (i.number_of_functions > 0) }
            rule is_elf { condition: elf.number_of_sections > 0 and for any s in elf.sections : (s.size > 0 and math.entropy(s.offset, s.size) > 1.0) }
            rule telf { condition: elf.telfhash() != "" or elf.import_md5() != "" }
            rule mach { condition: macho.number_of_segments > 0 or macho.nfat_arch > 0 }
            rule net { condition: dotnet.is_dotnet and dotnet.number_of_streams > 0 }
            rule android { condition: dex.header.magic == dex.DEX_FILE_MAGIC_035 or dex.number_of_methods > 0 }
            rule link { condition: lnk.is_lnk }
            rule digest { condition: hash.md5(0, filesize) matches /^[0-7]/ or math.entropy(0, filesize) > 7.5 }
            rule late { condition: digest and not texts }
            """;

    /** The undamaged files: made ones, the JVM's own programs, and the conformance data where that is given. */
    private static List<byte[]> files() throws IOException {
        List<byte[]> result = new ArrayList<>();
        result.add(new ElfSample(false, true).symbol("abcdef", 0x12, 0, 0, 1).data());
        result.add(new ElfSample(true, false).symbol("abcdef", 0x12, 0, 0, 1).data());
        result.add(new MachoSample(true, true, 0x1000012).thread(38).data());
        result.add(MachoSample.fat(
                false, new MachoSample(false, false, 7).main(1, 2).data()));
        addSmallFiles(result, Path.of(System.getProperty("java.home")), 3);
        String shared = System.getProperty("thor.shared", "");
        if (!shared.isEmpty()) {
            addSmallFiles(result, Path.of(shared, "conformance", "yara", "data"), 1);
        }
        return result;
    }

    private static void addSmallFiles(List<byte[]> result, Path folder, int depth) throws IOException {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                long size = Files.size(file);
                if (size > 64 && size <= MAX_SIZE && result.size() < 200) {
                    result.add(Files.readAllBytes(file));
                }
            }
        }
    }

    @Test
    void eightThreadsFindInDamagedFilesWhatOneFinds() throws Exception {
        compare(400);
    }

    @Tag("soak")
    @Test
    void eightThreadsFindInTenThousandDamagedFilesWhatOneFinds() throws Exception {
        compare(10_000);
    }

    private static void compare(int count) throws Exception {
        List<byte[]> files = files();
        YaraRules rules = RuleProbe.compileClean(RULES);
        String[] alone = new String[count];
        scan(rules, files, new AtomicInteger(), count, alone, i -> {});
        String[] together = new String[count];
        AtomicInteger next = new AtomicInteger();
        long[] heap = new long[1];
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                running.add(threads.submit(() -> scan(rules, files, next, count, together, i -> {
                    if (i == count / 4) {
                        heap[0] = usedHeap();
                    }
                })));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
        long growth = usedHeap() - heap[0];
        assertArrayEquals(alone, together);
        long matched =
                Stream.of(alone).filter(text -> text.contains("default:")).count();
        System.out.printf(
                "%d damaged files of %d, %d matched, %d threads alike, heap after collection grew by %d KB%n",
                count, files.size(), matched, THREADS, growth >> 10);
        assertTrue(matched > count / 4, matched + " files matched");
        assertTrue(growth < MAX_GROWTH, "the heap grew by " + growth + " bytes");
    }

    private static void scan(
            YaraRules rules, List<byte[]> files, AtomicInteger next, int count, String[] results, IntConsumer after) {
        // No deadline: what a busy machine does not finish in time would differ.
        YaraScanner scanner = rules.scanner(YaraLimits.DEFAULT.withTimeout(Duration.ZERO));
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            byte[] data = new Mutations(i).of(files.get(i % files.size()));
            results[i] = describe(scanner.scan(data));
            after.accept(i);
        }
    }

    private static String describe(ScanResult result) {
        StringBuilder out = new StringBuilder();
        for (RuleMatch match : result.matches()) {
            // The text, because the bytes of a match have no hash of their own.
            out.append(match.rule())
                    .append(' ')
                    .append(match.strings().size())
                    .append(' ')
                    .append(match.strings().toString().hashCode())
                    .append('\n');
        }
        for (LimitReached limit : result.limits()) {
            out.append(limit.text()).append('\n');
        }
        return out.toString();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
