package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.PatternCost;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.scan.SearchTables;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What to do for each kind of files, made when the first such file is met. Immutable to those who ask; threads share it.
 *
 * <p>A plan follows from the rules, the patterns and, for which rules are searched completely, from the files seen before.
 */
final class KindPlans {
    private final List<RuleImage.Rule> rules;
    private final PatternSet patterns;
    private final int[][] rulePatterns;
    private final boolean filtered;

    /** One bit a rule: it uses the console, so nothing of it may be passed over. */
    private final long[] console;

    private final boolean anyConsole;
    private final FileKinds kinds;

    /** By kind: with triggers, and with all strings at once. */
    private final AtomicReferenceArray<@Nullable KindPlan> triggered;

    private final AtomicReferenceArray<@Nullable KindPlan> gated;

    /** What evaluates every rule, for tests that compare and for explanations. */
    private volatile @Nullable KindPlan plain;

    /** For each rule its triggers for all files, as indexes of its strings; null when it may hold without a match. */
    private volatile int @Nullable [] @Nullable [] triggers;

    KindPlans(List<RuleImage.Rule> rules, PatternSet patterns, int[][] rulePatterns, boolean filtered, BitSet console) {
        this.rules = rules;
        this.patterns = patterns;
        this.rulePatterns = rulePatterns;
        this.filtered = filtered;
        this.console = Arrays.copyOf(console.toLongArray(), (rules.size() + 63) >> 6);
        this.anyConsole = !console.isEmpty();
        this.kinds = FileKinds.of(rules);
        this.triggered = new AtomicReferenceArray<>(kinds.all().size());
        this.gated = new AtomicReferenceArray<>(kinds.all().size());
    }

    /**
     * Returns what to do for a file.
     *
     * @param withTriggers false to look for all strings at once
     */
    KindPlan planFor(byte[] data, int from, int length, boolean withTriggers) {
        int kind = kinds.kindOf(data, from, length);
        // What a condition writes to the console would be written twice.
        boolean useTriggers = withTriggers && !anyConsole;
        AtomicReferenceArray<@Nullable KindPlan> plans = useTriggers ? triggered : gated;
        KindPlan known = plans.get(kind);
        if (known == null) {
            known = planOf(kinds.all().get(kind), useTriggers);
            // Two threads may both have made it; they are equal.
            plans.set(kind, known);
        }
        TriggerFeedback feedback = known.feedback();
        if (feedback != null && feedback.countFile()) {
            known = withFeedback(kinds.all().get(kind), known, feedback);
            plans.set(kind, known);
        }
        return known;
    }

    private KindPlan planOf(FileKind kind, boolean useTriggers) {
        long[] always = new long[console.length];
        long[] able = new long[console.length];
        BitSet complete = new BitSet(rules.size());
        for (int i = 0; i < rulePatterns.length; i++) {
            RuleImage.Rule rule = rules.get(i);
            boolean hasConsole = (console[i >> 6] & 1L << i) != 0;
            if (!hasConsole && !mayHold(rule.condition(), kind, true)) {
                continue;
            }
            able[i >> 6] |= 1L << i;
            if (!rule.needsMatch() && (hasConsole || mayHold(rule.condition(), kind, false))) {
                always[i >> 6] |= 1L << i;
            }
        }
        if (!useTriggers) {
            BitSet wanted = new BitSet(patterns.size());
            for (int i = 0; i < rulePatterns.length; i++) {
                if ((able[i >> 6] & 1L << i) != 0) {
                    addAll(wanted, i);
                }
            }
            return new KindPlan(SearchTables.of(patterns, wanted), always, able, null, complete, null);
        }
        return withTriggers(kind, always, able, complete, new TriggerFeedback(rules.size()));
    }

    private KindPlan withFeedback(FileKind kind, KindPlan plan, TriggerFeedback feedback) {
        BitSet complete = new BitSet(rules.size());
        for (int i = 0; i < rulePatterns.length; i++) {
            complete.set(i, plan.complete().get(i) || feedback.isFrequent(i));
        }
        return complete.equals(plan.complete())
                ? plan
                : withTriggers(kind, plan.always(), plan.able(), complete, feedback);
    }

    private KindPlan withTriggers(
            FileKind kind, long[] always, long[] able, BitSet complete, TriggerFeedback feedback) {
        int[] @Nullable [] known = triggers();
        BitSet wanted = new BitSet(patterns.size());
        for (int i = 0; i < rulePatterns.length; i++) {
            if ((able[i >> 6] & 1L << i) == 0) {
                continue;
            }
            int[] ofRule = complete.get(i) || (always[i >> 6] & 1L << i) != 0 ? null : known[i];
            if (ofRule == null && !complete.get(i) && (always[i >> 6] & 1L << i) == 0) {
                // It may hold without a match for other kinds only.
                ofRule = TriggerChooser.choose(rules.get(i).condition(), kind, costs(i));
            }
            if (ofRule == null) {
                addAll(wanted, i);
            } else {
                for (int string : ofRule) {
                    wanted.set(rulePatterns[i][string]);
                }
            }
        }
        long[] searched = Arrays.copyOf(wanted.toLongArray(), (patterns.size() + 63) >> 6);
        return new KindPlan(SearchTables.of(patterns, wanted), always, able, searched, complete, feedback);
    }

    private void addAll(BitSet wanted, int rule) {
        for (int pattern : rulePatterns[rule]) {
            wanted.set(pattern);
        }
    }

    private int[] @Nullable [] triggers() {
        int[] @Nullable [] known = triggers;
        if (known == null) {
            known = new int[rulePatterns.length][];
            for (int i = 0; i < known.length; i++) {
                known[i] = TriggerChooser.choose(rules.get(i).condition(), FileKind.ANY, costs(i));
            }
            triggers = known;
        }
        return known;
    }

    private double[] costs(int rule) {
        double[] result = new double[rulePatterns[rule].length];
        for (int i = 0; i < result.length; i++) {
            int pattern = rulePatterns[rule][i];
            // At a fixed offset one comparison decides.
            result[i] = patterns.fixedOffset(pattern) >= 0 ? 0 : PatternCost.toTrigger(patterns.pattern(pattern));
        }
        return result;
    }

    /** Returns what to do for any file when nothing is to be passed over but what libyara passes over, too. */
    KindPlan plain() {
        KindPlan known = plain;
        if (known == null) {
            long[] always = new long[console.length];
            long[] able = new long[console.length];
            Arrays.fill(able, -1L);
            for (int i = 0; i < rulePatterns.length; i++) {
                boolean hasConsole = (console[i >> 6] & 1L << i) != 0;
                if (!rules.get(i).needsMatch() || !hasConsole) {
                    always[i >> 6] |= 1L << i;
                }
            }
            SearchTables tables = filtered ? SearchTables.of(patterns, null) : SearchTables.unfiltered(patterns);
            known = new KindPlan(tables, always, able, null, new BitSet(), null);
            plain = known;
        }
        return known;
    }

    private static boolean mayHold(Ir condition, FileKind kind, boolean withStrings) {
        boolean[] result = {true};
        DeepStack.run(
                condition.depth(),
                () -> result[0] = new ConditionAnalysis(kind, string -> withStrings).mayHold(condition));
        return result[0];
    }
}
