package io.thor4j.benchmarks;

import io.thor4j.core.ioc.IocSet;
import io.thor4j.scan.ioc.IocMatcher;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Records heap, build time and lookup time (CPU time) of large sets of indicators. Used by one thread. */
public final class IocScale {
    private static final int LOOKUPS = 1 << 16;
    private static final double MIB = 1024 * 1024;

    private final Consumer<String> out;
    private long found;

    private IocScale(Consumer<String> out) {
        this.out = out;
    }

    /**
     * Measures.
     *
     * @param divisor by how much smaller than 10 million hashes, 100,000 regexes and a million names the sets are; 1 for the real size
     * @param out takes the lines of the record
     */
    public static void run(int divisor, Consumer<String> out) {
        IocScale scale = new IocScale(out);
        scale.hashes(10_000_000 / divisor);
        scale.fileNames(100_000 / divisor);
        scale.domains(1_000_000 / divisor);
    }

    private void hashes(int count) {
        Measured<IocSet> set = measure("hashes", count, () -> IocCorpus.hashes(count));
        List<byte[]> lookups = IocCorpus.lookups(LOOKUPS, count);
        /* Clean files are the rule; a hit also reads its description. */
        List<byte[]> misses = lookups.stream()
                .filter(hash -> set.value().hash(hash).isEmpty())
                .toList();
        List<byte[]> hits = lookups.stream()
                .filter(hash -> !set.value().hash(hash).isEmpty())
                .toList();
        lookups(
                "unknown hash",
                misses.size(),
                i -> set.value().hash(misses.get(i)).size());
        lookups("known hash", hits.size(), i -> set.value().hash(hits.get(i)).size());
    }

    private void fileNames(int count) {
        Measured<IocMatcher> set =
                measure("filename regexes", count, () -> IocMatcher.of(List.of(IocCorpus.fileNames(count))));
        List<String> paths = IocCorpus.paths(LOOKUPS);
        lookups("path", paths.size(), i -> set.value().path(paths.get(i)).size());
    }

    private void domains(int count) {
        Measured<IocMatcher> set = measure("domains", count, () -> IocMatcher.of(List.of(IocCorpus.domains(count))));
        List<String> hosts = IocCorpus.hosts(LOOKUPS);
        lookups("host", hosts.size(), i -> set.value().host(hosts.get(i)).size());
    }

    /** What was built. */
    private record Measured<T>(T value) {}

    private <T> Measured<T> measure(String name, int count, Supplier<T> maker) {
        long before = live();
        long start = cpuNanos();
        T value = maker.get();
        long nanos = cpuNanos() - start;
        long heap = live() - before;
        out.accept(String.format(
                Locale.ROOT, "%d %s: heap %.1f MiB, built in %.2f s", count, name, heap / MIB, nanos / 1e9));
        return new Measured<>(value);
    }

    /** One lookup; returns how many it found. */
    @FunctionalInterface
    private interface Lookup {
        int at(int index);
    }

    private void lookups(String name, int count, Lookup lookup) {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < count; i++) {
                found += lookup.at(i);
            }
        }
        long before = found;
        long start = cpuNanos();
        for (int i = 0; i < count; i++) {
            found += lookup.at(i);
        }
        long nanos = cpuNanos() - start;
        out.accept(String.format(
                Locale.ROOT, "  %s lookup: %d ns, %d of %d found", name, nanos / count, found - before, count));
    }

    /* Of this thread: the machine may be busy with other things. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
