package io.thor4j.yara.eval;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the first bytes of a file: that it begins with some, or that it does not begin with any of several. Immutable. */
final class FileHeader {
    /** Bytes that conditions compare at once at most. */
    static final int BYTES = 4;

    /** Nothing is known. */
    static final FileHeader ANY = new FileHeader(new byte[0], List.of());

    private final byte[] prefix;
    private final List<byte[]> excluded;

    private FileHeader(byte[] prefix, List<byte[]> excluded) {
        this.prefix = prefix;
        this.excluded = excluded;
    }

    /** What a question may be answered with. */
    enum Answer {
        /** No file does. */
        NEVER,
        /** Every file does. */
        ALWAYS,
        /** Some may. */
        PERHAPS
    }

    /**
     * A comparison of the file's first bytes with known ones.
     *
     * @param bytes those that make the comparison equal; null when no bytes do
     * @param width how many bytes the file needs for the comparison to have a value
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Test(byte @Nullable [] bytes, int width) {}

    /** Files that begin with some bytes. */
    static FileHeader of(byte[] prefix) {
        return new FileHeader(prefix, List.of());
    }

    /** Files that begin with none of several rows of bytes. */
    static FileHeader without(List<byte[]> excluded) {
        return new FileHeader(new byte[0], List.copyOf(excluded));
    }

    /** Returns the test that a comparison for equality makes, null when it is none of the file's first bytes with a constant. */
    static @Nullable Test test(Ir comparison) {
        Ir left = comparison.operand(0);
        Ir right = comparison.operand(1);
        Ir read = left.op() == Op.READ ? left : right;
        Ir number = read == left ? right : left;
        if (read.op() != Op.READ
                || !read.operand(0).isInt(0)
                || number.op() != Op.INT
                || number.isInt(IntNode.UNDEFINED)) {
            return null;
        }
        int bits = (int) read.number() & 63;
        boolean signed = (read.number() & 64) != 0;
        boolean bigEndian = (read.number() & 128) != 0;
        long value = number.number();
        long low = signed ? -(1L << (bits - 1)) : 0;
        long high = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        if (value < low || value > high) {
            return new Test(null, bits / 8);
        }
        byte[] bytes = new byte[bits / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bigEndian ? bytes.length - 1 - i : i] = (byte) (value >>> (8 * i));
        }
        return new Test(bytes, bytes.length);
    }

    /** Tells whether the files begin with some bytes; null stands for bytes that no file begins with. */
    Answer beginsWith(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Answer.NEVER;
        }
        int common = Math.min(bytes.length, prefix.length);
        if (!Arrays.equals(prefix, 0, common, bytes, 0, common)) {
            return Answer.NEVER;
        }
        if (prefix.length > 0 && bytes.length <= prefix.length) {
            return Answer.ALWAYS;
        }
        for (byte[] row : excluded) {
            if (row.length <= bytes.length && Arrays.equals(row, 0, row.length, bytes, 0, row.length)) {
                return Answer.NEVER;
            }
        }
        return Answer.PERHAPS;
    }
}
