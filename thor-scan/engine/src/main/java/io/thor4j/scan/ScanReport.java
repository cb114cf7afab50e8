package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import io.thor4j.core.Outcome;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.scan.signature.SignatureSetInfo;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a scan brought. Immutable, may be shared by threads.
 *
 * @param scanId the scan
 * @param end how it ended
 * @param started when it began
 * @param duration how long it took
 * @param ledger every element that was seen, and its one outcome
 * @param levels assessments by level, and error messages under {@link Level#ERROR}; every level has an entry. {@link Level#DEBUG} counts
 *     assessments whose score is below the info threshold
 * @param filtered assessments that false positive filters suppressed; they are in no level
 * @param ruleSets the rules that were used, with what was left out of them
 * @param signatures the signature set that was used, with what is wrong with its files; null without one
 * @param plugins the plugins that took part: detectors, extractors, hooks, sinks
 * @param pluginProblems plugins that could not be loaded
 * @param pluginFailures what plugins and sinks threw during the scan; output may be missing when a sink is among them
 */
public record ScanReport(
        String scanId,
        End end,
        OffsetDateTime started,
        Duration duration,
        CoverageLedger.Snapshot ledger,
        Map<Level, Long> levels,
        long filtered,
        List<RuleSetInfo> ruleSets,
        @Nullable SignatureSetInfo signatures,
        List<PluginInfo> plugins,
        List<PluginProblem> pluginProblems,
        List<PluginFailure> pluginFailures) {
    /** How a scan ended. */
    public enum End {
        /** All targets were walked to their end. */
        COMPLETED,
        /** Somebody stopped it. */
        STOPPED,
        /** {@link io.thor4j.core.Limit#MAX_SCAN_SECONDS} had passed. */
        TIME_LIMIT,
        /** Memory or disk fell below {@link io.thor4j.core.Limit#MIN_FREE_MEMORY} or {@link io.thor4j.core.Limit#MIN_FREE_DISK}. */
        RESOURCES
    }

    /** Makes the report; maps and lists are copied. */
    public ScanReport {
        levels = Map.copyOf(levels);
        ruleSets = List.copyOf(ruleSets);
        plugins = List.copyOf(plugins);
        pluginProblems = List.copyOf(pluginProblems);
        pluginFailures = List.copyOf(pluginFailures);
    }

    /**
     * Returns how many assessments have a level.
     *
     * @param level the level
     */
    public long count(Level level) {
        return levels.getOrDefault(level, 0L);
    }

    /** Tells whether every sink took every event. */
    public boolean outputComplete() {
        return pluginFailures.stream().noneMatch(failure -> failure.role().equals(OrderedOutput.SINK));
    }

    /** Returns {@code files seen 9 = clean 5 + matched 1 + incomplete 1 + skipped 1 + failed 1}; the sum holds for every ended scan. */
    public String coverage() {
        return coverage(ledger);
    }

    static String coverage(CoverageLedger.Snapshot ledger) {
        return ledger.outcomes().entrySet().stream()
                .map(entry -> name(entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(" + ", "files seen " + ledger.elementsSeen() + " = ", ""));
    }

    static String name(Outcome.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
