package io.thor4j.formats.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** The next bytes of a stream, with their checksum. Closing it leaves the stream open. For one thread. */
final class BoundedInput extends InputStream {
    private final InputStream data;
    private final CRC32 crc = new CRC32();
    private long left;

    BoundedInput(InputStream data, long size) {
        this.data = data;
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int read = data.read(bytes, offset, (int) Math.min(length, left));
        if (read > 0) {
            left -= read;
            crc.update(bytes, offset, read);
        }
        return read;
    }

    /** Returns the CRC-32 of what was read so far. */
    int crc() {
        return (int) crc.getValue();
    }
}
