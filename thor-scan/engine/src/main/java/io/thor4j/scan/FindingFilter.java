package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.filter.PatternList;
import java.time.ZoneId;

/**
 * Suppresses findings by their text, as THOR's false positive filters do: the line of the text log without time, host and product, so from
 * the level on (reference/thor-scanner.md section 4.5). What the scan says of itself is never suppressed. Immutable, may be shared by
 * threads.
 */
final class FindingFilter {
    private final PatternList patterns;
    private final TextLogWriter writer;

    FindingFilter(PatternList patterns, ZoneId zone) {
        this.patterns = patterns;
        this.writer = TextLogWriter.of("", zone, false);
    }

    boolean suppresses(Assessment assessment) {
        return patterns.size() > 0 && patterns.matches(assessment.level().text() + ": " + writer.body(assessment));
    }
}
