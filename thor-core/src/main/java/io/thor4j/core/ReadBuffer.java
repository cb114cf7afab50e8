package io.thor4j.core;

import java.util.Arrays;

/**
 * Memory that the contents of files are read into, one after another, so that a scan of many files does not make an array for each. A
 * content in it ends when the next is read: {@link Element#release} comes before that. For one thread.
 */
public final class ReadBuffer {
    /** Largest array kept, 32 MiB: a file of the default size limit fits, and no thread holds on to more. */
    private static final int MAX_KEPT = 32 << 20;

    private byte[] kept = new byte[0];

    /** Makes an empty buffer; it grows with the files. */
    public ReadBuffer() {}

    /** Returns an array of at least this length, with anything in it. */
    byte[] atLeast(int length) {
        return kept.length >= length ? kept : keep(new byte[length]);
    }

    /** Makes an array longer and keeps its bytes. */
    byte[] grown(byte[] bytes, int length) {
        return keep(Arrays.copyOf(bytes, length));
    }

    private byte[] keep(byte[] bytes) {
        if (bytes.length > kept.length && bytes.length <= MAX_KEPT) {
            kept = bytes;
        }
        return bytes;
    }
}
