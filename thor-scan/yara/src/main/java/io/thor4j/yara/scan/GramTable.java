package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.GramModel;
import java.util.Arrays;

/**
 * Finds the grams of four bytes: a byte table that fits the processor's second-level cache tells at once that nearly every place holds none, a
 * hash table gives the targets of the others. Immutable.
 */
final class GramTable {
    /* 256 KiB; with more grams than this, the next size has fewer false candidates and still fits (performance.md section 3). */
    private static final int FILTER_BITS = 18;
    private static final int MANY_GRAMS = 30_000;
    private static final int MULTIPLIER = 0x9E3779B1;

    final byte[] filter;
    final int filterShift;
    private final int[] keys;
    /** For each slot where its targets begin in the list, plus one; zero for an empty slot. */
    private final int[] begins;

    private final int hashShift;
    /**
     * For each target, those of one gram behind each other: eight bytes to compare, which of their bits count, and in the third long the
     * target's number, the distance from the gram to the eight bytes, and whether it is the gram's last. In one array, so that a candidate
     * costs one miss of the processor's cache.
     */
    final long[] postings;

    /** How many longs a target takes. */
    static final int STRIDE = 3;
    /** In the third long: this is the last target of its gram. */
    static final long LAST = 0x100;

    private GramTable(byte[] filter, int filterShift, int[] keys, int[] begins, int hashShift, long[] postings) {
        this.filter = filter;
        this.filterShift = filterShift;
        this.keys = keys;
        this.begins = begins;
        this.hashShift = hashShift;
        this.postings = postings;
    }

    /**
     * @param grams for each target its folded gram in the low half and its number in the high half
     * @param known all targets
     */
    static GramTable of(long[] grams, PatternSet.Target[] known) {
        long[] sorted = grams.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = sorted[i] << 32 | sorted[i] >>> 32;
        }
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            distinct += i == 0 || sorted[i] >>> 32 != sorted[i - 1] >>> 32 ? 1 : 0;
        }
        int hashBits = Math.max(4, 33 - Integer.numberOfLeadingZeros(distinct));
        int[] keys = new int[1 << hashBits];
        int[] begins = new int[1 << hashBits];
        int bits = distinct > MANY_GRAMS ? FILTER_BITS + 1 : FILTER_BITS;
        byte[] filter = new byte[1 << bits];
        long[] postings = new long[sorted.length * STRIDE];
        for (int i = 0; i < sorted.length; i++) {
            int gram = (int) (sorted[i] >>> 32);
            boolean last = i == sorted.length - 1 || sorted[i + 1] >>> 32 != sorted[i] >>> 32;
            PatternSet.Target target = known[(int) sorted[i]];
            postings[i * STRIDE] = target.checkValue;
            postings[i * STRIDE + 1] = target.checkMask;
            postings[i * STRIDE + 2] = sorted[i] << 32 | (last ? LAST : 0) | (target.checkFrom & 0xff);
            if (i == 0 || sorted[i - 1] >>> 32 != sorted[i] >>> 32) {
                filter[(gram * MULTIPLIER) >>> (32 - bits)] = (byte) 0x80;
                int slot = (gram * MULTIPLIER) >>> (32 - hashBits);
                while (begins[slot] != 0) {
                    slot = (slot + 1) & (keys.length - 1);
                }
                keys[slot] = gram;
                begins[slot] = i * STRIDE + 1;
            }
        }
        return new GramTable(filter, 32 - bits, keys, begins, 32 - hashBits, postings);
    }

    boolean isEmpty() {
        return postings.length == 0;
    }

    static int hash(int gram) {
        return gram * MULTIPLIER;
    }

    /** Returns where the postings of a folded gram begin, -1 when it is no gram of the set. */
    int find(int gram) {
        int slot = (gram * MULTIPLIER) >>> hashShift;
        while (begins[slot] != 0) {
            if (keys[slot] == gram) {
                return begins[slot] - 1;
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return -1;
    }

    /** Returns four bytes, folded, as the table keys them. */
    static int key(byte[] bytes) {
        int gram = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
        return GramModel.foldGram(gram);
    }
}
