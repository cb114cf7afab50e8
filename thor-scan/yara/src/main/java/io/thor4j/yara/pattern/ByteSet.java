package io.thor4j.yara.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A set of byte values. Mutable until it is handed on; then it is not changed any more. */
final class ByteSet {
    private final long[] bits = new long[4];

    static ByteSet of(int value) {
        ByteSet set = new ByteSet();
        set.add(value);
        return set;
    }

    /** All values v with {@code (v & mask) == (value & mask)}. */
    static ByteSet masked(int value, int mask) {
        ByteSet set = new ByteSet();
        int unknown = ~mask & 0xff;
        // Walks all subsets of the unknown bits.
        int subset = 0;
        do {
            set.add((value & mask & 0xff) | subset);
            subset = (subset - unknown) & unknown;
        } while (subset != 0);
        return set;
    }

    static ByteSet all() {
        return new ByteSet().invert();
    }

    void add(int value) {
        bits[value >>> 6] |= 1L << value;
    }

    void addRange(int low, int high) {
        for (int v = low; v <= high; v++) {
            add(v);
        }
    }

    void addAll(ByteSet other) {
        for (int i = 0; i < 4; i++) {
            bits[i] |= other.bits[i];
        }
    }

    ByteSet invert() {
        for (int i = 0; i < 4; i++) {
            bits[i] = ~bits[i];
        }
        return this;
    }

    /** Adds the other case of every ASCII letter in the set. */
    ByteSet foldCase() {
        for (int c = 'a'; c <= 'z'; c++) {
            int upper = c - 32;
            if (contains(c) || contains(upper)) {
                add(c);
                add(upper);
            }
        }
        return this;
    }

    /** Returns the set whose bits stand in four longs, the lowest values first. */
    static ByteSet ofBits(long[] bits, int from) {
        ByteSet set = new ByteSet();
        System.arraycopy(bits, from, set.bits, 0, 4);
        return set;
    }

    /** Returns four longs, the lowest values first; not to be changed. */
    long[] bits() {
        return bits;
    }

    boolean contains(int value) {
        return (bits[value >>> 6] >>> value & 1) != 0;
    }

    int size() {
        return Long.bitCount(bits[0]) + Long.bitCount(bits[1]) + Long.bitCount(bits[2]) + Long.bitCount(bits[3]);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof ByteSet s && Arrays.equals(bits, s.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    /** Returns the members in hex, ranges joined: {@code 30-39,5f}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int v = 0; v < 256; v++) {
            if (!contains(v)) {
                continue;
            }
            int end = v;
            while (end < 255 && contains(end + 1)) {
                end++;
            }
            out.append(out.isEmpty() ? "" : ",").append(String.format("%02x", v));
            if (end > v) {
                out.append('-').append(String.format("%02x", end));
            }
            v = end;
        }
        return out.toString();
    }
}
