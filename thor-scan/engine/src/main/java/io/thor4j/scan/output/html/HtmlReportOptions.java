package io.thor4j.scan.output.html;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * What a report shows. Immutable.
 *
 * @param zone the zone of times
 * @param info whether events of the level Info are shown, not only counted
 * @param entries events that are shown of each level, at most; the rest is counted, and the report says so
 * @param arguments what the scanner was started with, empty when unknown
 * @param logs the logs that it was made from, empty when it was made by the scan itself
 */
public record HtmlReportOptions(ZoneId zone, boolean info, int entries, List<String> arguments, List<String> logs) {
    /** Entries of each level that browsers still handle quickly; ours. */
    public static final int DEFAULT_ENTRIES = 2_000;

    /** Checks the number; lists are copied. */
    public HtmlReportOptions {
        Objects.requireNonNull(zone, "zone");
        arguments = List.copyOf(arguments);
        logs = List.copyOf(logs);
        if (entries < 0) {
            throw new IllegalArgumentException(entries + " entries");
        }
    }
}
