package io.thor4j.yara.scan;

import java.util.Arrays;

/** Finds the grams of one to three bytes, by their first two. Immutable. */
final class ShortGramTable {
    private static final int[] NONE = {};

    /** One for each folded pair, the first byte in the low half, that may begin a gram; empty when there are no grams. */
    final byte[] filter;

    /** The targets of each folded pair, as {@link #filter} has them. */
    private final int[][] pairs;
    /** The targets of each folded byte. */
    private final int[][] singles;

    private ShortGramTable(byte[] filter, int[][] pairs, int[][] singles) {
        this.filter = filter;
        this.pairs = pairs;
        this.singles = singles;
    }

    /**
     * @param numbers targets whose grams are shorter than four bytes
     * @param known all targets
     */
    static ShortGramTable of(int[] numbers, PatternSet.Target[] known) {
        if (numbers.length == 0) {
            return new ShortGramTable(new byte[0], new int[0][], new int[0][]);
        }
        byte[] filter = new byte[1 << 16];
        int[][] pairs = new int[1 << 16][];
        int[][] singles = new int[1 << 8][];
        Arrays.fill(pairs, NONE);
        Arrays.fill(singles, NONE);
        for (int number : numbers) {
            int gram = known[number].gram;
            if (known[number].gramLength == 1) {
                add(singles, gram, number);
                for (int second = 0; second < 1 << 8; second++) {
                    filter[gram | second << 8] = 1;
                }
            } else {
                add(pairs, gram & 0xffff, number);
                filter[gram & 0xffff] = 1;
            }
        }
        return new ShortGramTable(filter, pairs, singles);
    }

    private static void add(int[][] lists, int index, int target) {
        int[] list = Arrays.copyOf(lists[index], lists[index].length + 1);
        list[list.length - 1] = target;
        lists[index] = list;
    }

    boolean isEmpty() {
        return filter.length == 0;
    }

    /** Returns the targets whose gram may begin with two folded bytes. */
    int[] pair(int first, int second) {
        return pairs[first | second << 8];
    }

    /** Returns the targets whose gram is one folded byte. */
    int[] single(int value) {
        return singles[value];
    }
}
