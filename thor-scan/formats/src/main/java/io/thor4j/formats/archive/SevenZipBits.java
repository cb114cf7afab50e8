package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * A vector of bits, the first in the highest bit of the first byte. Immutable.
 *
 * @param bytes the bits, null when all are set
 */
record SevenZipBits(@Nullable Bytes bytes) {
    boolean get(long index) throws DamagedException {
        return bytes == null || (bytes.u8(index >>> 3) & 0x80 >>> (index & 7)) != 0;
    }
}
