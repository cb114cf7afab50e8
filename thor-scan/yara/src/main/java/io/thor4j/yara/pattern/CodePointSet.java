package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of Unicode code points that becomes a tree over the bytes of UTF-8. Mutable; for the parser that makes it. */
final class CodePointSet {
    private static final int LAST = Character.MAX_CODE_POINT;
    /* The last code point of one, two and three bytes. */
    private static final int[] LENGTH_ENDS = {0x7f, 0x7ff, 0xffff, LAST};

    /* Ranges [low, high] in pairs, in any order until normalised. */
    private int[] ranges = new int[8];
    private int size;

    void add(int low, int high) {
        if (size == ranges.length) {
            ranges = Arrays.copyOf(ranges, size * 2);
        }
        ranges[size++] = low;
        ranges[size++] = high;
    }

    void addAll(CodePointSet other) {
        for (int i = 0; i < other.size; i += 2) {
            add(other.ranges[i], other.ranges[i + 1]);
        }
    }

    boolean contains(int codePoint) {
        for (int i = 0; i < size; i += 2) {
            if (ranges[i] <= codePoint && codePoint <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds the other case of every member: all ASCII letters, and of larger ranges the first 4,096 members. */
    CodePointSet foldCase() {
        int count = size;
        for (int i = 0; i < count; i += 2) {
            int to = Math.min(ranges[i + 1], ranges[i] + 4095);
            for (int c = ranges[i]; c <= to; c++) {
                int lower = Character.toLowerCase(c);
                int upper = Character.toUpperCase(c);
                if (lower != c) {
                    add(lower, lower);
                }
                if (upper != c) {
                    add(upper, upper);
                }
            }
        }
        return this;
    }

    /** Makes slash and backslash one when either is a member. */
    CodePointSet joinSeparators() {
        if (contains('/') || contains('\\')) {
            add('/', '/');
            add('\\', '\\');
        }
        return this;
    }

    CodePointSet invert() {
        normalise();
        CodePointSet others = new CodePointSet();
        int from = 0;
        for (int i = 0; i < size; i += 2) {
            if (ranges[i] > from) {
                others.add(from, ranges[i] - 1);
            }
            from = ranges[i + 1] + 1;
        }
        if (from <= LAST) {
            others.add(from, LAST);
        }
        return others;
    }

    private void normalise() {
        long[] sorted = new long[size / 2];
        for (int i = 0; i < size; i += 2) {
            sorted[i / 2] = (long) ranges[i] << 32 | ranges[i + 1];
        }
        Arrays.sort(sorted);
        size = 0;
        for (long range : sorted) {
            int low = (int) (range >>> 32);
            int high = (int) range;
            if (size > 0 && low <= ranges[size - 1] + 1) {
                ranges[size - 1] = Math.max(ranges[size - 1], high);
            } else {
                add(low, high);
            }
        }
    }

    /** Returns what matches one member in UTF-8; the set must not be empty. */
    ReNode toNode() {
        normalise();
        ByteSet ascii = new ByteSet();
        List<ReNode> choices = new ArrayList<>();
        for (int i = 0; i < size; i += 2) {
            int low = ranges[i];
            int high = ranges[i + 1];
            if (low <= 0x7f) {
                ascii.addRange(low, Math.min(high, 0x7f));
            }
            int from = low;
            for (int end : LENGTH_ENDS) {
                if (end > 0x7f && from <= end && from <= high && high > 0x7f) {
                    split(Math.max(from, 0x80), Math.min(high, end), choices);
                }
                from = Math.max(from, end + 1);
            }
        }
        if (ascii.size() > 0) {
            choices.add(0, ascii.size() == 1 ? ReNode.Leaf.literal(first(ascii), false) : ReNode.Leaf.set(ascii));
        }
        return choices.size() == 1 ? choices.get(0) : new ReNode.Alternation(choices);
    }

    private static int first(ByteSet set) {
        int value = 0;
        while (!set.contains(value)) {
            value++;
        }
        return value;
    }

    /*
     * A range of one encoded length whose lower bytes are not all of 80 to BF is cut where they are, so that in each piece every byte is a
     * range of its own (the well-known way to compile Unicode ranges to byte automata).
     */
    private static void split(int low, int high, List<ReNode> choices) {
        for (int bits = 6; bits < 24; bits += 6) {
            int mask = (1 << bits) - 1;
            if ((low & ~mask) != (high & ~mask)) {
                if ((low & mask) != 0) {
                    split(low, low | mask, choices);
                    split((low | mask) + 1, high, choices);
                    return;
                }
                if ((high & mask) != mask) {
                    split(low, (high & ~mask) - 1, choices);
                    split(high & ~mask, high, choices);
                    return;
                }
            }
        }
        byte[] from = encode(low);
        byte[] to = encode(high);
        List<ReNode> parts = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            ByteSet set = new ByteSet();
            set.addRange(from[i] & 0xff, to[i] & 0xff);
            parts.add(from[i] == to[i] ? ReNode.Leaf.literal(from[i] & 0xff, false) : ReNode.Leaf.set(set));
        }
        choices.add(new ReNode.Concat(parts));
    }

    /* By hand: the JDK's encoder refuses lone surrogates, which a range may begin or end with. */
    private static byte[] encode(int c) {
        if (c <= 0x7ff) {
            return new byte[] {(byte) (0xc0 | (c >> 6)), tail(c)};
        } else if (c <= 0xffff) {
            return new byte[] {(byte) (0xe0 | (c >> 12)), tail(c >> 6), tail(c)};
        }
        return new byte[] {(byte) (0xf0 | (c >> 18)), tail(c >> 12), tail(c >> 6), tail(c)};
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }
}
