package io.thor4j.yara.module;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes files for tests: numbers at given places of an array that grows. */
public final class ByteWriter {
    private final boolean bigEndian;
    private final boolean wide;
    private byte[] data = new byte[0];

    public ByteWriter(boolean bigEndian, boolean wide) {
        this.bigEndian = bigEndian;
        this.wide = wide;
    }

    private ByteBuffer at(int offset, int size) {
        if (data.length < offset + size) {
            data = Arrays.copyOf(data, offset + size);
        }
        return ByteBuffer.wrap(data, offset, size).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    public ByteWriter u8(int offset, int value) {
        at(offset, 1).put((byte) value);
        return this;
    }

    public ByteWriter u16(int offset, int value) {
        at(offset, 2).putShort((short) value);
        return this;
    }

    public ByteWriter u32(int offset, long value) {
        at(offset, 4).putInt((int) value);
        return this;
    }

    public ByteWriter u64(int offset, long value) {
        at(offset, 8).putLong(value);
        return this;
    }

    /** Writes 4 bytes at the first offset, or 8 bytes at the second in a wide file, counted from a base. */
    public ByteWriter word(int base, int narrowOffset, int wideOffset, long value) {
        return wide ? u64(base + wideOffset, value) : u32(base + narrowOffset, value);
    }

    public ByteWriter text(int offset, String latin1) {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        at(offset, bytes.length).put(bytes);
        return this;
    }

    public ByteWriter bytes(int offset, byte[] bytes) {
        at(offset, bytes.length).put(bytes);
        return this;
    }

    public ByteWriter size(int size) {
        at(size, 0);
        return this;
    }

    public byte[] data() {
        return data.clone();
    }
}
