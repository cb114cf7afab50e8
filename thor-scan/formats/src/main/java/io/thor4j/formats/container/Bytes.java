package io.thor4j.formats.container;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;

/**
 * A range of bytes that nobody vouches for. Offsets are longs from the beginning of the range, as formats state them; what lies outside is
 * reported as damage. The bytes are shared, not copied. For one thread.
 */
public final class Bytes {
    private static final VarHandle SHORT_LE =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] array;
    private final int from;
    private final int length;

    /**
     * Makes a range.
     *
     * @param array the array, not copied
     * @param from where it begins
     * @param length bytes
     */
    public Bytes(byte[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /** Makes the range of a whole array. */
    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    private int index(long at, int size) throws DamagedException {
        if (at < 0 || at > length - size) {
            throw new DamagedException("a field lies outside");
        }
        return from + (int) at;
    }

    /** Reads an unsigned byte. */
    public int u8(long at) throws DamagedException {
        return array[index(at, 1)] & 0xFF;
    }

    /**
     * Returns an unsigned byte that is known to be there.
     *
     * @throws IndexOutOfBoundsException when it is not
     */
    public int at(int index) {
        return array[from + Objects.checkIndex(index, length)] & 0xFF;
    }

    /** Reads an unsigned 16-bit integer, little endian. */
    public int u16le(long at) throws DamagedException {
        return (short) SHORT_LE.get(array, index(at, 2)) & 0xFFFF;
    }

    /** Reads a signed 32-bit integer, little endian. */
    public int i32le(long at) throws DamagedException {
        return (int) INT_LE.get(array, index(at, 4));
    }

    /** Reads an unsigned 32-bit integer, little endian. */
    public long u32le(long at) throws DamagedException {
        return Integer.toUnsignedLong(i32le(at));
    }

    /** Reads a 64-bit integer, little endian; negative from 2^63 on. */
    public long i64le(long at) throws DamagedException {
        return (long) LONG_LE.get(array, index(at, 8));
    }

    /** Returns a part of the range. */
    public Bytes slice(long at, long size) throws DamagedException {
        if (size < 0 || size > length) {
            throw new DamagedException("a part lies outside");
        }
        return new Bytes(array, index(at, (int) size), (int) size);
    }

    /** Returns what of a part lies inside the range, which may be nothing. */
    public Bytes clipped(long at, long size) {
        int begin = (int) Math.max(0, Math.min(at, length));
        return new Bytes(array, from + begin, (int) Math.max(0, Math.min(size, length - begin)));
    }

    /** Tells whether ASCII text or Latin-1 characters as bytes stand somewhere. */
    public boolean matches(long at, String latin1) {
        if (at < 0 || at > length - latin1.length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((array[from + (int) at + i] & 0xFF) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds Latin-1 characters as bytes.
     *
     * @param latin1 what, not empty
     * @param at where to begin
     * @param end where to end; what is found lies before it
     * @return where it is, -1 when it is not there
     */
    public int indexOf(String latin1, int at, int end) {
        byte first = (byte) latin1.charAt(0);
        int last = Math.min(end, length) - latin1.length();
        for (int i = Math.max(0, at); i <= last; i++) {
            if (array[from + i] == first && matches(i, latin1)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the bytes as text. */
    public String text(Charset charset) {
        return new String(array, from, length, charset);
    }

    /** Returns a copy of the bytes. */
    public byte[] copy() {
        return Arrays.copyOfRange(array, from, from + length);
    }

    /** Copies bytes of the range. */
    public void copyTo(int at, byte[] target, int targetFrom, int count) {
        Objects.checkFromIndexSize(at, count, length);
        System.arraycopy(array, from + at, target, targetFrom, count);
    }

    /** Returns a stream of the bytes. */
    public InputStream stream() {
        return new ByteArrayInputStream(array, from, length);
    }
}
