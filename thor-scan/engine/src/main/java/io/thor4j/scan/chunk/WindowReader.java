package io.thor4j.scan.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Reads a file as windows of one size, each of which begins half a window after the one before (reference/thor-scanner.md section 4.1: 0-12,
 * 6-18, 12-24). So whatever is not longer than half a window is whole in at least one of them. Every byte is read, once; memory is one
 * window. For one thread.
 */
public final class WindowReader implements AutoCloseable {
    /** A read goes through a direct buffer that the JDK keeps for each thread: small steps keep it small. */
    private static final int STEP = 1 << 20;

    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;
    private final byte[] bytes;
    private final int half;
    private final long statedSize;
    private long offset;
    private int length;
    private boolean begun;
    private boolean ended;

    private WindowReader(FileChannel channel, byte[] bytes, long statedSize) {
        this.channel = channel;
        this.bytes = bytes;
        this.half = bytes.length / 2;
        this.statedSize = statedSize;
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @param window takes each window; its length is even and is that of a window
     * @throws IOException when the file cannot be opened
     */
    public static WindowReader open(Path file, byte[] window) throws IOException {
        if (window.length < 2 || window.length % 2 != 0) {
            throw new IllegalArgumentException("window of " + window.length + " bytes");
        }
        FileChannel channel = FileChannel.open(file, OPTIONS);
        try {
            return new WindowReader(channel, window, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads the next window into the array.
     *
     * @return false when all bytes were in a window already
     * @throws IOException when the file cannot be read further
     */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        int kept = 0;
        if (begun) {
            kept = length - half;
            System.arraycopy(bytes, half, bytes, 0, kept);
            offset += half;
        }
        length = kept;
        while (length < bytes.length) {
            int read = channel.read(ByteBuffer.wrap(bytes, length, Math.min(STEP, bytes.length - length)));
            if (read < 0) {
                ended = true;
                break;
            }
            length += read;
        }
        boolean news = length > kept;
        begun = true;
        return news;
    }

    /** Returns where the window begins, in bytes of the file. */
    public long offset() {
        return offset;
    }

    /** Returns how many bytes of the array belong to the window. */
    public int length() {
        return length;
    }

    /** Tells whether the file's end was met, so that no further window comes. */
    public boolean isLast() {
        return ended;
    }

    /** Tells whether the file ended before the size it had when it was opened. */
    public boolean hasShrunk() {
        return ended && offset + length < statedSize;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
