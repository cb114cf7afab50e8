package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What searching a pattern is expected to cost, by {@link GramModel}. Immutable.
 *
 * @param grams the different byte runs that are looked for, the most frequent first, at most {@link #GRAMS}
 * @param gramCount how many different ones there are
 * @param frequency the share of places at which one of them is expected, 1 when every place is tried
 * @param everyPosition whether a part of the pattern is tried at every place, because no byte run stands in all its matches
 */
public record PatternCost(List<byte[]> grams, int gramCount, double frequency, boolean everyPosition) {
    /** Byte runs that are listed. */
    public static final int GRAMS = 4;

    /** Bytes of a literal behind which the model says nothing any more. */
    private static final int LONG_ENOUGH = 16;

    /** What a match costs, in candidates: some ten kilobytes are searched once more. */
    private static final double MATCH = 1_000;

    private record Weighed(Gram gram, double frequency) {}

    /**
     * Estimates a pattern's cost.
     *
     * @param pattern the pattern
     */
    public static PatternCost of(Pattern pattern) {
        Set<String> seen = new HashSet<>();
        List<Weighed> weighed = new ArrayList<>();
        boolean everywhere = false;
        for (Pattern.Piece piece : pattern.pieces()) {
            piece.literals().forEach(literal -> add(literal.grams(), seen, weighed));
            Automaton automaton = piece.automaton();
            if (automaton != null) {
                everywhere |= automaton.entries().isEmpty();
                automaton.entries().forEach(entry -> add(entry.grams(), seen, weighed));
            }
        }
        weighed.sort((a, b) -> Double.compare(b.frequency, a.frequency));
        double sum = weighed.stream().mapToDouble(Weighed::frequency).sum();
        List<byte[]> first =
                weighed.stream().limit(GRAMS).map(run -> run.gram.bytes()).toList();
        return new PatternCost(first, weighed.size(), everywhere ? 1 : Math.min(1, sum), everywhere);
    }

    /**
     * Returns a number by which strings are compared of which one has to be searched in every file: how often a candidate is expected, and
     * how often a match, which costs a second look at the file.
     *
     * @param pattern the pattern
     */
    public static double toTrigger(Pattern pattern) {
        PatternCost cost = of(pattern);
        double matches = 0;
        for (Literal literal : pattern.pieces().get(0).literals()) {
            if (literal.mask() == null) {
                matches += GramModel.frequency(literal.bytes(), 0, Math.min(LONG_ENOUGH, literal.bytes().length));
            }
        }
        return cost.frequency + MATCH * matches;
    }

    /** Adds those that are new; the search knows grams folded. */
    private static void add(List<Gram> grams, Set<String> seen, List<Weighed> out) {
        for (Gram gram : grams) {
            byte[] bytes = gram.bytes();
            StringBuilder key = new StringBuilder();
            for (byte b : bytes) {
                key.append((char) GramModel.fold(b & 0xff));
            }
            if (seen.add(key.toString())) {
                out.add(new Weighed(gram, GramModel.frequency(bytes, 0, bytes.length)));
            }
        }
    }
}
