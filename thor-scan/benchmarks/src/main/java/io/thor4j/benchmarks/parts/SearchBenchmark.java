package io.thor4j.benchmarks.parts;

import io.thor4j.benchmarks.rules.OwnStrings;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.util.concurrent.TimeUnit;
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

/** The search filter and what it costs to verify what the filter lets pass: a megabyte of each kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SearchBenchmark {
    /* Of each string so many bytes are left out: enough for every gram to be found and no string. */
    private static final int LEFT_OUT = 2;

    private YaraScanner scanner = YaraRules.builder().build().scanner();
    private byte[] text = new byte[0];
    private byte[] beginnings = new byte[0];

    /** For JMH. */
    public SearchBenchmark() {}

    /** Makes the bytes. */
    @Setup
    public void setUp(PartRules rules) {
        scanner = rules.scanner();
        text = rules.text();
        beginnings = OwnStrings.cut(rules.sources(), LEFT_OUT, text.length);
    }

    /** The filter: hardly any position gets past it. */
    @Benchmark
    public int filter() {
        return scanner.scan(text).matches().size();
    }

    /** Verification: the beginnings of the rules' own strings, each of which has to be looked at and refused. */
    @Benchmark
    public int verify() {
        return scanner.scan(beginnings).matches().size();
    }
}
