package io.thor4j.yara;

import java.time.Duration;
import java.util.Objects;

/**
 * What a scan may spend. A limit that is reached is reported in {@link ScanResult#limits()}; the result is then incomplete, never clean.
 * Immutable; threads may share it.
 *
 * @param timeout wall time of one scan; zero means none. Default 90 s, THOR's {@code --yara-timeout}. When it is reached the
 *     scan stops and keeps what it has found
 * @param maxMatchesPerString matches kept of one string. Default 1,000,000 (libyara limits.h, {@code YR_MAX_STRING_MATCHES}); the string is
 *     switched off for the rest of the scan, the matches found so far stay
 * @param maxMatches matches kept of all strings of a scan together. Default 10,000,000; bounds memory to about 160 MB. Further matches
 *     are not recorded
 * @param maxMatchData bytes of each match copied into a result. Default 512 (libyara's {@code YR_CONFIG_MAX_MATCH_DATA}); the length
 *     reported is the true one
 * @param ruleWork what one rule may cost in one scan, beside {@value #RULE_WORK_PER_BYTE} for every scanned byte; in units of about a nanosecond
 *     that are counted, not timed, so that the same rules and bytes end the same on every machine. Default 2,000,000,000, own choice.
 *     A rule that costs more is suspended for the rest of the scan and has no result; the other rules finish
 * @param slowdown how many times as dear as common data the search of a scan's bytes for strings may be, beside some milliseconds; counted
 *     in the units of {@code ruleWork}. Default 14, own choice; zero means any number. When the search is dearer, the rules of the strings
 *     that make it so are suspended as above
 */
public record YaraLimits(
        Duration timeout, int maxMatchesPerString, int maxMatches, int maxMatchData, long ruleWork, int slowdown) {
    /** What a rule may cost for every scanned byte, in the units of {@link #ruleWork}; own choice, far above what real rules cost. */
    public static final int RULE_WORK_PER_BYTE = 100;

    private static final int DEFAULT_SLOWDOWN = 14;

    /** The defaults named above. */
    public static final YaraLimits DEFAULT =
            new YaraLimits(Duration.ofSeconds(90), 1_000_000, 10_000_000, 512, 2_000_000_000L, DEFAULT_SLOWDOWN);

    /** Checks the values: no negative number, no negative time. */
    public YaraLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()
                || maxMatchesPerString < 1
                || maxMatches < 1
                || maxMatchData < 0
                || ruleWork < 0
                || slowdown < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /**
     * Takes limits with the default slowdown.
     *
     * @param timeout as above
     * @param maxMatchesPerString as above
     * @param maxMatches as above
     * @param maxMatchData as above
     * @param ruleWork as above
     */
    public YaraLimits(Duration timeout, int maxMatchesPerString, int maxMatches, int maxMatchData, long ruleWork) {
        this(timeout, maxMatchesPerString, maxMatches, maxMatchData, ruleWork, DEFAULT_SLOWDOWN);
    }

    /**
     * Returns these limits with another timeout.
     *
     * @param value wall time of one scan, zero for none
     */
    public YaraLimits withTimeout(Duration value) {
        return new YaraLimits(value, maxMatchesPerString, maxMatches, maxMatchData, ruleWork, slowdown);
    }

    /**
     * Returns these limits with another cost of a rule.
     *
     * @param value units, {@link Long#MAX_VALUE} for no limit
     */
    public YaraLimits withRuleWork(long value) {
        return new YaraLimits(timeout, maxMatchesPerString, maxMatches, maxMatchData, value, slowdown);
    }

    /**
     * Returns these limits with another slowdown.
     *
     * @param value times, zero for any number
     */
    public YaraLimits withSlowdown(int value) {
        return new YaraLimits(timeout, maxMatchesPerString, maxMatches, maxMatchData, ruleWork, value);
    }
}
