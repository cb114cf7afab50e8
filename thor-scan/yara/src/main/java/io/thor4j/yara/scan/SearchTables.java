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
            new int[0],
            0,
            0);

    private static final int FULL_GRAM = 4;

    /** What trying an automaton at one place costs, in the units of {@link ScanControl#spend}. */
    static final double WORK_EVERYWHERE = 24;

    /*
     * What a place costs in common data, with the strings of thousands of rules: measured. With few strings it is less, but then reading and hashing
     * the bytes costs as much.
     */
    private static final double WORK_OF_PLACE = 1;

    /* What looking at a candidate costs, as a rule. */
    private static final double WORK_OF_LITERAL = 12;
    private static final double WORK_OF_AUTOMATON = 32;

    /* The shares of places at which grams of one to four bytes stand in common files; own estimate. */
    private static final double[] SHARES = {1, 1.0 / 32, 1.0 / 256, 1.0 / 4_096, 1.0 / 5_000_000};

    final GramTable grams;
    final ShortGramTable shortGrams;
    /** Pieces that no gram finds: tried at every place. */
    final int[] everywhere;
    /** Patterns that count at one offset only: tried there. */
    final int[] fixed;
    /** Patterns of several pieces. */
    final int[] chains;

    /** What passing a place costs in clean data when the grams of four bytes are searched, in the units of {@link ScanControl#spend}. */
    final double gramWork;
    /** The same for the shorter grams. */
    final double shortGramWork;

    private SearchTables(
            GramTable grams,
            ShortGramTable shortGrams,
            int[] everywhere,
            int[] fixed,
            int[] chains,
            double gramWork,
            double shortGramWork) {
        this.grams = grams;
        this.shortGrams = shortGrams;
        this.everywhere = everywhere;
        this.fixed = fixed;
        this.chains = chains;
        this.gramWork = gramWork;
        this.shortGramWork = shortGramWork;
    }

    /** Tells whether a pass has something to look for. */
    boolean hasPass(int pass) {
        return switch (pass) {
            case SearchPart.GRAMS -> !grams.isEmpty();
            case SearchPart.SHORT_GRAMS -> !shortGrams.isEmpty();
            default -> true;
        };
    }

    /** Returns what passing a place costs in clean data. */
    double cleanWork(int pass) {
        return switch (pass) {
            case SearchPart.GRAMS -> gramWork;
            case SearchPart.SHORT_GRAMS -> shortGramWork;
            default -> WORK_EVERYWHERE;
        };
    }

    /**
     * Makes the tables.
     *
     * @param set the patterns
     * @param wanted which of them to find, null for all
     */
    public static SearchTables of(PatternSet set, @Nullable BitSet wanted) {
        if (wanted == null) {
            return of(set, IntStream.range(0, set.size()).toArray(), set.size());
        }
        return of(set, wanted.stream().toArray(), wanted.cardinality());
    }

    /**
     * Makes the tables for a few patterns; costs only what these do.
     *
     * @param set the patterns
     * @param wanted begins with the patterns to find, each once
     * @param count how many there are
     */
    public static SearchTables of(PatternSet set, int[] wanted, int count) {
        IntList grams = new IntList();
        IntList shortGrams = new IntList();
        IntList everywhere = new IntList();
        IntList fixed = new IntList();
        IntList chains = new IntList();
        for (int i = 0; i < count; i++) {
            int pattern = wanted[i];
            int pieces = set.pattern(pattern).pieces().size();
            if (set.isFixed(pattern)) {
                fixed.add(pattern);
            }
            if (pieces > 1) {
                chains.add(pattern);
            }
            for (int piece = set.firstPiece(pattern); piece < set.firstPiece(pattern) + pieces; piece++) {
                if (set.isEverywhere(piece)) {
                    everywhere.add(piece);
                }
                for (int target = set.targetsFrom[piece]; target < set.targetsFrom[piece + 1]; target++) {
                    (set.targets[target].gramLength == FULL_GRAM ? grams : shortGrams).add(target);
                }
            }
        }
        long[] keys = new long[grams.size];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) set.targets[grams.values[i]].gram << 32 | grams.values[i];
        }
        return new SearchTables(
                GramTable.of(keys, set.targets),
                ShortGramTable.of(shortGrams.toArray(), set.targets),
                everywhere.toArray(),
                fixed.toArray(),
                chains.toArray(),
                work(set, grams),
                work(set, shortGrams));
    }

    /* What passing a place is expected to cost. */
    private static double work(PatternSet set, IntList targets) {
        double sum = WORK_OF_PLACE;
        for (int i = 0; i < targets.size; i++) {
            sum += work(set.targets[targets.values[i]]);
        }
        return sum;
    }

    /* What a target is expected to cost at each place. */
    private static double work(PatternSet.Target target) {
        int first = target.gram & 0xff;
        boolean padding = first == 0 || first == 0xff || first == ' ';
        for (int i = 1; i < target.gramLength; i++) {
            padding &= ((target.gram >>> (8 * i)) & 0xff) == first;
        }
        double share = padding ? 1 : SHARES[target.gramLength];
        return share * (target.literal == null ? WORK_OF_AUTOMATON : WORK_OF_LITERAL);
    }

    /** Numbers, one behind the other. */
    private static final class IntList {
        private int[] values = new int[16];
        private int size;

        private void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        private int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /**
     * Makes tables that find all patterns and look at every place: their filters let everything through. For tests that compare.
     *
     * @param set the patterns
     */
    public static SearchTables unfiltered(PatternSet set) {
        SearchTables result = of(set, null);
        Arrays.fill(result.grams.filter, (byte) -1);
        Arrays.fill(result.shortGrams.filter, -1L);
        return result;
    }
}
