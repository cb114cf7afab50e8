package io.thor4j.yara.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the parts of {@link RuleFormat} into memory. Used by one thread. */
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void octet(int value) {
        out.write(value);
    }

    /** Writes an unsigned number. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Writes a signed number so that small negative ones are short. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void fixed64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    void bytes(byte[] value) {
        number(value.length);
        out.write(value, 0, value.length);
    }

    /** Writes bytes behind their number as 32 bits, little-endian. */
    void part(byte[] value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value.length >>> shift);
        }
        out.write(value, 0, value.length);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
