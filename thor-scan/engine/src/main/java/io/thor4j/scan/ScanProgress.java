package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import java.time.Duration;
import java.util.Map;

/**
 * Where a scan stands. Immutable.
 *
 * @param ledger elements seen and how they ended so far
 * @param levels assessments by level so far, and error messages under {@link Level#ERROR}; every level has an entry
 * @param elapsed time since the scan began
 */
public record ScanProgress(CoverageLedger.Snapshot ledger, Map<Level, Long> levels, Duration elapsed) {
    /** Makes the state; the map is copied. */
    public ScanProgress {
        levels = Map.copyOf(levels);
    }
}
