package io.thor4j.yara.eval;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the triggers of a rule: strings without which its condition is false whatever its other strings do. A search for those alone shows
 * of nearly every file that the rule does not hold for it (performance.md section 2). Stateless.
 */
final class TriggerChooser {
    /** Questions asked for a rule; one with more strings gets its triggers chosen by the handful. */
    private static final int MAX_QUESTIONS = 128;

    private TriggerChooser() {}

    /**
     * Chooses.
     *
     * @param condition the rule's condition
     * @param kind the files for which it has to be right
     * @param costs by string of the rule, what it costs to search and to find it: the dearest are left out first
     * @return the triggers by their indexes, ascending; null when the condition may hold without any match
     */
    static int @Nullable [] choose(Ir condition, FileKind kind, double[] costs) {
        boolean[] leftOut = new boolean[costs.length];
        if (mayHold(condition, kind, leftOut)) {
            return null;
        }
        Integer[] order = new Integer[costs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(string -> -costs[string]));
        int handful = (costs.length + MAX_QUESTIONS - 1) / MAX_QUESTIONS;
        for (int i = 0; i < order.length; i += Math.max(1, handful)) {
            int end = Math.min(order.length, i + handful);
            set(leftOut, order, i, end, true);
            if (mayHold(condition, kind, leftOut)) {
                set(leftOut, order, i, end, false);
            }
        }
        BitSet result = new BitSet();
        for (int i = 0; i < leftOut.length; i++) {
            result.set(i, !leftOut[i]);
        }
        return result.stream().toArray();
    }

    private static void set(boolean[] leftOut, Integer[] order, int from, int to, boolean value) {
        for (int i = from; i < to; i++) {
            leftOut[order[i]] = value;
        }
    }

    /* A string that the rule does not have is refused when the condition is made executable. */
    private static boolean mayHold(Ir condition, FileKind kind, boolean[] mayMatch) {
        boolean[] result = {true};
        ConditionAnalysis analysis =
                new ConditionAnalysis(kind, string -> string >= mayMatch.length || mayMatch[string]);
        DeepStack.run(condition.depth(), () -> result[0] = analysis.mayHold(condition));
        return result[0];
    }
}
