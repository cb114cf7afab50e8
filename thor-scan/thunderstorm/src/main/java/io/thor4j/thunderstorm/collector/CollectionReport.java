package io.thor4j.thunderstorm.collector;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a collection ended. Immutable.
 *
 * @param seen files met
 * @param sent files that the server took; in a dry run, those that would have been sent
 * @param sentBefore files that an earlier run had sent
 * @param skipped files and folders left out
 * @param failed files and folders that could not be read or sent
 * @param suspicious files with findings at Warning or Alert; known for synchronous uploads only
 * @param bytes sizes of the sent files in all
 * @param elapsed how long it took
 * @param reasons how often each reason to skip or fail came up
 * @param interruption why it was stopped before its end, null when it was not
 */
public record CollectionReport(
        long seen,
        long sent,
        long sentBefore,
        long skipped,
        long failed,
        long suspicious,
        long bytes,
        Duration elapsed,
        Map<String, Long> reasons,
        @Nullable String interruption) {
    /** Makes the report; the map is copied. */
    public CollectionReport {
        reasons = Map.copyOf(reasons);
    }

    /** Tells whether every file that was to be sent was sent. */
    public boolean complete() {
        return failed == 0 && interruption == null;
    }
}
