package io.thor4j.yara.fuzz;

import io.thor4j.yara.LimitReached;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;
import java.util.List;

/** Scans with rules that nobody vouches for: whatever they say, the scan ends in its time, and no module fails. */
final class RuleScan {
    /** Once so that only the clock ends a dear rule, and once so that a rule is suspended early. */
    private static final List<YaraLimits> LIMITS = List.of(
            new YaraLimits(Deadline.TIME, 10_000, 100_000, 64, Long.MAX_VALUE),
            new YaraLimits(Deadline.TIME, 1_000, 10_000, 64, 50_000));

    private RuleScan() {}

    /** Scans. */
    static void scan(YaraRules rules, byte[] data) {
        for (YaraLimits limits : LIMITS) {
            Deadline.hold(expired -> check(rules.scanner(limits).scan(data)));
        }
    }

    private static void check(ScanResult result) {
        for (LimitReached limit : result.limits()) {
            if (limit.text().startsWith("module failed")) {
                throw new AssertionError(limit.text());
            }
        }
    }
}
