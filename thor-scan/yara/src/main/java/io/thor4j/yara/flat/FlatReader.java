package io.thor4j.yara.flat;

import io.thor4j.core.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what {@link FlatWriter} wrote, a whole array at a time, out of memory that nobody vouches for: an array is made only when all its
 * bytes are there. Used by one thread.
 */
public final class FlatReader {
    private final ByteBuffer in;

    /**
     * Reads from a place on.
     *
     * @param data holds the arrays
     * @param from where the first begins
     * @param to where the last ends at most
     */
    public FlatReader(byte[] data, int from, int to) {
        in = ByteBuffer.wrap(data, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the place behind the last array that was read. */
    public int position() {
        return in.position();
    }

    /** Reads bytes. */
    public Bytes bytes() {
        byte[] values = new byte[count(1)];
        in.get(values);
        return new Bytes(values, in.position());
    }

    /** Reads numbers of 32 bits. */
    public Ints ints() {
        int[] values = new int[count(Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return new Ints(values, in.position());
    }

    /** Reads numbers of 64 bits. */
    public long[] longs() {
        long[] values = new long[count(Long.BYTES)];
        in.asLongBuffer().get(values);
        in.position(in.position() + values.length * Long.BYTES);
        return values;
    }

    private int count(int bytesEach) {
        int count = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw malformed(count + " elements in " + in.remaining() + " bytes", in.position());
        }
        return count;
    }

    private static MalformedInputException malformed(String reason, int offset) {
        return new MalformedInputException(
                "damaged compiled rules: " + reason, "offset " + offset, "compile the rules anew", null);
    }

    /** Bytes taken one behind the other. Used by one thread. */
    public static final class Bytes {
        private final byte[] values;
        private final int end;
        private int at;

        private Bytes(byte[] values, int end) {
            this.values = values;
            this.end = end;
        }

        /** Returns how many bytes are left. */
        public int left() {
            return values.length - at;
        }

        /**
         * Takes a byte.
         *
         * @param bound what it has to be below, unsigned
         * @param what what it is, for the error
         * @throws MalformedInputException when it is not below the bound, or there is none
         */
        public int next(int bound, String what) {
            if (at == values.length || (values[at] & 0xff) >= bound) {
                throw malformed(what, end);
            }
            return values[at++] & 0xff;
        }

        /**
         * Takes several bytes.
         *
         * @param count how many
         * @param what what they are, for the error
         * @throws MalformedInputException when there are fewer
         */
        public byte[] take(int count, String what) {
            if (count < 0 || count > left()) {
                throw malformed(what, end);
            }
            at += count;
            return Arrays.copyOfRange(values, at - count, at);
        }
    }

    /** Numbers taken one behind the other. Used by one thread. */
    public static final class Ints {
        private final int[] values;
        private final int end;
        private int at;

        private Ints(int[] values, int end) {
            this.values = values;
            this.end = end;
        }

        /** Returns how many numbers are left. */
        public int left() {
            return values.length - at;
        }

        /**
         * Takes a number.
         *
         * @param from the least that it may be
         * @param bound what it has to be below
         * @param what what it is, for the error
         * @throws MalformedInputException when it is not within, or there is none
         */
        public int next(int from, int bound, String what) {
            if (at == values.length || values[at] < from || values[at] >= bound) {
                throw malformed(what, end);
            }
            return values[at++];
        }

        /**
         * Tells whether a number comes next.
         *
         * @param value the number
         */
        public boolean isNext(int value) {
            return at < values.length && values[at] == value;
        }

        /** Takes the next number, whatever it is. */
        public void skip() {
            at++;
        }

        /**
         * Takes several numbers.
         *
         * @param count how many
         * @param what what they are, for the error
         * @throws MalformedInputException when there are fewer
         */
        public int[] take(int count, String what) {
            if (count < 0 || count > left()) {
                throw malformed(what, end);
            }
            at += count;
            return Arrays.copyOfRange(values, at - count, at);
        }
    }
}
