package io.thor4j.yara.eval;

import io.thor4j.yara.scan.PatternCosts;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What each rule has cost in the scan under way, and which rules are suspended. A rule pays for the search of all its strings, also of those
 * that it shares with others, and for its condition. Belongs to one thread.
 */
final class RuleWork implements PatternCosts {
    private final RuleProgram program;
    private final long[] work;
    private final long[] suspended;
    private int[] charged = new int[16];
    private int chargedCount;
    private int suspendedCount;
    private long limit;
    private final BitSet slow = new BitSet();
    private boolean allGivenUp;

    RuleWork(RuleProgram program) {
        this.program = program;
        this.work = new long[program.rules().size()];
        this.suspended = new long[(work.length + 63) >> 6];
    }

    /** Begins a scan in which a rule may cost {@code most} units. */
    void start(long most) {
        limit = most;
        slow.clear();
        allGivenUp = false;
        for (int i = 0; i < chargedCount; i++) {
            work[charged[i]] = 0;
        }
        chargedCount = 0;
        if (suspendedCount > 0) {
            Arrays.fill(suspended, 0);
            suspendedCount = 0;
        }
    }

    /** Charges each rule of the pattern; the search of it ends when all of them are suspended. */
    @Override
    public boolean charge(int pattern, long units) {
        boolean all = true;
        for (int i = program.touchedFrom(pattern); i < program.touchedFrom(pattern + 1); i++) {
            all &= chargeRule(program.touchedRule(i), units);
        }
        return all;
    }

    @Override
    public long allowed() {
        return limit;
    }

    /** Suspends each rule of the pattern. */
    @Override
    public void giveUp(int pattern) {
        for (int i = program.touchedFrom(pattern); i < program.touchedFrom(pattern + 1); i++) {
            int rule = program.touchedRule(i);
            slow.set(rule);
            suspend(rule);
        }
    }

    @Override
    public void giveUpAll() {
        allGivenUp = true;
    }

    /** Tells whether the search was given up, so that nothing can be said of any rule. */
    boolean isAllGivenUp() {
        return allGivenUp;
    }

    /** Tells whether the rule's strings made the search too slow. */
    boolean isSlow(int rule) {
        return slow.get(rule);
    }

    /** Charges a rule; returns whether it is suspended now. */
    boolean chargeRule(int rule, long units) {
        if (work[rule] == 0 && units > 0) {
            if (chargedCount == charged.length) {
                charged = Arrays.copyOf(charged, 2 * chargedCount);
            }
            charged[chargedCount++] = rule;
        }
        work[rule] += units;
        if (work[rule] > limit) {
            suspend(rule);
        }
        return isSuspended(rule);
    }

    void suspend(int rule) {
        if (!isSuspended(rule)) {
            suspended[rule >> 6] |= 1L << rule;
            suspendedCount++;
        }
    }

    /** Returns what a rule has cost. */
    long of(int rule) {
        return work[rule];
    }

    /** Takes back what a rule has cost since, and that it was suspended for it: it is evaluated once more. */
    void takeBack(int rule, long before) {
        work[rule] = before;
        if (isSuspended(rule)) {
            suspended[rule >> 6] &= ~(1L << rule);
            suspendedCount--;
        }
    }

    boolean isSuspended(int rule) {
        return suspendedCount > 0 && (suspended[rule >> 6] & 1L << rule) != 0;
    }

    /** Tells whether the rule is over the limit itself, not only a rule that it asks for. */
    boolean isOverLimit(int rule) {
        return work[rule] > limit;
    }

    /** Takes the suspended rules, one bit a rule, out of {@code rules}. */
    void remove(long[] rules) {
        if (suspendedCount > 0) {
            for (int i = 0; i < rules.length; i++) {
                rules[i] &= ~suspended[i];
            }
        }
    }

    boolean any() {
        return suspendedCount > 0;
    }

    long limit() {
        return limit;
    }
}
