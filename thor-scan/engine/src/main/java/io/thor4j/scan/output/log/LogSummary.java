package io.thor4j.scan.output.log;

import java.util.List;

/**
 * What was read of a log. Immutable.
 *
 * @param events lines that are events
 * @param malformed lines that are none; nothing of them was handed on
 * @param problems the first of those, each with its line number
 */
public record LogSummary(long events, long malformed, List<String> problems) {
    /** Makes the summary; the list is copied. */
    public LogSummary {
        problems = List.copyOf(problems);
    }
}
