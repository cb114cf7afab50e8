package io.thor4j.threatintel.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What live intelligence is at a time. Immutable.
 *
 * @param at the time
 * @param health how it is as a whole: DOWN when the store or all feeds are, DEGRADED when anything is not UP
 * @param active how many indicators are active, -1 when the store could not be read yet
 * @param notExpressible how many of them a scan cannot look for, or the mapping leaves out
 * @param swaps how often sets were handed to the listener
 * @param lastSwap when they last were, null when never
 * @param feeds each feed, in the order of the configuration
 */
public record IntelSnapshot(
        Instant at,
        FeedHealth health,
        long active,
        long notExpressible,
        long swaps,
        @Nullable Instant lastSwap,
        List<FeedMetrics> feeds) {
    /** Makes the snapshot; the list is copied. */
    public IntelSnapshot {
        feeds = List.copyOf(feeds);
    }

    /** Returns the snapshot as a line. */
    @Override
    public String toString() {
        return health + "; active " + active + ", swaps " + swaps + ", feeds " + feeds.size();
    }
}
