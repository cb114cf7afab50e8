package io.thor4j.benchmarks;

import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.scan.ioc.IocMatch;
import io.thor4j.scan.ioc.IocMatcher;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of one lookup: a hash among ten million, a path among 100,000 regexes, a host among a million names. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IocBenchmark {
    private static final int HASHES = 10_000_000;
    private static final int FILE_NAMES = 100_000;
    private static final int DOMAINS = 1_000_000;
    private static final int LOOKUPS = 1 << 16;

    private IocSet hashes = IocSet.builder().build();
    private IocMatcher fileNames = IocMatcher.NONE;
    private IocMatcher domains = IocMatcher.NONE;
    private List<byte[]> hashLookups = List.of();
    private List<String> paths = List.of();
    private List<String> hosts = List.of();
    private int next;

    /** For JMH. */
    public IocBenchmark() {}

    /** Makes the sets. */
    @Setup
    public void setUp() {
        hashes = IocCorpus.hashes(HASHES);
        fileNames = IocMatcher.of(List.of(IocCorpus.fileNames(FILE_NAMES)));
        domains = IocMatcher.of(List.of(IocCorpus.domains(DOMAINS)));
        hashLookups = IocCorpus.lookups(LOOKUPS, HASHES);
        paths = IocCorpus.paths(LOOKUPS);
        hosts = IocCorpus.hosts(LOOKUPS);
    }

    private int turn() {
        next = (next + 1) & (LOOKUPS - 1);
        return next;
    }

    /** Looks up a hash; every second one is in the set. */
    @Benchmark
    public List<IocNote> hash() {
        return hashes.hash(hashLookups.get(turn() % hashLookups.size()));
    }

    /** Judges an everyday path. */
    @Benchmark
    public List<IocMatch> path() {
        return fileNames.path(paths.get(turn()));
    }

    /** Judges a host that is in no list. */
    @Benchmark
    public @Nullable List<IocMatch> host() {
        return domains.host(hosts.get(turn()));
    }
}
