package io.thor4j.core.ioc;

import java.util.ArrayList;
import java.util.List;

/** Keys of 128 bits with a number each: two longs and an int an entry, and no object. Immutable, may be shared by threads. */
final class KeyTable {
    /*
     * The entries lie sorted, and an index says where those with the same first bits begin: two or three cache lines a lookup. It fits as
     * long as the first bits are spread, which those of hashes are; keys that are not (addresses) are mixed before. When a hostile list
     * brings equal beginnings, the binary search inside a bucket keeps a lookup logarithmic and heapsort the build.
     */
    static final KeyTable EMPTY = new Builder().build();

    /* A bucket of more is not sorted by insertion. */
    private static final int MANY = 24;

    private final long[] keys;
    private final int[] values;
    private final int[] begins;
    private final int shift;

    private KeyTable(long[] keys, int[] values, int[] begins, int shift) {
        this.keys = keys;
        this.values = values;
        this.begins = begins;
        this.shift = shift;
    }

    int size() {
        return values.length;
    }

    /** Returns the first entry with the key, -1 when there is none. */
    int find(long high, long low) {
        int bucket = bucket(high, shift);
        int from = begins[bucket];
        int end = begins[bucket + 1];
        int to = end;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(keys[2 * middle], keys[2 * middle + 1], high, low) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < end && keys[2 * from] == high && keys[2 * from + 1] == low ? from : -1;
    }

    /** Tells whether the entry behind this one has the same key. */
    boolean moreAt(int entry) {
        return entry + 1 < values.length
                && keys[2 * entry] == keys[2 * entry + 2]
                && keys[2 * entry + 1] == keys[2 * entry + 3];
    }

    int value(int entry) {
        return values[entry];
    }

    private static int bucket(long high, int shift) {
        return shift == Long.SIZE ? 0 : (int) (high >>> shift);
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compareUnsigned(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    /** Collects entries in pieces, so that growing copies nothing. For one thread. */
    static final class Builder {
        /* Two longs an entry must fit in one array. */
        private static final int MAX_ENTRIES = (Integer.MAX_VALUE >>> 1) - 8;

        private static final int PIECE = 1 << 14;

        private final List<long[]> keyPieces = new ArrayList<>();
        private final List<int[]> valuePieces = new ArrayList<>();
        private int size;

        /** Adds an entry; returns false when there is no room for more. */
        boolean add(long high, long low, int value) {
            if (size == MAX_ENTRIES) {
                return false;
            }
            int at = size & (PIECE - 1);
            if (at == 0) {
                keyPieces.add(new long[2 * PIECE]);
                valuePieces.add(new int[PIECE]);
            }
            long[] keys = keyPieces.get(keyPieces.size() - 1);
            keys[2 * at] = high;
            keys[2 * at + 1] = low;
            valuePieces.get(valuePieces.size() - 1)[at] = value;
            size++;
            return true;
        }

        int size() {
            return size;
        }

        /** Makes the table; the builder is empty then. */
        KeyTable build() {
            int[] values = new int[size];
            for (int piece = 0; piece < valuePieces.size(); piece++) {
                System.arraycopy(valuePieces.get(piece), 0, values, piece * PIECE, length(piece));
            }
            valuePieces.clear();
            long[] keys = new long[2 * size];
            for (int piece = 0; piece < keyPieces.size(); piece++) {
                System.arraycopy(keyPieces.get(piece), 0, keys, 2 * piece * PIECE, 2 * length(piece));
            }
            keyPieces.clear();
            /* About four entries a bucket. */
            int bits = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(size) - 2);
            int shift = Long.SIZE - bits;
            int[] begins = new Sort(keys, values).run(bits, shift);
            size = 0;
            return new KeyTable(keys, values, begins, shift);
        }

        private int length(int piece) {
            return Math.min(PIECE, size - piece * PIECE);
        }
    }

    /** Sorts entries in place: to their buckets by exchange (American flag sort), then each bucket. */
    private static final class Sort {
        private final long[] keys;
        private final int[] values;

        Sort(long[] keys, int[] values) {
            this.keys = keys;
            this.values = values;
        }

        int[] run(int bits, int shift) {
            int buckets = 1 << bits;
            int[] begins = new int[buckets + 1];
            for (int i = 0; i < values.length; i++) {
                begins[bucket(keys[2 * i], shift) + 1]++;
            }
            for (int i = 0; i < buckets; i++) {
                begins[i + 1] += begins[i];
            }
            int[] next = begins.clone();
            for (int b = 0; b < buckets; b++) {
                while (next[b] < begins[b + 1]) {
                    int home = bucket(keys[2 * next[b]], shift);
                    if (home == b) {
                        next[b]++;
                    } else {
                        swap(next[b], next[home]++);
                    }
                }
            }
            for (int b = 0; b < buckets; b++) {
                if (begins[b + 1] - begins[b] > MANY) {
                    heapSort(begins[b], begins[b + 1]);
                } else {
                    insertionSort(begins[b], begins[b + 1]);
                }
            }
            return begins;
        }

        private boolean less(int one, int other) {
            int order = compare(keys[2 * one], keys[2 * one + 1], keys[2 * other], keys[2 * other + 1]);
            return order != 0 ? order < 0 : values[one] < values[other];
        }

        private void swap(int one, int other) {
            long high = keys[2 * one];
            long low = keys[2 * one + 1];
            int value = values[one];
            keys[2 * one] = keys[2 * other];
            keys[2 * one + 1] = keys[2 * other + 1];
            values[one] = values[other];
            keys[2 * other] = high;
            keys[2 * other + 1] = low;
            values[other] = value;
        }

        private void insertionSort(int from, int to) {
            for (int i = from + 1; i < to; i++) {
                for (int j = i; j > from && less(j, j - 1); j--) {
                    swap(j, j - 1);
                }
            }
        }

        private void heapSort(int from, int to) {
            int count = to - from;
            for (int i = count / 2 - 1; i >= 0; i--) {
                sink(from, i, count);
            }
            for (int end = count - 1; end > 0; end--) {
                swap(from, from + end);
                sink(from, 0, end);
            }
        }

        private void sink(int from, int start, int count) {
            int parent = start;
            while (2 * parent + 1 < count) {
                int child = 2 * parent + 1;
                if (child + 1 < count && less(from + child, from + child + 1)) {
                    child++;
                }
                if (!less(from + parent, from + child)) {
                    return;
                }
                swap(from + parent, from + child);
                parent = child;
            }
        }
    }
}
