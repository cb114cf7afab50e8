package io.thor4j.yara.scan;

import java.util.Arrays;

/**
 * Surroundings of grams at which, of the many patterns that share the gram, none can be: periodic data, and text that comes again and again,
 * costs each of them once. What it knows holds for one set of tables, whatever the data. Belongs to one thread.
 */
final class MissMemo {
    /** Targets of a gram from which on asking here costs less than trying them. */
    static final int FROM = 8;

    /* Own choice: 4 KiB, far more different surroundings than a short period has. */
    private static final int BITS = 8;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] before = new long[1 << BITS];
    private final long[] from = new long[1 << BITS];

    MissMemo() {
        clear();
    }

    /** Forgets everything, for other tables. */
    void clear() {
        // No surroundings have more than 32 bits before the gram.
        Arrays.fill(before, Long.MIN_VALUE);
    }

    /**
     * Tells whether surroundings were noted.
     *
     * @param bytesBefore the four bytes before the gram, as an int
     * @param bytesFrom the eight bytes from the gram's begin on
     */
    boolean knows(long bytesBefore, long bytesFrom) {
        int slot = slot(bytesBefore, bytesFrom);
        return before[slot] == bytesBefore && from[slot] == bytesFrom;
    }

    /** Notes surroundings at which no target of the gram can be. */
    void note(long bytesBefore, long bytesFrom) {
        int slot = slot(bytesBefore, bytesFrom);
        before[slot] = bytesBefore;
        from[slot] = bytesFrom;
    }

    private static int slot(long bytesBefore, long bytesFrom) {
        return (int) (((bytesFrom ^ (bytesBefore << 17)) * MULTIPLIER) >>> (Long.SIZE - BITS));
    }
}
