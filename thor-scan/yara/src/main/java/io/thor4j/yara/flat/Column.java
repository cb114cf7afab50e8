package io.thor4j.yara.flat;

import java.util.Arrays;

/** Numbers collected for {@link FlatWriter}, one behind the other. Used by one thread. */
public final class Column {
    private long[] values = new long[64];
    private int size;

    /**
     * Adds a number.
     *
     * @param value the number
     */
    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Returns how many numbers there are. */
    public int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }
}
