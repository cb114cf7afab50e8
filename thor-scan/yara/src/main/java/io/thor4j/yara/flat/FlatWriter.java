package io.thor4j.yara.flat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
        ByteBuffer buffer = buffer(values.size() * Integer.BYTES);
        for (int i = 0; i < values.size(); i++) {
            buffer.putInt((int) values.get(i));
        }
        out.write(buffer.array(), 0, buffer.capacity());
    }

    /**
     * Writes all 64 bits of each number.
     *
     * @param values the numbers
     */
    public void longs(Column values) {
        count(values.size());
        ByteBuffer buffer = buffer(values.size() * Long.BYTES);
        for (int i = 0; i < values.size(); i++) {
            buffer.putLong(values.get(i));
        }
        out.write(buffer.array(), 0, buffer.capacity());
    }

    private void count(int count) {
        out.write(buffer(Integer.BYTES).putInt(count).array(), 0, Integer.BYTES);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns everything written so far. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
