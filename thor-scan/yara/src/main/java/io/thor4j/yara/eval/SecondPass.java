package io.thor4j.yara.eval;

import io.thor4j.yara.scan.SearchTables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds out what the second pass over a file has to look for. Belongs to one thread; reused. */
final class SecondPass {
    private final RuleProgram program;

    /** One bit a pattern: it is among the wanted. */
    private final long[] seen;

    private int[] wanted = new int[64];
    private int count;

    /** What was wanted last and the tables for it: files of one sort often leave the same rules open. */
    private int[] last = {};

    private @Nullable SearchTables lastTables;

    SecondPass(RuleProgram program) {
        this.program = program;
        this.seen = new long[(program.patterns().size() + 63) >> 6];
    }

    /**
     * Returns what finds the strings of some rules that were not searched yet.
     *
     * @param rules one bit a rule
     * @param searched one bit a pattern
     */
    SearchTables tables(long[] rules, long[] searched) {
        count = 0;
        for (int word = 0; word < rules.length; word++) {
            for (long bits = rules[word]; bits != 0; bits &= bits - 1) {
                add(program.patternsOf((word << 6) + Long.numberOfTrailingZeros(bits)), searched);
            }
        }
        for (int i = 0; i < count; i++) {
            seen[wanted[i] >> 6] = 0;
        }
        SearchTables known = lastTables;
        if (known == null || !Arrays.equals(last, 0, last.length, wanted, 0, count)) {
            known = SearchTables.of(program.patterns(), wanted, count);
            last = Arrays.copyOf(wanted, count);
            lastTables = known;
        }
        return known;
    }

    private void add(int[] patterns, long[] searched) {
        for (int pattern : patterns) {
            int word = pattern >> 6;
            if (((searched[word] | seen[word]) & 1L << pattern) != 0) {
                continue;
            }
            seen[word] |= 1L << pattern;
            if (count == wanted.length) {
                wanted = Arrays.copyOf(wanted, 2 * count);
            }
            wanted[count++] = pattern;
        }
    }
}
