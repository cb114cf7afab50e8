package io.thor4j.yara.scan;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The matches of one search. Lists are numbered: first the patterns, then the pieces of those patterns that have several. Belongs to one
 * thread; reused, so that a clean search allocates nothing.
 */
final class MatchLists implements MatchTable {
    /*
     * A list is appended to in the order of finding and put in order when it is full or at the end: sorting then costs n log n in all, where
     * keeping the order at every find would cost n squared on data made for it.
     */
    private static final int FIRST_CAPACITY = 4;

    /** Matches after which a list that is nearly in order is put in order: some milliseconds of sorting. A power of two. */
    private static final int SORT_STEP = 1 << 16;

    /** What sorting one match costs, counted as {@link ScanControl#spend} counts. */
    private static final int WORK_PER_SORTED = 16;

    private final int patterns;
    private final boolean[] byOrder;
    private final boolean[] greedy;
    private final int maxPerList;
    private final int maxTotal;

    private final int[][] offsets;
    private final int[][] lengths;
    private final long[][] orders;
    private final int[] counts;
    private final boolean[] unordered;
    /** Of a list that is not in order: how many at its begin are. */
    private final int[] ordered;

    /** Of a list that is not in order: the lowest offset behind those. */
    private final int[] lowest;

    private final boolean[] full;
    private int[] used = new int[64];
    private int usedCount;
    private int published;
    private int[] touched = new int[64];
    private int touchedCount;
    private int total;

    /**
     * @param patterns how many lists belong to whole patterns
     * @param byOrder for each list, whether equal offsets are decided by order, not by length
     * @param greedy for each list decided by order, whether the highest wins
     */
    MatchLists(int patterns, boolean[] byOrder, boolean[] greedy, int maxPerList, int maxTotal) {
        this.patterns = patterns;
        this.byOrder = byOrder;
        this.greedy = greedy;
        this.maxPerList = maxPerList;
        this.maxTotal = maxTotal;
        int lists = byOrder.length;
        this.offsets = new int[lists][];
        this.lengths = new int[lists][];
        this.orders = new long[lists][];
        this.counts = new int[lists];
        this.unordered = new boolean[lists];
        this.ordered = new int[lists];
        this.lowest = new int[lists];
        this.full = new boolean[lists];
    }

    /** Empties all lists. */
    void clear() {
        for (int i = 0; i < usedCount; i++) {
            int list = used[i];
            counts[list] = 0;
            unordered[list] = false;
            full[list] = false;
        }
        usedCount = 0;
        published = 0;
        touchedCount = 0;
        total = 0;
    }

    /**
     * Adds a match.
     *
     * @param order for a text its xor key; for base64 and automata when libyara would have found it, so that equal offsets can be decided
     * @return false when the list takes no more
     */
    boolean add(int list, int offset, int length, long order) {
        if (full[list]) {
            return false;
        }
        if (counts[list] == 0) {
            use(list);
        }
        if (counts[list] == offsets[list].length && !makeRoom(list)) {
            return false;
        }
        int count = counts[list];
        if (count > 0 && !unordered[list]) {
            int last = offsets[list][count - 1];
            if (last == offset) {
                decide(list, count - 1, length, order);
                return true;
            }
            if (offset < last) {
                unordered[list] = true;
                ordered[list] = count;
                lowest[list] = offset;
            }
        } else if (unordered[list]) {
            lowest[list] = Math.min(lowest[list], offset);
        }
        offsets[list][count] = offset;
        lengths[list][count] = length;
        orders[list][count] = order;
        counts[list] = count + 1;
        total++;
        if (unordered[list] && counts[list] - ordered[list] >= SORT_STEP) {
            orderIfNear(list);
        }
        return true;
    }

    /* Most finds are out of order by a few places only; sorting those now and then keeps every sort short, which the deadline needs. */
    private void orderIfNear(int list) {
        if ((counts[list] & (SORT_STEP - 1)) == 0 && firstNew(list) > ordered[list] - SORT_STEP) {
            order(list);
        }
    }

    /* Where the first match stands that an order() has to move. */
    private int firstNew(int list) {
        int low = 0;
        int high = ordered[list];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[list][middle] < lowest[list]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void use(int list) {
        if (offsets[list] == null) {
            offsets[list] = new int[FIRST_CAPACITY];
            lengths[list] = new int[FIRST_CAPACITY];
            orders[list] = new long[FIRST_CAPACITY];
        }
        if (usedCount == used.length) {
            used = Arrays.copyOf(used, usedCount * 2);
        }
        used[usedCount++] = list;
    }

    private void decide(int list, int index, int length, long order) {
        boolean replace;
        if (byOrder[list]) {
            replace = greedy[list] ? order > orders[list][index] : order < orders[list][index];
        } else {
            // Ascii wins over wide at one offset, and is the shorter.
            replace = length < lengths[list][index];
        }
        if (replace) {
            lengths[list][index] = length;
            orders[list][index] = order;
        }
    }

    private boolean makeRoom(int list) {
        order(list);
        int count = counts[list];
        if (count >= maxPerList || total >= maxTotal) {
            full[list] = true;
            return false;
        }
        if (count > offsets[list].length / 4 * 3) {
            int capacity = (int) Math.min(2L * offsets[list].length, Math.max(maxPerList, count + 1));
            offsets[list] = Arrays.copyOf(offsets[list], capacity);
            lengths[list] = Arrays.copyOf(lengths[list], capacity);
            orders[list] = Arrays.copyOf(orders[list], capacity);
        }
        return true;
    }

    /** Sorts a list and keeps one match of each offset. */
    void order(int list) {
        if (!unordered[list]) {
            return;
        }
        int from = firstNew(list);
        int count = counts[list];
        long[] keys = new long[count - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) offsets[list][from + i] << 32 | i;
        }
        Arrays.sort(keys);
        int[] oldOffsets = Arrays.copyOfRange(offsets[list], from, count);
        int[] oldLengths = Arrays.copyOfRange(lengths[list], from, count);
        long[] oldOrders = Arrays.copyOfRange(orders[list], from, count);
        int kept = from;
        for (long key : keys) {
            int i = (int) key;
            if (kept > from && offsets[list][kept - 1] == oldOffsets[i]) {
                decide(list, kept - 1, oldLengths[i], oldOrders[i]);
                continue;
            }
            offsets[list][kept] = oldOffsets[i];
            lengths[list][kept] = oldLengths[i];
            orders[list][kept] = oldOrders[i];
            kept++;
        }
        total -= count - kept;
        counts[list] = kept;
        unordered[list] = false;
    }

