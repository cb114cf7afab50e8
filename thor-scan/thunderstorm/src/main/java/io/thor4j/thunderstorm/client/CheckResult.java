package io.thor4j.thunderstorm.client;

import io.thor4j.core.Level;
import java.util.List;

/**
 * What a server said about a sample it has scanned. Immutable.
 *
 * @param findings none when the sample is clean
 */
public record CheckResult(List<Finding> findings) {
    /** Makes the result; the list is copied. */
    public CheckResult {
        findings = List.copyOf(findings);
    }

    /** Tells whether a finding is at Warning or Alert. */
    public boolean suspicious() {
        return findings.stream()
                .anyMatch(finding -> finding.level() == Level.WARNING || finding.level() == Level.ALERT);
    }
}
