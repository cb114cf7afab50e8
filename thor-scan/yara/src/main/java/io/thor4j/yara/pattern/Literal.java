package io.thor4j.yara.pattern;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form of a pattern whose bytes stand in a row: the text itself, its wide form, the text under one xor key, one of its base64 encodings.
 * Immutable; the arrays are not to be changed.
 *
 * @param bytes the bytes; letters in lower case when {@code nocase}
 * @param mask which bits of each byte count, null for all
 * @param nocase ASCII letters match in either case
 * @param wide every second byte is the zero of a wide character, which matters for the word boundary
 * @param order the key under which the text became these bytes; for a base64 form its rank, the lowest found at an offset counts; else -1
 * @param grams what to search first, offsets counted from the begin; one of them stands in every match
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a literal is a place in a pattern
public record Literal(
        byte[] bytes, byte @Nullable [] mask, boolean nocase, boolean wide, long order, List<Gram> grams) {

    static Literal of(byte[] bytes, boolean nocase, boolean wide, long order) {
        byte[] known = new byte[bytes.length];
        Arrays.fill(known, (byte) 0xff);
        return new Literal(nocase ? lower(bytes) : bytes, null, nocase, wide, order, Gram.choose(bytes, known));
    }

    private static byte[] lower(byte[] bytes) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            if (result[i] >= 'A' && result[i] <= 'Z') {
                result[i] = (byte) (result[i] + 32);
            }
        }
        return result;
    }

    static Literal masked(byte[] bytes, byte[] mask) {
        return new Literal(bytes, mask, false, false, -1, Gram.choose(bytes, mask));
    }

    /**
     * Tells whether the literal stands at a place; the caller has checked that it fits.
     *
     * @param data the bytes
     * @param at where it would begin
     */
    public boolean standsAt(byte[] data, int at) {
        if (mask != null) {
            for (int i = 0; i < bytes.length; i++) {
                if (((data[at + i] ^ bytes[i]) & mask[i]) != 0) {
                    return false;
                }
            }
            return true;
        }
        if (!nocase) {
            return Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length);
        }
        for (int i = 0; i < bytes.length; i++) {
            int c = data[at + i];
            if (c >= 'A' && c <= 'Z') {
                c += 32;
            }
            if (c != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
