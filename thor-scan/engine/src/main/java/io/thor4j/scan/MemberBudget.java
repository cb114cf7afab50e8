package io.thor4j.scan;

import io.thor4j.core.Budget;
import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import java.util.function.LongSupplier;

/**
 * The budget that detectors of one member see.
 *
 * @param own what they spend and hit
 * @param reserved matches that count as spent from the start
 */
record MemberBudget(Budget own, long reserved) {
    /*
     * Members of one container share its budget. If their detectors named limits there, a member's limit would be read off its clean
     * brothers as well, or - if only new names counted - a second member that hits the same limit would pass as clean. So the detectors
     * of each member get a budget of their own, with the time of the target and the matches that the target has left, which is charged
     * to the container's afterwards.
     */

    static MemberBudget of(Budget target, long startNanos, LongSupplier nanoClock) {
        boolean[] begun = {false};
        LongSupplier clock = () -> {
            if (begun[0]) {
                return nanoClock.getAsLong();
            }
            begun[0] = true;
            return startNanos;
        };
        long spent = target.matchesSpent();
        if (spent == 0 || target.limits().get(Limit.MAX_MATCHES) == 0) {
            return new MemberBudget(Budget.root(target.limits(), clock), 0);
        }
        ThorLimits.Builder limits = ThorLimits.builder();
        for (Limit limit : Limit.values()) {
            limits.set(limit, target.limits().get(limit));
        }
        /* A cap of 0 would mean no limit: one more than is left, and that one is spent. */
        long left = Math.max(0, target.limits().get(Limit.MAX_MATCHES) - spent);
        Budget own = Budget.root(limits.set(Limit.MAX_MATCHES, left + 1).build(), clock);
        own.spendMatches(1);
        return new MemberBudget(own, 1);
    }

    /** Charges what was spent and hit to the container, and through it to all above. */
    void charge(Budget container) {
        container.spendMatches(own.matchesSpent() - reserved);
        own.limitsHit().forEach(container::refuse);
    }
}
