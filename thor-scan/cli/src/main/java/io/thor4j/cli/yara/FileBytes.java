package io.thor4j.cli.yara;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of one file after another, in a buffer that is kept between them. Used by one thread at a time. */
final class FileBytes {
    // Small enough for any file system, large enough for most files to need one read.
    private static final int FIRST_BYTES = 1 << 16;

    // A buffer that one large file needed is not kept by every thread for the rest of the scan.
    private static final int KEPT_BYTES = 64 << 20;

    // What the JVM can hold in one array.
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /**
     * Reads a file to its end, whatever size it is said to have.
     *
     * @throws IOException when it cannot be read, or does not fit into an array
     */
    void read(Path file) throws IOException {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        length = 0;
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new IOException("larger than 2 GB");
        }
        if (size >= bytes.length) {
            bytes = new byte[(int) size + 1];
        }
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(bytes, 0, bytes.length);
            while (read >= 0) {
                length += read;
                if (length == bytes.length) {
                    grow();
                }
                read = in.read(bytes, length, bytes.length - length);
            }
        }
    }

    private void grow() throws IOException {
        if (length == MAX_BYTES) {
            throw new IOException("larger than 2 GB");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, 2L * bytes.length));
    }

    /** Returns the buffer; its first {@link #length()} bytes are the file's. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
