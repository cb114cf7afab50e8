package io.thor4j.core.spi;

import io.thor4j.core.Budget;
import io.thor4j.core.Reason;

/** What a detector works with while it looks at one element. Given by the engine, valid during the call only. */
public interface DetectionContext {
    /**
     * Adds a reason. One whose signature scores 0 gives no verdict but its tags can trigger further work (reference/thor-scanner.md
     * section 3.3).
     *
     * @param reason the match
     */
    void report(Reason reason);

    /** Returns what the element may still cost; a detector that stops early for its sake calls {@link Budget#refuse}. */
    Budget budget();
}
