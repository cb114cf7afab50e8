package io.thor4j.yara.eval;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts for a kind of files how often each rule's triggers were found. A rule of which that happens often gets all its strings into the first
 * pass, which spares those files the second; what is found does not change by that. Threads share it.
 */
final class TriggerFeedback {
    /** A trigger found in more than one of so many files is worth searching the rule's other strings in all (performance.md section 4). */
    private static final int RARE = 500;

    /** Fewer finds prove nothing. */
    private static final int MIN_FINDS = 3;

    /** Files after which the plan is looked at for the first time; then after eight times as many. */
    private static final int FIRST_LOOK = 64;

    private final AtomicInteger files = new AtomicInteger();
    private final AtomicIntegerArray finds;

    TriggerFeedback(int rules) {
        this.finds = new AtomicIntegerArray(rules);
    }

    /** Counts a file; tells whether the counts should be looked at now. */
    boolean countFile() {
        int count = files.incrementAndGet();
        return count >= FIRST_LOOK && Integer.bitCount(count) == 1 && Integer.numberOfTrailingZeros(count) % 3 == 0;
    }

    /** Notes that a rule could not be decided without its other strings. */
    void countFind(int rule) {
        finds.incrementAndGet(rule);
    }

    /** Tells whether the rule's triggers are found too often. */
    boolean isFrequent(int rule) {
        int count = finds.get(rule);
        return count >= MIN_FINDS && (long) count * RARE >= files.get();
    }
}
