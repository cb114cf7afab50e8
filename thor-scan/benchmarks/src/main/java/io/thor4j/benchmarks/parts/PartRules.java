package io.thor4j.benchmarks.parts;

import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The rules of a benchmark and ordinary bytes to scan. Used by one thread. */
@State(Scope.Benchmark)
public class PartRules {
    /** The rules that ship with the command. */
    static final String STARTER = "starter";

    private static final int TEXT_BYTES = 1 << 20;
    private static final int SEED = 9;

    /** {@value #STARTER}, or a folder with rule files: {@code jmh -p rules=DIR}. */
    @Param(STARTER)
    public String rules = STARTER;

    private YaraRules compiled = YaraRules.builder().build();
    private byte[] sources = new byte[0];
    private byte[] text = new byte[0];

    /** For JMH. */
    public PartRules() {}

    /** Compiles the rules. */
    @Setup
    public void setUp() throws IOException {
        RuleSet set = rules.equals(STARTER) ? RuleSet.starter() : RuleSet.folder(Path.of(rules));
        YaraRules.Builder builder = YaraRules.builder();
        set.sources().externals().forEach((name, value) -> builder.define(name, (String) value));
        set.sources().sources().forEach(source -> builder.source(source.namespace(), source.name(), source.text()));
        compiled = builder.build();
        sources = set.text();
        text = ordinary();
    }

    /* Words of a small vocabulary, as prose and configuration have them, so that filters meet usual pairs of bytes. */
    private static byte[] ordinary() {
        String[] words = {
            "the", "name", "of", "and", "is", "value", "in", "option", "that", "default", "when", "for", "with", "line",
            "not", "0.5"
        };
        Random random = new Random(SEED);
        StringBuilder out = new StringBuilder(TEXT_BYTES + 16);
        while (out.length() < TEXT_BYTES) {
            out.append(words[random.nextInt(words.length)]).append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        out.setLength(TEXT_BYTES);
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a scanner with all rules. */
    YaraScanner scanner() {
        return compiled.scanner();
    }

    int count() {
        return compiled.rules().size();
    }

    /** Returns the text of the rules. */
    byte[] sources() {
        return sources.clone();
    }

    /** Returns a megabyte in which no rule has anything to find. */
    byte[] text() {
        return text.clone();
    }
}
