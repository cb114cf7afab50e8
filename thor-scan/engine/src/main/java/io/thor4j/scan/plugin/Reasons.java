package io.thor4j.scan.plugin;

import io.thor4j.core.Budget;
import io.thor4j.core.Limit;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Reason;
import io.thor4j.core.spi.DetectionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Takes the reasons of one call until it is closed. May be shared by threads. */
final class Reasons implements DetectionContext {
    /** Reasons of one call; ours, far above what a rule set has rules for one file. */
    private static final int MAX_REASONS = 10_000;

    /** Bytes that a reason and each of its strings take beside their texts, about. */
    private static final long OVERHEAD = 100;

    private final Budget budget;
    private final List<Reason> reasons = new ArrayList<>();
    private long bytes;
    private boolean closed;

    /** Takes the budget that was lent to the call. */
    Reasons(Budget budget) {
        this.budget = budget;
    }

    @Override
    public void report(Reason reason) {
        Objects.requireNonNull(reason, "reason");
        long size = size(reason);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("reported after the call");
            }
            if (reasons.size() < MAX_REASONS && size <= budget.limits().cap(Limit.PLUGIN_BYTES) - bytes) {
                bytes += size;
                reasons.add(reason);
                return;
            }
        }
        budget.refuse(Limit.PLUGIN_BYTES.key());
    }

    private static long size(Reason reason) {
        long size = OVERHEAD + reason.summary().length();
        for (MatchedString matched : reason.matched()) {
            size += OVERHEAD + matched.data().length();
        }
        return size;
    }

    @Override
    public Budget budget() {
        return budget;
    }

    /** Takes no more, and returns what was reported. */
    synchronized List<Reason> close() {
        closed = true;
        return List.copyOf(reasons);
    }
}
