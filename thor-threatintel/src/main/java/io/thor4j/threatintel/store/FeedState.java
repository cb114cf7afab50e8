package io.thor4j.threatintel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a feed was read. Immutable.
 *
 * @param feed its name
 * @param cursor the place after the last page of its incremental runs, null before the first
 * @param fullCursor the place after the last page of a full run that is under way, null when none is
 * @param lastRun when a run last came to its end, null when none did
 * @param lastFullRun when a full run last came to its end, null when none did
 * @param lastError why the last run ended early, null when it did not
 */
public record FeedState(
        String feed,
        @Nullable String cursor,
        @Nullable String fullCursor,
        @Nullable Instant lastRun,
        @Nullable Instant lastFullRun,
        @Nullable String lastError) {}
