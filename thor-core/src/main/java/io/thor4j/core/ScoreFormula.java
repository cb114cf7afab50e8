package io.thor4j.core;

import java.util.Arrays;
import java.util.Collection;

/**
 * Combines the sub-scores of an element's reasons into one score from 0 to 100, as THOR does since 10.7.4:
 * {@code 100 * (1 - product(1 - s_i / 100 / 2^i))}, sub-scores sorted from high to low, {@code i} from 0 (reference/thor-scanner.md
 * section 3.4). Stateless.
 */
public final class ScoreFormula {
    /*
     * What THOR does not document, and what is done here:
     *   - A sub-score above 100 counts as 100, one below -100 as -100.
     *   - Negative sub-scores stay out of the product; their plain sum is subtracted from its result, which is then cut at 0. That is
     *     what 10.x says of "falsepositive = 1" rules ("subtract score"), and it keeps the score monotone: one more positive reason
     *     never lowers it, one more negative reason never raises it.
     *   - Rounding to an integer is half up. The small addend keeps a decimal half such as 77.5, which binary fractions may put just
     *     below, from being rounded down.
     */
    private static final double HALF_UP = 0.5 + 1e-9;

    private ScoreFormula() {}

    /**
     * Combines sub-scores exactly.
     *
     * @param subScores the sub-scores in any order, negative ones lower the result
     * @return the score before rounding, 0 to 100; 0 for no sub-scores
     */
    public static double exact(int... subScores) {
        int[] sorted = subScores.clone();
        Arrays.sort(sorted);
        double remaining = 1;
        double weight = 1;
        double subtracted = 0;
        for (int i = sorted.length - 1; i >= 0; i--) {
            int score = Math.max(-100, Math.min(100, sorted[i]));
            if (score < 0) {
                subtracted -= score;
            } else {
                remaining *= 1 - score / 100.0 * weight;
                weight /= 2;
            }
        }
        return Math.max(0, 100 * (1 - remaining) - subtracted);
    }

    /**
     * Combines sub-scores and rounds half up.
     *
     * @param subScores the sub-scores in any order
     * @return the score, 0 to 100
     */
    public static int combine(int... subScores) {
        return (int) Math.floor(exact(subScores) + HALF_UP);
    }

    /**
     * Combines the scores of reasons' signatures.
     *
     * @param reasons all reasons of one element, before any cut
     * @return the score, 0 to 100
     */
    public static int of(Collection<Reason> reasons) {
        return combine(
                reasons.stream().mapToInt(reason -> reason.signature().score()).toArray());
    }
}
