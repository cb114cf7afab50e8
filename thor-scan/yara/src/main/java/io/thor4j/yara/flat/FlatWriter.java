package io.thor4j.yara.flat;

import java.io.ByteArrayOutputStream;

/** Writes arrays: each its number of elements as 32 bits, then the elements, all little-endian. Used by one thread. */
public final class FlatWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * Writes bytes.
     *
     * @param values the bytes
     */
    public void bytes(byte[] values) {
        count(values.length);
        out.write(values, 0, values.length);
    }

    /**
     * Writes the lowest 8 bits of each number.
     *
     * @param values the numbers
     */
    public void octets(Column values) {
        count(values.size());
        for (int i = 0; i < values.size(); i++) {
            out.write((int) values.get(i));
        }
    }

    /**
     * Writes the lowest 32 bits of each number.
     *
     * @param values the numbers
     */
    public void ints(Column values) {
        count(values.size());
        for (int i = 0; i < values.size(); i++) {
            number(values.get(i), Integer.SIZE);
        }
    }

    /**
     * Writes all 64 bits of each number.
     *
     * @param values the numbers
     */
    public void longs(Column values) {
        count(values.size());
        for (int i = 0; i < values.size(); i++) {
            number(values.get(i), Long.SIZE);
        }
    }

    private void count(int count) {
        number(count, Integer.SIZE);
    }

    private void number(long value, int bits) {
        for (int shift = 0; shift < bits; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
    }

    /** Returns everything written so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
