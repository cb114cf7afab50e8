package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;

/** Reads a 7z header from its beginning to its end (7zFormat.txt of the LZMA SDK). For one thread. */
final class SevenZipNumbers {
    private final Bytes bytes;
    private long at;

    SevenZipNumbers(Bytes bytes) {
        this.bytes = bytes;
    }

    int u8() throws DamagedException {
        return bytes.u8(at++);
    }

    /** Reads a number: the leading ones of the first byte tell how many bytes follow. */
    long number() throws DamagedException {
        int first = u8();
        long value = 0;
        int mask = 0x80;
        for (int i = 0; i < 8; i++) {
            if ((first & mask) == 0) {
                return value | (long) (first & (mask - 1)) << (8 * i);
            }
            value |= (long) u8() << (8 * i);
            mask >>>= 1;
        }
        return value;
    }

    /** Reads a number of things of which each takes a bit of the header at least. */
    long count() throws DamagedException {
        long value = number();
        if (value < 0 || value > 8L * bytes.length()) {
            throw new DamagedException("more things than the header has bits");
        }
        return value;
    }

    Bytes slice(long size) throws DamagedException {
        Bytes part = bytes.slice(at, size);
        at += size;
        return part;
    }

    /** Returns all that is left. */
    Bytes rest() {
        return bytes.clipped(at, Long.MAX_VALUE);
    }

    void skip(long size) throws DamagedException {
        slice(size);
    }

    /** Reads which of so many things have a value: all, or those of a vector of bits. */
    SevenZipBits defined(long count) throws DamagedException {
        return u8() != 0 ? new SevenZipBits(null) : bits(count);
    }

    SevenZipBits bits(long count) throws DamagedException {
        return new SevenZipBits(slice((count + 7) / 8));
    }
}
