package io.thor4j.formats.archive;

import io.thor4j.formats.container.DamagedException;

/** A canonical Huffman code, from the lengths of its codes. Immutable. */
final class LzxCode {
    private static final int MAX_LENGTH = 16;

    private final int[] counts = new int[MAX_LENGTH + 1];
    private final int[] symbols;

    /** Gives the next bit of a stream. */
    @FunctionalInterface
    interface BitSource {
        int bit() throws DamagedException;
    }

    LzxCode(int[] lengths, int count) throws DamagedException {
        for (int i = 0; i < count; i++) {
            counts[lengths[i]]++;
        }
        counts[0] = 0;
        int left = 1;
        int[] next = new int[MAX_LENGTH + 2];
        for (int length = 1; length <= MAX_LENGTH; length++) {
            left = 2 * left - counts[length];
            if (left < 0) {
                throw new DamagedException("a code with too many symbols");
            }
            next[length + 1] = next[length] + counts[length];
        }
        symbols = new int[next[MAX_LENGTH + 1]];
        for (int i = 0; i < count; i++) {
            if (lengths[i] != 0) {
                symbols[next[lengths[i]]++] = i;
            }
        }
    }

    int decode(BitSource in) throws DamagedException {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code |= in.bit();
            int count = counts[length];
            if (code - first < count) {
                return symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new DamagedException("a code that stands for nothing");
    }
}
