package io.thor4j.yara.scan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What finds some patterns of a set, or all. Immutable; threads share it. */
public final class SearchTables {
    /** Finds nothing. */
    static final SearchTables EMPTY = new SearchTables(
            GramTable.of(new long[0], new PatternSet.Target[0]),
            ShortGramTable.of(new int[0], new PatternSet.Target[0]),
            new int[0],
            new int[0],
            new int[0]);

    private static final int FULL_GRAM = 4;

    final GramTable grams;
    final ShortGramTable shortGrams;
    /** Pieces that no gram finds: tried at every place. */
    final int[] everywhere;
    /** Patterns that count at one offset only: tried there. */
    final int[] fixed;
    /** Patterns of several pieces. */
    final int[] chains;

    private SearchTables(GramTable grams, ShortGramTable shortGrams, int[] everywhere, int[] fixed, int[] chains) {
        this.grams = grams;
        this.shortGrams = shortGrams;
        this.everywhere = everywhere;
        this.fixed = fixed;
        this.chains = chains;
    }

    /**
     * Makes the tables.
     *
     * @param set the patterns
     * @param wanted which of them to find, null for all
     */
    public static SearchTables of(PatternSet set, @Nullable BitSet wanted) {
        PatternSet.Target[] targets = set.targets;
        long[] grams = new long[targets.length];
        int[] shortGrams = new int[targets.length];
        int gramCount = 0;
        int shortCount = 0;
        for (int i = 0; i < targets.length; i++) {
            PatternSet.Target target = targets[i];
            if (wanted != null && !wanted.get(set.owner(target.piece))) {
                continue;
            }
            if (target.gramLength == FULL_GRAM) {
                grams[gramCount++] = (long) target.gram << 32 | i;
            } else {
                shortGrams[shortCount++] = i;
            }
        }
        return new SearchTables(
                GramTable.of(Arrays.copyOf(grams, gramCount), targets),
                ShortGramTable.of(Arrays.copyOf(shortGrams, shortCount), targets),
                IntStream.of(set.everywhere)
                        .filter(piece -> wanted == null || wanted.get(set.owner(piece)))
                        .toArray(),
                wantedOf(set.fixed, wanted),
                wantedOf(set.chains, wanted));
    }

    /**
     * Makes tables that find all patterns and look at every place: their filters let everything through. For tests that compare.
     *
     * @param set the patterns
     */
    public static SearchTables unfiltered(PatternSet set) {
        SearchTables result = of(set, null);
        Arrays.fill(result.grams.filter, (byte) -1);
        Arrays.fill(result.shortGrams.filter, (byte) 1);
        return result;
    }

    private static int[] wantedOf(int[] patterns, @Nullable BitSet wanted) {
        return wanted == null
                ? patterns
                : IntStream.of(patterns).filter(wanted::get).toArray();
    }
}
