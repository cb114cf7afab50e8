package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import org.jspecify.annotations.Nullable;

/** The data blocks of one folder of a cabinet (MS-CAB, CFDATA), in order. For one thread. */
final class CabBlocks {
    private static final int HEADER = 8;

    /** Bytes that a block unpacks to at most. */
    static final int MAX_UNPACKED = 32 << 10;

    private final Bytes cab;
    private final int reserve;
    private long at;
    private int left;
    private int unpacked;

    CabBlocks(Bytes cab, long at, int count, int reserve) {
        this.cab = cab;
        this.at = at;
        this.left = count;
        this.reserve = reserve;
    }

    /** Returns the next block's packed bytes, null after the last. */
    @Nullable
    Bytes next() throws DamagedException {
        if (left == 0) {
            return null;
        }
        left--;
        int size = cab.u16le(at + 4);
        unpacked = cab.u16le(at + 6);
        Bytes data = cab.slice(at + HEADER + reserve, size);
        at += HEADER + reserve + size;
        if (unpacked > MAX_UNPACKED) {
            throw new DamagedException("a block above 32 KiB");
        }
        return data;
    }

    /** Returns the bytes that the block which was read last unpacks to. */
    int unpacked() {
        return unpacked;
    }
}
