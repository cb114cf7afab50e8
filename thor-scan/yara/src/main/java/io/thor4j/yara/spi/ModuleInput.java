package io.thor4j.yara.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one scan as a module sees them. Offsets count from the begin of the scanned range and may have any value: a read that does
 * not fit wholly inside returns -1 (the unsigned reads have no other negative result). Belongs to the scanning thread.
 */
public final class ModuleInput {
    private static final VarHandle U16LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U16BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64BE = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private final int from;
    private final int length;
    private final byte @Nullable [] moduleData;
    private final Consumer<String> console;
    private final IntPredicate spend;

    /**
     * Makes an input.
     *
     * @param data holds the scanned range
     * @param from begin of the range in {@code data}
     * @param length bytes of the range
     * @param moduleData what the caller passed for this module, null for nothing
     * @param console takes the lines of the module console
     * @param expired tells whether the scan's time is over
     */
    public ModuleInput(
            byte[] data,
            int from,
            int length,
            byte @Nullable [] moduleData,
            Consumer<String> console,
            BooleanSupplier expired) {
        this(data, from, length, moduleData, console, work -> expired.getAsBoolean());
    }

    /**
     * Makes an input whose readers count their work.
     *
     * @param data holds the scanned range
     * @param from begin of the range in {@code data}
     * @param length bytes of the range
     * @param moduleData what the caller passed for this module, null for nothing
     * @param console takes the lines of the module console
     * @param spend takes work, see {@link #spend}, and tells whether the scan's time is over
     */
    public ModuleInput(
            byte[] data,
            int from,
            int length,
            byte @Nullable [] moduleData,
            Consumer<String> console,
            IntPredicate spend) {
        Objects.checkFromIndexSize(from, length, data.length);
        this.data = data;
        this.from = from;
        this.length = length;
        this.moduleData = moduleData;
        this.console = console;
        this.spend = spend;
    }

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    /** Returns the size of the scanned range, bytes. */
    public int length() {
        return length;
    }

    /** Returns what the caller passed for this module, null for nothing; not to be changed. */
    public byte @Nullable [] moduleData() {
        return moduleData;
    }

    /**
     * Writes a line to the scan's console.
     *
     * @param line the line, without a line end
     */
    public void console(String line) {
        console.accept(line);
    }

    /** Tells whether the scan's time is over: a long loop asks this and then leaves the rest undefined. */
    public boolean expired() {
        return spend.test(0);
    }

    /**
     * Counts work for the rule under evaluation, and tells as {@link #expired} whether the time is over. For functions whose cost grows with
     * what the rule asks for.
     *
     * @param work units of about a nanosecond, such as bytes hashed; not negative
     */
    public boolean spend(int work) {
        return spend.test(work);
    }

    /**
     * Tells whether a range lies wholly inside.
     *
     * @param offset its begin
     * @param size its size, bytes
     */
    public boolean contains(long offset, long size) {
        return offset >= 0 && size >= 0 && size <= length && offset <= length - size;
    }

    /**
     * Reads one byte.
     *
     * @param offset where
     * @return 0..255, or -1 outside
     */
    public int u8(long offset) {
        return contains(offset, 1) ? data[from + (int) offset] & 0xff : -1;
    }

    /**
     * Reads two bytes, the lowest first.
     *
     * @param offset where
     * @return 0..65535, or -1 outside
     */
    public int u16le(long offset) {
        return contains(offset, 2) ? (short) U16LE.get(data, from + (int) offset) & 0xffff : -1;
    }

    /**
     * Reads two bytes, the highest first.
     *
     * @param offset where
     * @return 0..65535, or -1 outside
     */
    public int u16be(long offset) {
        return contains(offset, 2) ? (short) U16BE.get(data, from + (int) offset) & 0xffff : -1;
    }

    /**
     * Reads four bytes, the lowest first.
     *
     * @param offset where
     * @return 0..2^32-1, or -1 outside
     */
    public long u32le(long offset) {
        return contains(offset, 4) ? (int) U32LE.get(data, from + (int) offset) & 0xffffffffL : -1;
    }

    /**
     * Reads four bytes, the highest first.
     *
     * @param offset where
     * @return 0..2^32-1, or -1 outside
     */
    public long u32be(long offset) {
        return contains(offset, 4) ? (int) U32BE.get(data, from + (int) offset) & 0xffffffffL : -1;
    }

    /**
     * Reads eight bytes, the lowest first, as a signed number: check {@link #contains} first.
     *
     * @param offset where
     * @return the value, 0 outside
     */
    public long i64le(long offset) {
        return contains(offset, 8) ? (long) U64LE.get(data, from + (int) offset) : 0;
    }

    /**
     * Reads eight bytes, the highest first, as a signed number: check {@link #contains} first.
     *
     * @param offset where
     * @return the value, 0 outside
     */
    public long i64be(long offset) {
        return contains(offset, 8) ? (long) U64BE.get(data, from + (int) offset) : 0;
    }

    /**
     * Copies a range.
     *
     * @param offset its begin
     * @param size its size, bytes
     * @return the bytes, null when the range does not lie wholly inside
     */
    public byte @Nullable [] bytes(long offset, long size) {
        if (!contains(offset, size)) {
            return null;
        }
        int begin = from + (int) offset;
        return Arrays.copyOfRange(data, begin, begin + (int) size);
    }

    /**
     * Returns where a byte next stands.
     *
     * @param value the byte, 0..255
     * @param offset where to begin
     * @param limit how many bytes to look at, cut at the end of the range
     * @return its offset, -1 when it is not there
     */
    public int indexOf(int value, long offset, long limit) {
        if (!contains(offset, 0)) {
            return -1;
        }
        int begin = from + (int) offset;
        int end = begin + (int) Math.min(Math.max(limit, 0), length - offset);
        for (int i = begin; i < end; i++) {
            if (data[i] == (byte) value) {
                return i - from;
            }
        }
        return -1;
    }

    /** Returns the array that holds the range, for digests and other bulk reads; not to be changed. */
    public byte[] array() {
        return data;
    }

    /** Returns where the range begins in {@link #array()}. */
    public int arrayOffset() {
        return from;
    }
}
