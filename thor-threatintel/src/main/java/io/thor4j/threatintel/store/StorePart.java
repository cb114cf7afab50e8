package io.thor4j.threatintel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one part of a store's set was at a time. Immutable.
 *
 * @param at the time
 * @param revision of the row that changed last, 0 when the part has no rows
 * @param rows how many rows there are, active or not
 * @param nextExpiry when the next of its active indicators expires, null when none does
 */
public record StorePart(
        Instant at, long revision, long rows, @Nullable Instant nextExpiry) {
    /**
     * Tells whether what was built of this state is what would be built of a later one.
     *
     * @param later the later state
     */
    public boolean upToDate(StorePart later) {
        return revision == later.revision && rows == later.rows && (nextExpiry == null || nextExpiry.isAfter(later.at));
    }
}
