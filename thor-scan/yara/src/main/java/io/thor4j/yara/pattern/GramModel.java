package io.thor4j.yara.pattern;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * How often short runs of bytes stand in ordinary files, after folding. Immutable; threads share it.
 *
 * <p>The model is a table of byte pairs counted over programs, libraries, text, and text in UTF-16 (see its generator among the tests): for
 * each pair the information in eighths of a bit.
 */
public final class GramModel {
    /** The bytes of a search key: longer keys are rarer, but four are what one hash of an int holds. */
    public static final int GRAM = 4;

    private static final String RESOURCE = "byte-pairs.bin";

    private GramModel() {}

    /* Loaded when the first pattern is compiled; folding alone, as a scan needs it, does without. */
    private static final class Table {
        private static final float[] PAIRS = load();
        private static final float[] FIRST = first(PAIRS);
    }

    private static float[] load() {
        try (InputStream in = GramModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            byte[] packed = in.readAllBytes();
            float[] bits = new float[65536];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (packed[i] & 0xff) / 8f;
            }
            return bits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* The information of a first byte follows from all pairs that begin with it. */
    private static float[] first(float[] pairs) {
        float[] result = new float[256];
        for (int a = 0; a < 256; a++) {
            double sum = 0;
            for (int b = 0; b < 256; b++) {
                sum += Math.pow(2, -pairs[a << 8 | b]);
            }
            result[a] = (float) -(Math.log(sum) / Math.log(2));
        }
        return result;
    }

    /**
     * Folds a byte: letters become lower case, and the five signs beside each alphabet fall together. Bytes below 0x40 stay, so that runs of
     * zeros and of blanks do not become one.
     *
     * @param value 0..255
     */
    public static int fold(int value) {
        return value | ((value >>> 1) & 0x20);
    }

    /**
     * Folds four bytes at once.
     *
     * @param gram the bytes in any order
     */
    public static int foldGram(int gram) {
        return gram | ((gram >>> 1) & 0x20202020);
    }

    /** Returns the share of places at which these bytes (folded or not) are expected to stand; -log2 is never infinite. */
    static double frequency(byte[] bytes, int from, int length) {
        int previous = fold(bytes[from] & 0xff);
        double bits = Table.FIRST[previous];
        for (int i = from + 1; i < from + length; i++) {
            int current = fold(bytes[i] & 0xff);
            bits += Table.PAIRS[previous << 8 | current] - Table.FIRST[previous];
            previous = current;
        }
        return Math.pow(2, -bits);
    }
}
