package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/**
 * A part of the scanned bytes read in one byte order; offsets count from its begin and may have any value. Immutable, as its input is for
 * the time of a scan; belongs to the scanning thread.
 */
public final class ByteView {
    private final ModuleInput input;
    private final long begin;
    private final long size;
    private final boolean bigEndian;

    /**
     * Makes a view of everything.
     *
     * @param input the scanned bytes
     * @param bigEndian whether the highest byte of a number comes first
     */
    public ByteView(ModuleInput input, boolean bigEndian) {
        this(input, 0, input.length(), bigEndian);
    }

    private ByteView(ModuleInput input, long begin, long size, boolean bigEndian) {
        this.input = input;
        this.begin = begin;
        this.size = size;
        this.bigEndian = bigEndian;
    }

    /**
     * Returns a part of this view.
     *
     * @param offset its begin
     * @param length its size, bytes
     * @return the part, null when it does not lie wholly inside
     */
    @Nullable
    public ByteView part(long offset, long length) {
        return contains(offset, length) ? new ByteView(input, begin + offset, length, bigEndian) : null;
    }

    /** Returns the same bytes, read in the given order. */
    public ByteView ordered(boolean highestFirst) {
        return new ByteView(input, begin, size, highestFirst);
    }

    /** Returns its size, bytes. */
    public long size() {
        return size;
    }

    /** Tells whether the scan's time is over. */
    public boolean expired() {
        return input.expired();
    }

    /**
     * Counts work for the rule under evaluation and tells whether the scan's time is over, see {@link ModuleInput#spend}.
     *
     * @param work units of about a nanosecond
     */
    public boolean spend(int work) {
        return input.spend(work);
    }

    /** Tells whether a range lies wholly inside. */
    public boolean contains(long offset, long length) {
        return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
    }

    /** Tells whether a table of equal entries lies wholly inside. */
    public boolean containsTable(long offset, long entrySize, long count) {
        return count >= 0 && count <= size / entrySize && contains(offset, count * entrySize);
    }

    /** Reads one byte, -1 outside. */
    public int u8(long offset) {
        return contains(offset, 1) ? input.u8(begin + offset) : -1;
    }

    /** Reads two bytes as an unsigned number, -1 outside. */
    public int u16(long offset) {
        if (!contains(offset, 2)) {
            return -1;
        }
        return bigEndian ? input.u16be(begin + offset) : input.u16le(begin + offset);
    }

    /** Reads four bytes as an unsigned number, -1 outside. */
    public long u32(long offset) {
        if (!contains(offset, 4)) {
            return -1;
        }
        return bigEndian ? input.u32be(begin + offset) : input.u32le(begin + offset);
    }

    /** Reads eight bytes as a signed number, 0 outside: check {@link #contains} first. */
    public long i64(long offset) {
        if (!contains(offset, 8)) {
            return 0;
        }
        return bigEndian ? input.i64be(begin + offset) : input.i64le(begin + offset);
    }

    /**
     * Reads a text that ends at a NUL.
     *
     * @param offset its begin
     * @param limit where the NUL must stand before
     * @return its bytes, null when it begins outside or no NUL follows inside
     */
    public byte @Nullable [] terminatedText(long offset, long limit) {
        if (!contains(offset, 1)) {
            return null;
        }
        long room = Math.min(size, limit) - offset;
        int nul = input.indexOf(0, begin + offset, room);
        // Many entries of a table may have the same long text.
        input.spend((int) Math.max(0, nul < 0 ? room : nul - begin - offset));
        return nul < 0 ? null : input.bytes(begin + offset, nul - begin - offset);
    }

    /**
     * Reads a text of a field of fixed size, cut at its first NUL.
     *
     * @param offset begin of the field
     * @param fieldSize its size, bytes
     * @return its bytes, null when the field does not lie inside
     */
    public byte @Nullable [] fieldText(long offset, int fieldSize) {
        byte[] field = contains(offset, fieldSize) ? input.bytes(begin + offset, fieldSize) : null;
        return field == null ? null : CStrings.cut(field);
    }
}
