package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.Pattern;
import java.util.Arrays;
import java.util.List;

/**
 * Joins the matches of a pattern's pieces: a head is a match when tails follow within the gaps, and it reaches to the first tail for which a
 * whole chain exists (libyara scan.c:406, yara-semantics.md section 6).
 */
final class ChainJoiner {
    /** Each costs a few searches in lists of up to a million: some milliseconds together. */
    private static final int HEADS_PER_LOOK = 8_192;

    /** Bits of an index in a sorted number; no list is longer. */
    private static final int INDEX_BITS = 29;

    private final MatchLists lists;
    private final List<Pattern.Piece> pieces;
    private final int first;
    private final ScanControl control;

    ChainJoiner(MatchLists lists, List<Pattern.Piece> pieces, int first, ScanControl control) {
        this.lists = lists;
        this.pieces = pieces;
        this.first = first;
        this.control = control;
    }

    /** Joins; returns false when the time is over, and the pattern's list is not whole then. */
    boolean joinInto(int pattern) {
        if (!join(pattern)) {
            return false;
        }
        // Behind the joining: what was kept of the pieces still makes matches, and that there may be more is not to be
        // lost.
        for (int i = 0; i < pieces.size(); i++) {
            if (lists.isFull(first + i)) {
                lists.markFull(pattern);
            }
        }
        return true;
    }

    private boolean join(int pattern) {
        int last = pieces.size() - 1;
        if (lists.count(first) == 0 || lists.count(first + last) == 0) {
            return true;
        }
        int tails = first + last;
        int[] byFinding = inOrderOfFinding(tails);
        // For each match of the piece at hand: the rank of the tail found first of those that a chain reaches from it.
        int[] reached = new int[byFinding.length];
        for (int rank = 0; rank < byFinding.length; rank++) {
            reached[byFinding[rank]] = rank;
        }
        for (int i = last - 1; i >= 0; i--) {
            reached = step(first + i, first + i + 1, pieces.get(i + 1), reached);
        }
        if (control.expired()) {
            return false;
        }
        for (int head = 0; head < reached.length; head++) {
            if (reached[head] < Integer.MAX_VALUE) {
                int begin = lists.offset(first, head);
                int tail = byFinding[reached[head]];
                int end = lists.offset(tails, tail) + lists.length(tails, tail);
                lists.add(pattern, begin, end - begin, head);
            }
        }
        return true;
    }

    /* A tail that begins later is found sooner when its atom ends sooner. */
    private int[] inOrderOfFinding(int list) {
        int count = lists.count(list);
        long[] keys = new long[count];
        boolean sorted = true;
        for (int i = 0; i < count; i++) {
            keys[i] = lists.foundAt(list, i) << INDEX_BITS | i;
            sorted &= i == 0 || keys[i - 1] < keys[i];
        }
        if (!sorted) {
            Arrays.sort(keys);
        }
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = (int) keys[i] & ((1 << INDEX_BITS) - 1);
        }
        return result;
    }

    private int[] step(int list, int nextList, Pattern.Piece gap, int[] reached) {
        int count = lists.count(list);
        int[] result = new int[count];
        RangeMinimum minimum = new RangeMinimum(reached);
        for (int i = 0; i < count; i++) {
            if (i % HEADS_PER_LOOK == 0 && control.expired()) {
                break;
            }
            long end = (long) lists.offset(list, i) + lists.length(list, i);
            int from = lists.firstFrom(nextList, end + gap.gapMin());
            int to = gap.gapMax() == Integer.MAX_VALUE
                    ? reached.length
                    : lists.firstFrom(nextList, end + gap.gapMax() + 1);
            result[i] = from < to ? minimum.of(from, to) : Integer.MAX_VALUE;
        }
        return result;
    }

    /** The least value in any range of an array: a tree of minima. */
    private static final class RangeMinimum {
        private final int size;
        private final int[] tree;

        private RangeMinimum(int[] values) {
            size = values.length;
            tree = new int[2 * size];
            System.arraycopy(values, 0, tree, size, size);
            for (int i = size - 1; i > 0; i--) {
                tree[i] = Math.min(tree[2 * i], tree[2 * i + 1]);
            }
        }

        private int of(int from, int to) {
            int result = Integer.MAX_VALUE;
            int left = from + size;
            int right = to + size;
            while (left < right) {
                if ((left & 1) == 1) {
                    result = Math.min(result, tree[left++]);
                }
                if ((right & 1) == 1) {
                    result = Math.min(result, tree[--right]);
                }
                left >>= 1;
                right >>= 1;
            }
            return result;
        }
    }
}
