package io.thor4j.yara.scan;

/**
 * The matches of one search, by pattern, each pattern's sorted by offset, at most one an offset. Belongs to the thread of its searcher
 * and is overwritten by the next search.
 */
public interface MatchTable {
    /** Returns how many patterns have a match. */
    int touchedCount();

    /**
     * Returns a pattern that has a match.
     *
     * @param index from 0, below {@link #touchedCount()}; the order has no meaning
     */
    int touched(int index);

    /**
     * Returns how many matches a pattern has.
     *
     * @param pattern index in the set
     */
    int count(int pattern);

    /**
     * Returns where a match begins, bytes from the begin of the scanned range.
     *
     * @param pattern index in the set
     * @param match index of the match, from 0, below the count
     */
    int offset(int pattern, int match);

    /**
     * Returns a match's length in bytes.
     *
     * @param pattern index in the set
     * @param match index of the match, from 0, below the count
     */
    int length(int pattern, int match);

    /**
     * Returns the xor key with which a match was found, -1 for a pattern without xor.
     *
     * @param pattern index in the set
     * @param match index of the match, from 0, below the count
     */
    int xorKey(int pattern, int match);

    /**
     * Returns the index of the first match that begins at or after an offset; the count when there is none.
     *
     * @param pattern index in the set
     * @param offset bytes from the begin of the scanned range, any value
     */
    int firstFrom(int pattern, long offset);

    /**
     * Tells whether matches of the pattern were dropped because a limit was reached.
     *
     * @param pattern index in the set
     */
    boolean overflowed(int pattern);
}
