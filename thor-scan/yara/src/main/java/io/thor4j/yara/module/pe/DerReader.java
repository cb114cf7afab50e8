package io.thor4j.yara.module.pe;

import org.jspecify.annotations.Nullable;

/** Reads ASN.1 values one after another. Every value lies wholly inside its parent. Used by one thread. */
final class DerReader {
    /** Nesting of values without a length, each of which is walked through to find its end. Real files have less than 10. */
    private static final int MAX_DEPTH = 16;

    private final byte[] data;
    private final int end;
    private int position;

    DerReader(byte[] data, int begin, int end) {
        this.data = data;
        this.position = begin;
        this.end = end;
    }

    boolean atEnd() {
        return position >= end;
    }

    /**
     * Reads the next value.
     *
     * @throws DerException when there is none or it does not fit
     */
    DerValue read() throws DerException {
        return read(0);
    }

    /**
     * Reads the next value, which must have a tag.
     *
     * @throws DerException when it has another, there is none or it does not fit
     */
    DerValue expect(int tag) throws DerException {
        if (atEnd() || (data[position] & 0xff) != tag) {
            throw new DerException("tag " + tag + " expected");
        }
        return read(0);
    }

    /**
     * Reads the next value when it has a tag.
     *
     * @return null when it has another or there is none
     * @throws DerException when it does not fit
     */
    @Nullable
    DerValue optional(int tag) throws DerException {
        return !atEnd() && (data[position] & 0xff) == tag ? read(0) : null;
    }

    private DerValue read(int depth) throws DerException {
        int start = position;
        int tag = octet();
        if ((tag & 0x1f) == 0x1f) {
            throw new DerException("long tag");
        }
        int first = octet();
        if (first == 0x80) {
            return readOpen(start, tag, depth);
        }
        long length = first;
        if (first > 0x80) {
            if (first > 0x84) {
                throw new DerException("length");
            }
            length = 0;
            for (int i = 0; i < (first & 0x7f); i++) {
                length = (length << 8) | octet();
            }
        }
        int content = position;
        if (length > end - content) {
            throw new DerException("length");
        }
        position = content + (int) length;
        return new DerValue(data, start, tag, content, position);
    }

    /** Reads a value that ends at two zero bytes. */
    private DerValue readOpen(int start, int tag, int depth) throws DerException {
        if ((tag & 0x20) == 0 || depth >= MAX_DEPTH) {
            throw new DerException("indefinite length");
        }
        int content = position;
        while (position + 1 >= end || data[position] != 0 || data[position + 1] != 0) {
            read(depth + 1);
        }
        DerValue value = new DerValue(data, start, tag, content, position);
        position += 2;
        return value;
    }

    private int octet() throws DerException {
        if (position >= end) {
            throw new DerException("end of data");
        }
        return data[position++] & 0xff;
    }
}
