package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * One to four bytes that every match holds at a fixed distance from some place in it: what the search looks for before anything else.
 *
 * @param bytes the bytes, as they stand in a match but for the case of letters
 * @param offset distance from that place to the bytes, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read too often for a copy
public record Gram(byte[] bytes, int offset) {
    /* Half-known bytes are written out; more than this many grams for one place cost more than a shorter gram. */
    private static final int MAX_EXPANSION = 256;
    /* Every gram costs memory and crowds the filter, whatever its frequency: measured as 2e-7 of all places (performance.md section 6). */
    private static final double COST_OF_GRAM = 2e-7;

    /* Windows looked at when one of them will do: a text may have 8,190 bytes, and with xor 512 forms of which each asks anew. */
    private static final int ENOUGH_WINDOWS = 256;

    /* What a candidate costs that the filter lets through on the gram alone, and what it does not; measured (performance.md section 6). */
    private static final double COST_OF_FILTER = 0.3;

    /* The filter tells the two bytes behind a gram apart in this many classes. */
    private static final double TAGS = 7;

    /**
     * Chooses the rarest window of a run; of a long one, of its begin.
     *
     * @param values the bytes of the run
     * @param masks which bits of each are known
     * @return the grams that together stand for the window, empty when no byte of the run is even half known
     */
    static List<Gram> choose(byte[] values, byte[] masks) {
        double best = Double.MAX_VALUE;
        int bestFrom = -1;
        int bestLength = 0;
        for (int from = 0; from < values.length && (from < ENOUGH_WINDOWS || bestFrom < 0); from++) {
            for (int length = Math.min(GramModel.GRAM, values.length - from); length > 0; length--) {
                double cost = cost(values, masks, from, length, best);
                if (cost < best) {
                    best = cost;
                    bestFrom = from;
                    bestLength = length;
                }
                if (hidesShorter(values, masks, from, length)) {
                    break;
                }
            }
        }
        return bestFrom < 0 ? List.of() : expand(values, masks, bestFrom, bestLength);
    }

    /* More known bytes are rarer, and only equal ones may be better short: so a window of others spares looking at its own begin. */
    private static boolean hidesShorter(byte[] values, byte[] masks, int from, int length) {
        boolean allEqual = true;
        for (int i = from; i < from + length; i++) {
            if (masks[i] != (byte) 0xff) {
                return false;
            }
            allEqual &= values[i] == values[from];
        }
        return !allEqual;
    }

    /**
     * Returns what {@link #choose} minimises, an estimate of the candidates per byte, for a window.
     *
     * @param values the bytes of the run
     * @param masks which bits of each are known
     * @param from begin of the window
     * @param length bytes of the window
     * @param enough at this the exact cost does not matter any more
     */
    static double cost(byte[] values, byte[] masks, int from, int length, double enough) {
        int unknownBits = 0;
        boolean allEqual = true;
        for (int i = from; i < from + length; i++) {
            unknownBits += 8 - Integer.bitCount(masks[i] & 0xff);
            allEqual &= values[i] == values[from];
        }
        if (unknownBits > 8 || masks[from] == 0 || masks[from + length - 1] == 0) {
            return Double.MAX_VALUE;
        }
        if (unknownBits == 0) {
            // A run of one byte value stands in padding of any length, which no model of pairs foresees.
            double padding = allEqual && length > 1 ? 0.01 : 0;
            double frequency = GramModel.frequency(values, from, length);
            boolean moreKnown = length == GramModel.GRAM
                    && values.length - from >= GramModel.GRAM + 2
                    && (masks[from + GramModel.GRAM] & masks[from + GramModel.GRAM + 1]) == -1;
            double looks = moreKnown
                    ? Math.max(frequency / TAGS, GramModel.frequency(values, from, GramModel.GRAM + 2))
                    : frequency;
            return COST_OF_FILTER * frequency + looks + COST_OF_GRAM + padding;
        }
        if ((1 << unknownBits) * COST_OF_GRAM > enough) {
            return enough;
        }
        return sum(values, masks, from, 0, new byte[length], enough);
    }

    /* The cost of all grams that a window is written out to, from a byte of it on. */
    private static double sum(byte[] values, byte[] masks, int from, int at, byte[] bytes, double enough) {
        if (at == bytes.length) {
            return (1 + COST_OF_FILTER) * GramModel.frequency(bytes, 0, bytes.length) + COST_OF_GRAM;
        }
        int mask = masks[from + at] & 0xff;
        int value = values[from + at] & mask;
        int unknown = ~mask & 0xff;
        double sum = 0;
        int subset = 0;
        do {
            bytes[at] = (byte) (value | subset);
            sum += sum(values, masks, from, at + 1, bytes, enough);
            subset = (subset - unknown) & unknown;
        } while (subset != 0 && sum < enough);
        return sum;
    }

    private static List<Gram> expand(byte[] values, byte[] masks, int from, int length) {
        List<Gram> result = new ArrayList<>();
        byte[] bytes = new byte[length];
        expand(values, masks, from, 0, bytes, result);
        return result;
    }

    private static void expand(byte[] values, byte[] masks, int from, int at, byte[] bytes, List<Gram> out) {
        if (at == bytes.length) {
            if (out.size() < MAX_EXPANSION) {
                out.add(new Gram(bytes.clone(), from));
            }
            return;
        }
        int mask = masks[from + at] & 0xff;
        int value = values[from + at] & mask;
        int unknown = ~mask & 0xff;
        // Walks all subsets of the unknown bits.
        int subset = 0;
        do {
            bytes[at] = (byte) (value | subset);
            expand(values, masks, from, at + 1, bytes, out);
            subset = (subset - unknown) & unknown;
        } while (subset != 0);
    }
}
