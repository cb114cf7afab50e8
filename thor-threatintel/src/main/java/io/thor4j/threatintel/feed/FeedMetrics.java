package io.thor4j.threatintel.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a feed did since the start, and how it is. Immutable.
 *
 * @param feed its name
 * @param provider its provider
 * @param health how it is
 * @param running whether a run is under way
 * @param paused whether runs are held back
 * @param runs how many runs came to their end
 * @param failures how many did not
 * @param failuresInARow how many since the last that did
 * @param totals what all runs brought, those that failed too; without problems
 * @param lastStart when the last run began, null when none did
 * @param lastSuccess when a run last came to its end, those of earlier processes too; null when none did
 * @param lastDuration how long the last run took that ended, null when none did
 * @param lastError why the last run failed, null when it did not
 * @param nextRun when the next run begins at the earliest
 * @param last what the last run brought that ended, with its problems
 */
public record FeedMetrics(
        String feed,
        String provider,
        FeedHealth health,
        boolean running,
        boolean paused,
        long runs,
        long failures,
        int failuresInARow,
        FeedResult totals,
        @Nullable Instant lastStart,
        @Nullable Instant lastSuccess,
        @Nullable Duration lastDuration,
        @Nullable String lastError,
        Instant nextRun,
        FeedResult last) {}
