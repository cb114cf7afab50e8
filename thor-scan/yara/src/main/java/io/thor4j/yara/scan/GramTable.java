package io.thor4j.yara.scan;

import java.util.Arrays;

/**
 * Finds the grams of four bytes: a byte table that fits the processor's second-level cache tells at once that nearly every place holds none, and
 * of most others by the two bytes behind the gram; a hash table gives the targets of the rest. Immutable.
 *
 * <p>All of it follows from the grams, the targets and their number: three arrays of primitive values.
 */
final class GramTable {
    /* Slots for each gram at least: more false candidates cost more than a larger table (performance.md section 3: 2^18 for 30,000). */
    private static final int SLOTS_PER_GRAM = 8;

    /* 16 KiB stay in the first-level cache; above 4 MiB the table leaves the caches altogether. */
    private static final int MIN_FILTER_BITS = 14;
    private static final int MAX_FILTER_BITS = 22;
    private static final int MULTIPLIER = 0x9E3779B1;

    /* What stands behind the gram falls in one of as many classes as a byte has bits beside the sign. */
    private static final int TAGS = 7;
    private static final int ALL_TAGS = (1 << TAGS) - 1;
    private static final int PRESENT = 1 << TAGS;
    private static final int PAIR_MULTIPLIER = 40_503;

    /**
     * By the hash of a folded gram: negative when a gram has that hash; then bit t of it is set when the two bytes behind such a gram may have
     * the tag t.
     */
    final byte[] filter;

    final int filterShift;

    /** Open addressing: the folded gram in the high half, where its targets begin in the postings plus one in the low half; zero when empty. */
    private final long[] slots;

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

    /* In the third long of a gram's first target: how many it has, from this bit on. */
    private static final int LENGTH_SHIFT = 9;
    private static final int MAX_LENGTH = (1 << 23) - 1;

    private GramTable(byte[] filter, int filterShift, long[] slots, int hashShift, long[] postings) {
        this.filter = filter;
        this.filterShift = filterShift;
        this.slots = slots;
        this.hashShift = hashShift;
        this.postings = postings;
    }

    /**
     * @param grams for each target its folded gram in the high half and its number in the low half; put in order here
     * @param known all targets
     */
    static GramTable of(long[] grams, PatternSet.Target[] known) {
        long[] sorted = grams;
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            distinct += i == 0 || sorted[i] >>> 32 != sorted[i - 1] >>> 32 ? 1 : 0;
        }
        int hashBits = Math.max(4, 33 - Integer.numberOfLeadingZeros(distinct));
        long[] slots = new long[1 << hashBits];
        int wanted = 32 - Integer.numberOfLeadingZeros(SLOTS_PER_GRAM * distinct);
        int bits = Math.max(MIN_FILTER_BITS, Math.min(MAX_FILTER_BITS, wanted));
        byte[] filter = new byte[1 << bits];
        long[] postings = new long[sorted.length * STRIDE];
        int first = 0;
        for (int i = 0; i < sorted.length; i++) {
            int gram = (int) (sorted[i] >>> 32);
            boolean last = i == sorted.length - 1 || sorted[i + 1] >>> 32 != sorted[i] >>> 32;
            PatternSet.Target target = known[(int) sorted[i]];
            postings[i * STRIDE] = target.checkValue;
            postings[i * STRIDE + 1] = target.checkMask;
            postings[i * STRIDE + 2] = sorted[i] << 32 | (last ? LAST : 0) | (target.checkFrom & 0xff);
            filter[hash(gram) >>> (32 - bits)] |=
                    (byte) (PRESENT | (target.pairBehind < 0 ? ALL_TAGS : 1 << tag(target.pairBehind)));
            if (i == 0 || sorted[i - 1] >>> 32 != sorted[i] >>> 32) {
                int slot = hash(gram) >>> (32 - hashBits);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = (long) gram << 32 | (i * STRIDE + 1);
                first = i;
            }
            if (last) {
                postings[first * STRIDE + 2] |= (long) Math.min(MAX_LENGTH, i - first + 1) << LENGTH_SHIFT;
            }
        }
        return new GramTable(filter, 32 - bits, slots, 32 - hashBits, postings);
    }

    /** Returns how many targets a gram has, from the third long of its first. */
    static int length(long third) {
        return (int) third >>> LENGTH_SHIFT;
    }

    boolean isEmpty() {
        return postings.length == 0;
    }

    static int hash(int gram) {
        return gram * MULTIPLIER;
    }

    /** Returns the tag of two folded bytes, the first in the low half. */
    static int tag(int pair) {
        return ((pair * PAIR_MULTIPLIER & 0xffff) * TAGS) >>> 16;
    }

    /** Returns where the postings of a folded gram begin, -1 when it is no gram of the set. */
    int find(int gram) {
        int slot = hash(gram) >>> hashShift;
        while (true) {
            long held = slots[slot];
            if ((int) (held >>> 32) == gram) {
                return (int) held - 1;
            }
            if (held == 0) {
                return -1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }
}
