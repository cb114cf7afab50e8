package io.thor4j.yara.scan;

import java.util.Arrays;

/**
 * Finds the grams of one to three bytes, by their first two: a bit table that fits the processor's first-level cache, and a hash table. Immutable.
 *
 * <p>All of it follows from the targets and their numbers: three arrays of primitive values.
 */
final class ShortGramTable {
    private static final int PAIRS = 1 << 16;
    private static final int PAIR_MULTIPLIER = 0x9E3779B1;

    /** One bit for each folded pair, the first byte in the low half, that may begin a gram; empty when there are no grams. */
    final long[] filter;

    /** Open addressing: a folded pair in the high half, in the low half where its targets begin plus one; zero when empty. */
    private final long[] slots;

    private final int hashShift;

    /**
     * Targets of one pair one behind the other, the last of them negative (its complement); those of one byte stand under the pairs that begin
     * with it.
     */
    final int[] postings;

    private ShortGramTable(long[] filter, long[] slots, int hashShift, int[] postings) {
        this.filter = filter;
        this.slots = slots;
        this.hashShift = hashShift;
        this.postings = postings;
    }

    /**
     * @param numbers targets whose grams are shorter than four bytes
     * @param known all targets
     */
    static ShortGramTable of(int[] numbers, PatternSet.Target[] known) {
        if (numbers.length == 0) {
            return new ShortGramTable(new long[0], new long[0], 0, new int[0]);
        }
        long[] keys = keys(numbers, known);
        Arrays.sort(keys);
        int distinct = 0;
        for (int i = 0; i < keys.length; i++) {
            distinct += i == 0 || keys[i] >>> 32 != keys[i - 1] >>> 32 ? 1 : 0;
        }
        int hashBits = 33 - Integer.numberOfLeadingZeros(distinct);
        long[] slots = new long[1 << hashBits];
        long[] filter = new long[PAIRS / Long.SIZE];
        int[] postings = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int pair = (int) (keys[i] >>> 32);
            boolean last = i == keys.length - 1 || (int) (keys[i + 1] >>> 32) != pair;
            postings[i] = last ? ~(int) keys[i] : (int) keys[i];
            if (i == 0 || (int) (keys[i - 1] >>> 32) != pair) {
                filter[pair >>> 6] |= 1L << pair;
                int slot = (pair * PAIR_MULTIPLIER) >>> (32 - hashBits);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = (long) pair << 32 | (i + 1);
            }
        }
        return new ShortGramTable(filter, slots, 32 - hashBits, postings);
    }

    /* Pair in the high half, target in the low half; a gram of one byte has all pairs that it may begin. */
    private static long[] keys(int[] numbers, PatternSet.Target[] known) {
        int count = 0;
        for (int number : numbers) {
            count += known[number].gramLength == 1 ? 1 << 8 : 1;
        }
        long[] keys = new long[count];
        int at = 0;
        for (int number : numbers) {
            int gram = known[number].gram & 0xffff;
            if (known[number].gramLength == 1) {
                for (int second = 0; second < 1 << 8; second++) {
                    keys[at++] = (long) (gram | second << 8) << 32 | number;
                }
            } else {
                keys[at++] = (long) gram << 32 | number;
            }
        }
        return keys;
    }

    boolean isEmpty() {
        return filter.length == 0;
    }

    /** Returns where the postings of a folded pair begin, -1 when it begins no gram of the set. */
    int find(int pair) {
        int slot = (pair * PAIR_MULTIPLIER) >>> hashShift;
        while (true) {
            long held = slots[slot];
            if (held == 0) {
                return -1;
            }
            if ((int) (held >>> 32) == pair) {
                return (int) held - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }
}
