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

/** The regexes of the rules, without the other strings and the conditions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RegexBenchmark {
    private YaraScanner scanner = YaraRules.builder().build().scanner();
    private byte[] sources = new byte[0];
    private byte[] text = new byte[0];

    /** For JMH. */
    public RegexBenchmark() {}

    /** Makes a rule of each regex. */
    @Setup
    public void setUp(PartRules rules) {
        sources = rules.sources();
        text = rules.text();
        YaraRules.Builder builder = YaraRules.builder();
        int number = 0;
        for (String regex : OwnStrings.regexes(sources)) {
            builder.source("regex" + number++, "regex", "rule r { strings: $r = " + regex + " condition: $r }");
        }
        scanner = builder.build().scanner();
    }

    /** Text in which no regex matches. */
    @Benchmark
    public int clean() {
        return scanner.scan(text).matches().size();
    }

    /** The text of the rules, in which most regexes find the words that they begin with. */
    @Benchmark
    public int nearlyMatching() {
        return scanner.scan(sources).matches().size();
    }
}