    /**
     * Orders all lists; to be called once, behind the last add.
     *
     * @param control ends the work
     * @return false when it ended it
     */
    boolean finish(ScanControl control) {
        for (int i = 0; i < usedCount; i++) {
            int list = used[i];
            if (unordered[list]
                    && control.spend((int) Math.min(Integer.MAX_VALUE / 2, (long) counts[list] * WORK_PER_SORTED))) {
                return false;
            }
            order(list);
        }
        return true;
    }

    /** Notes which patterns have a match or may have lost some since the last call; to be called when the chains are joined too. */
    void publish() {
        for (int i = published; i < usedCount; i++) {
            if (used[i] < patterns && (counts[used[i]] > 0 || full[used[i]])) {
                if (touchedCount == touched.length) {
                    touched = Arrays.copyOf(touched, touchedCount * 2);
                }
                touched[touchedCount++] = used[i];
            }
        }
        published = usedCount;
    }

    /** Returns a copy of what was added. */
    Copy copy() {
        return new Copy(this);
    }

    /** Returns how many matches all lists have. */
    int total() {
        return total;
    }

    /** The matches of one search, kept while its lists serve the next. Immutable. */
    static final class Copy {
        private final int[] lists;
        private final int[][] offsets;
        private final int[][] lengths;
        private final long[][] orders;
        private final boolean anyFull;
        private final int size;

        private Copy(MatchLists from) {
            lists = Arrays.copyOf(from.used, from.usedCount);
            offsets = new int[lists.length][];
            lengths = new int[lists.length][];
            orders = new long[lists.length][];
            boolean full = false;
            int sum = 0;
            for (int i = 0; i < lists.length; i++) {
                int list = lists[i];
                int count = from.counts[list];
                offsets[i] = Arrays.copyOf(from.offsets[list], count);
                lengths[i] = Arrays.copyOf(from.lengths[list], count);
                orders[i] = Arrays.copyOf(from.orders[list], count);
                full |= from.full[list];
                sum += count;
            }
            anyFull = full;
            size = sum;
        }

        boolean anyFull() {
            return anyFull;
        }

        int size() {
            return size;
        }

        int countInto(int[] counts) {
            for (int i = 0; i < lists.length; i++) {
                counts[lists[i]] += offsets[i].length;
            }
            return size;
        }

        /** Adds the matches of those lists that are wanted, in the order of finding. */
        void addTo(MatchLists out, IntPredicate wanted) {
            for (int i = 0; i < lists.length; i++) {
                if (wanted.test(lists[i])) {
                    for (int m = 0; m < offsets[i].length; m++) {
                        out.add(lists[i], offsets[i][m], lengths[i][m], orders[i][m]);
                    }
                }
            }
        }
    }

    /** Takes over from a piece that its pattern's list is incomplete. */
    void markFull(int list) {
        if (counts[list] == 0 && !full[list]) {
            use(list);
        }
        full[list] = true;
    }

    /**
     * Returns a number that grows with the place where libyara would have found the match, of at most 34 bits; to be compared within one
     * list. Atoms that end at one place and are of one length count as found together.
     */
    long foundAt(int list, int match) {
        return byOrder[list] ? orders[list][match] >>> PatternSearcher.FINDING_SHIFT : offsets[list][match];
    }

    boolean isFull(int list) {
        return full[list];
    }

    @Override
    public int touchedCount() {
        return touchedCount;
    }

    @Override
    public int touched(int index) {
        return touched[index];
    }

    @Override
    public int count(int pattern) {
        return counts[pattern];
    }

    @Override
    public int offset(int pattern, int match) {
        return offsets[pattern][match];
    }

    @Override
    public int length(int pattern, int match) {
        return lengths[pattern][match];
    }

    @Override
    public int xorKey(int pattern, int match) {
        return byOrder[pattern] ? -1 : (int) orders[pattern][match];
    }

    @Override
    public int firstFrom(int pattern, long offset) {
        int low = 0;
        int high = counts[pattern];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[pattern][middle] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean overflowed(int pattern) {
        return full[pattern];
    }
}
