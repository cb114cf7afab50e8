package io.thor4j.spiexamples;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Decodes the payload of a parcel. For one thread. */
final class ParcelPayload extends InputStream {
    private static final int KEY = 0x5A;

    private final ByteBuffer encoded;

    ParcelPayload(ByteBuffer encoded) {
        this.encoded = encoded;
    }

    @Override
    public int read() {
        return encoded.hasRemaining() ? Byte.toUnsignedInt(encoded.get()) ^ KEY : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int count = Math.min(length, encoded.remaining());
        encoded.get(bytes, offset, count);
        for (int i = offset; i < offset + count; i++) {
            bytes[i] ^= KEY;
        }
        return count == 0 && length > 0 ? -1 : count;
    }
}
