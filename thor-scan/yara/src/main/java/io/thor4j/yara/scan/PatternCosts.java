package io.thor4j.yara.scan;

/** Told what the search of each pattern costs; decides when a pattern is too dear to go on with. Belongs to the scanning thread. */
@FunctionalInterface
public interface PatternCosts {
    /**
     * Counts work for a pattern, a good part of a millisecond at a time.
     *
     * @param pattern index in the set
     * @param work units as {@link ScanControl#spend} counts
     * @return whether to search the pattern no longer in this scan
     */
    boolean charge(int pattern, long work);

    /** Returns how much work ends the search of a pattern at the earliest. */
    default long allowed() {
        return Long.MAX_VALUE;
    }

    /**
     * Told that a pattern is no longer searched in this scan, because it makes the scan too slow.
     *
     * @param pattern index in the set
     */
    default void giveUp(int pattern) {}

    /** Told that the search ended, because many patterns together make the scan too slow. */
    default void giveUpAll() {}
}
