package io.thor4j.yara.fuzz;

import io.thor4j.yara.LimitReached;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;

/** Scans with rules that nobody vouches for: whatever they say, the scan ends in its time, and no module fails. */
final class RuleScan {
    private static final YaraLimits LIMITS = new YaraLimits(Deadline.TIME, 10_000, 100_000, 64);

    private RuleScan() {}

    /** Scans. */
    static void scan(YaraRules rules, byte[] data) {
        Deadline.hold(expired -> {
            ScanResult result = rules.scanner(LIMITS).scan(data);
            for (LimitReached limit : result.limits()) {
                if (limit.text().startsWith("module failed")) {
                    throw new AssertionError(limit.text());
                }
            }
        });
    }
}
