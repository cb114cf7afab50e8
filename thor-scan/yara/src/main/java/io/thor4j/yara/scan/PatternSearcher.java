package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;

/** Searches a pattern set in one range of bytes after another. One per thread; reused, so that a clean search allocates nothing. */
public final class PatternSearcher {
    private final MatchTable table;

    /**
     * Makes a searcher.
     *
     * @param patterns what to search
     * @param limits how many matches to keep
     */
    public PatternSearcher(PatternSet patterns, YaraLimits limits) {
        this.table = patterns.size() == 0 ? null : null;
    }

    /**
     * Searches all patterns. Stops early when the control says so; what was found until then stays in the table.
     *
     * @param data holds the range
     * @param from begin of the range
     * @param length bytes of the range; the caller has checked both
     * @param fast whether patterns that need only one match may stop at the first
     * @param control the stop
     */
    public void search(byte[] data, int from, int length, boolean fast, ScanControl control) {}

    /** Returns the matches of the last search. */
    public MatchTable matches() {
        return table;
    }
}
