package io.thor4j.scan.resume;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a scan came: all elements up to one place of the walk are done, and everything about them stands in the logs up to their lengths.
 * Immutable.
 *
 * @param scanId the scan
 * @param started when it first began
 * @param settings what the results depend on, by name: signatures, targets, limits...
 * @param elements elements done, members of containers not counted
 * @param target the index of the target that the last of them belongs to, -1 when none is done
 * @param place the entries on the way from that target to the last of them; empty when it was the target itself
 * @param ledger their outcomes
 * @param levels assessments by level, and error messages
 * @param filtered assessments that filters suppressed
 * @param logs the length of each log file, by path
 */
public record ScanState(
        String scanId,
        Instant started,
        Map<String, String> settings,
        long elements,
        int target,
        List<URI> place,
        CoverageLedger.Snapshot ledger,
        Map<Level, Long> levels,
        long filtered,
        Map<String, Long> logs) {
    /** Makes the state; maps and lists are copied. */
    public ScanState {
        settings = Map.copyOf(settings);
        place = List.copyOf(place);
        levels = Map.copyOf(levels);
        logs = Map.copyOf(logs);
    }

    /**
     * Names the settings that differ.
     *
     * @param others the settings of now
     * @return their names, sorted
     */
    public List<String> differences(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(others);
        return all.keySet().stream()
                .filter(name -> !String.valueOf(settings.get(name)).equals(String.valueOf(others.get(name))))
                .toList();
    }
}
