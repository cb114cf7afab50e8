package io.thor4j.yara.compile;

import io.thor4j.yara.eval.DeepStack;
import io.thor4j.yara.pattern.Pattern;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.PatternSpec;
import io.thor4j.yara.syntax.ParsedSource;
import io.thor4j.yara.syntax.RuleDecl;
import io.thor4j.yara.syntax.RuleFile;
import io.thor4j.yara.syntax.StringDecl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the strings of all rules on several threads, before the one thread of {@link RuleCompiler} asks for them: strings are three
 * quarters of the work of a compiler (measured with signature-base), and none depends on another. Used by one thread.
 */
final class StringPreparation {
    /** Strings that a thread takes at a time. */
    private static final int CHUNK = 256;

    /**
     * Bytes of memory after which no more strings are compiled ahead. It is the budget of the compiler, which counts again and reports: this
     * one only keeps hostile rules from filling the memory before it does.
     */
    private static final long MEMORY = 128L << 20;

    private final List<PatternSpec> specs;
    private final @Nullable Pattern[] patterns;
    private final AtomicLong left = new AtomicLong(MEMORY);

    private StringPreparation(List<PatternSpec> specs) {
        this.specs = specs;
        this.patterns = new Pattern[specs.size()];
    }

    /** Returns the strings that could be compiled within the memory, in order; the others are left to the compiler. */
    static List<Pattern> of(List<ParsedSource> sources, int threads) {
        Set<PatternSpec> distinct = new LinkedHashSet<>();
        for (ParsedSource source : sources) {
            for (RuleFile.Item item : source.file().items()) {
                if (item instanceof RuleDecl rule) {
                    for (StringDecl string : rule.strings()) {
                        distinct.add(string.spec());
                    }
                }
            }
        }
        StringPreparation preparation = new StringPreparation(new ArrayList<>(distinct));
        int chunks = (distinct.size() + CHUNK - 1) / CHUNK;
        DeepStack.runParts(threads, chunks, preparation::compile);
        List<Pattern> result = new ArrayList<>();
        for (Pattern pattern : preparation.patterns) {
            if (pattern != null) {
                result.add(pattern);
            }
        }
        return result;
    }

    private void compile(int chunk) {
        int end = Math.min(specs.size(), (chunk + 1) * CHUNK);
        for (int i = chunk * CHUNK; i < end && left.get() > 0; i++) {
            try {
                Pattern pattern = Pattern.compile(specs.get(i));
                patterns[i] = pattern;
                left.addAndGet(-pattern.memory());
            } catch (PatternException e) {
                // The compiler meets it again, and knows the rule to name.
            }
        }
    }
}
