package io.thor4j.benchmarks.parts;

import io.thor4j.benchmarks.rules.OwnStrings;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.util.Arrays;
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

/** The conditions: files too short for anything else to cost time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConditionBenchmark {
    private static final int TINY = 64;

    private YaraScanner scanner = YaraRules.builder().build().scanner();
    private byte[] text = new byte[0];
    private final byte[] program = new byte[TINY];
    private byte[] touched = new byte[0];

    /** For JMH. */
    public ConditionBenchmark() {}

    /** Makes the files. */
    @Setup
    public void setUp(PartRules rules) {
        scanner = rules.scanner();
        text = Arrays.copyOf(rules.text(), TINY);
        program[0] = 'M';
        program[1] = 'Z';
        touched = OwnStrings.cut(rules.sources(), 0, 64 << 10);
    }

    /** A short text: what every file costs. */
    @Benchmark
    public int text() {
        return scanner.scan(text).matches().size();
    }

    /** The header of a program and nothing more. */
    @Benchmark
    public int program() {
        return scanner.scan(program).matches().size();
    }

    /** All strings of the rules in one file: the condition of every rule is worth evaluating. */
    @Benchmark
    public int everythingFound() {
        return scanner.scan(touched).matches().size();
    }
}
