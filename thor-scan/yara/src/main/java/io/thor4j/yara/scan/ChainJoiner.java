package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.Pattern;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Joins the matches of a pattern's pieces: a head is a match when tails follow within the gaps, and it reaches to the first tail for which a
 * whole chain exists (libyara scan.c:406, yara-semantics.md section 6).
 */
final class ChainJoiner {
    private final MatchLists lists;
    private final List<Pattern.Piece> pieces;
    private final int first;

    ChainJoiner(MatchLists lists, List<Pattern.Piece> pieces, int first) {
        this.lists = lists;
        this.pieces = pieces;
        this.first = first;
    }

    void joinInto(int pattern) {
        join(pattern);
        // Behind the joining: what was kept of the pieces still makes matches, and that there may be more is not to be
        // lost.
        for (int i = 0; i < pieces.size(); i++) {
            if (lists.isFull(first + i)) {
                lists.markFull(pattern);
            }
        }
    }

    private void join(int pattern) {
        int last = pieces.size() - 1;
        if (lists.count(first) == 0 || lists.count(first + last) == 0) {
            return;
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
        for (int head = 0; head < reached.length; head++) {
            if (reached[head] < Integer.MAX_VALUE) {
                int begin = lists.offset(first, head);
                int tail = byFinding[reached[head]];
                int end = lists.offset(tails, tail) + lists.length(tails, tail);
                lists.add(pattern, begin, end - begin, head);
            }
        }
    }

    /* A tail that begins later is found sooner when its atom ends sooner. */
    private int[] inOrderOfFinding(int list) {
        int count = lists.count(list);
        long[] orders = new long[count];
        boolean sorted = true;
        for (int i = 0; i < count; i++) {
            orders[i] = lists.foundAt(list, i);
            sorted &= i == 0 || orders[i - 1] <= orders[i];
        }
        IntStream indices = IntStream.range(0, count);
        return sorted
                ? indices.toArray()
                : indices.boxed()
                        .sorted(Comparator.comparingLong(i -> orders[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private int[] step(int list, int nextList, Pattern.Piece gap, int[] reached) {
        int count = lists.count(list);
        int[] result = new int[count];
        RangeMinimum minimum = new RangeMinimum(reached);
        for (int i = 0; i < count; i++) {
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
