package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/** How often each byte value occurs. Never changed once made; threads share it. */
final class ByteHistogram {
    private static final double LN2 = Math.log(2);

    private final int[] counts;
    private final int total;

    private ByteHistogram(int[] counts, int total) {
        this.counts = counts;
        this.total = total;
    }

    /** Counts all bytes of a text. */
    static ByteHistogram of(byte[] text) {
        int[] counts = new int[256];
        count(counts, text, 0, text.length);
        return new ByteHistogram(counts, text.length);
    }

    /**
     * Counts the bytes of a range.
     *
     * @return the histogram, null when the scan's time ran out
     */
    static @Nullable ByteHistogram of(ModuleInput input, ByteRange range) {
        int[] counts = new int[256];
        int at = input.arrayOffset() + range.offset();
        int left = range.size();
        while (left > 0) {
            int step = Math.min(left, ByteRange.CLOCK_STEP);
            if (input.spend(step) && left > step) {
                return null;
            }
            count(counts, input.array(), at, at + step);
            at += step;
            left -= step;
        }
        return new ByteHistogram(counts, range.size());
    }

    private static void count(int[] counts, byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            counts[data[i] & 0xff]++;
        }
    }

    /** Returns how many bytes were counted. */
    int total() {
        return total;
    }

    /**
     * Returns how often a byte occurs.
     *
     * @param value 0..255
     */
    int count(int value) {
        return counts[value];
    }

    /** Returns the smallest of the most frequent bytes, 0 when nothing was counted. */
    int mode() {
        int best = 0;
        for (int i = 1; i < 256; i++) {
            if (counts[i] > counts[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Returns the arithmetic mean, NaN when nothing was counted. */
    double mean() {
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            sum += (double) i * counts[i];
        }
        return sum / total;
    }

    /** Returns the mean distance from a value, NaN when nothing was counted. */
    double deviation(double mean) {
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            sum += Math.abs(i - mean) * counts[i];
        }
        return sum / total;
    }

    /** Returns the entropy in bits a byte, 0 when nothing was counted. */
    double entropy() {
        double entropy = 0;
        for (int count : counts) {
            if (count != 0) {
                double share = (double) count / total;
                entropy -= share * log2(share);
            }
        }
        return entropy;
    }

    /** Binary logarithm, exact for powers of two: rules compare the entropy of a flat distribution with {@code == 8.0}. */
    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        double mantissa = x / Math.scalb(1.0, exponent);
        return exponent + Math.log(mantissa) / LN2;
    }
}
