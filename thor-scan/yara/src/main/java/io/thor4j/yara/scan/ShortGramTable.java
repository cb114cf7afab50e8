package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.GramModel;
import java.util.ArrayList;
import java.util.List;

/** Finds the grams of one to three bytes, by their first two. Immutable. */
final class ShortGramTable {
    private static final int[] NONE = {};

    /** The targets of each folded pair; null entries share no memory. Empty when there are no grams of two or three bytes. */
    private final int[][] pairs;
    /** The targets of each folded byte. Empty when there are no grams of one byte. */
    private final int[][] singles;

    private ShortGramTable(int[][] pairs, int[][] singles) {
        this.pairs = pairs;
        this.singles = singles;
    }

    static ShortGramTable of(List<byte[]> grams, int[] targets) {
        List<List<Integer>> pairs = new ArrayList<>();
        List<List<Integer>> singles = new ArrayList<>();
        for (int i = 0; i < grams.size(); i++) {
            byte[] gram = grams.get(i);
            int first = GramModel.fold(gram[0] & 0xff);
            if (gram.length == 1) {
                put(singles, 256, first, targets[i]);
            } else {
                put(pairs, 65536, first << 8 | GramModel.fold(gram[1] & 0xff), targets[i]);
            }
        }
        return new ShortGramTable(pack(pairs), pack(singles));
    }

    private static void put(List<List<Integer>> lists, int size, int index, int target) {
        while (lists.size() < size) {
            lists.add(List.of());
        }
        if (lists.get(index).isEmpty()) {
            lists.set(index, new ArrayList<>());
        }
        lists.get(index).add(target);
    }

    private static int[][] pack(List<List<Integer>> lists) {
        int[][] packed = new int[lists.size()][];
        for (int i = 0; i < packed.length; i++) {
            List<Integer> list = lists.get(i);
            packed[i] = list.isEmpty()
                    ? NONE
                    : list.stream().mapToInt(Integer::intValue).toArray();
        }
        return packed;
    }

    boolean hasPairs() {
        return pairs.length > 0;
    }

    boolean hasSingles() {
        return singles.length > 0;
    }

    /** Returns the targets whose gram may begin with two bytes. */
    int[] pair(int first, int second) {
        return pairs[GramModel.fold(first) << 8 | GramModel.fold(second)];
    }

    /** Returns the targets whose gram is one byte. */
    int[] single(int value) {
        return singles[GramModel.fold(value)];
    }
}
