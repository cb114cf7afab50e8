package io.thor4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Reads contents into one array, in steps, up to a limit. Stateless. */
final class ContentReader {
    /*
     * A read into a heap buffer goes through a direct buffer that the JDK caches for each thread, as large as the largest read asked for:
     * steps of at most 1 MiB keep that cache small. The size that a file system or an archive states is a hint only: at most
     * FIRST_ALLOCATION is allocated on its word, more only as bytes really arrive.
     */
    private static final int STEP = 1 << 20;
    private static final int FIRST_ALLOCATION = 8 << 20;
    private static final int UNKNOWN_SIZE_ALLOCATION = 16 << 10;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** The reason when there is no file any more. */
    static final String DISAPPEARED = "file disappeared";

    private ContentReader() {}

    /** Reads a regular file up to a limit. */
    static Content read(Path path, long limit, String limitName, ReadBuffer buffer) {
        try (FileChannel channel = FileChannel.open(path, OPTIONS)) {
            return read(channel, channel.size(), limit, limitName, buffer);
        } catch (IOException | SecurityException e) {
            return Content.unreadable(reason(e));
        }
    }

    /** Reads a stream up to a limit; the caller closes it. */
    static Content read(InputStream stream, long limit, String limitName) {
        return read(Channels.newChannel(stream), -1, limit, limitName, new ReadBuffer());
    }

    /** Reads a channel; the stated size is a hint, negative when there is none. */
    static Content read(ReadableByteChannel channel, long statedSize, long limit, String limitName, ReadBuffer buffer) {
        int cap = (int) Math.min(limit, MAX_ARRAY);
        byte[] bytes = buffer.atLeast(firstAllocation(statedSize, cap));
        int length = 0;
        try {
            while (true) {
                if (length == cap) {
                    return end(bytes, length, channel.read(ByteBuffer.allocate(1)) > 0, statedSize, limitName);
                } else if (length == bytes.length) {
                    bytes = buffer.grown(bytes, (int) Math.min(cap, Math.max(UNKNOWN_SIZE_ALLOCATION, length * 2L)));
                }
                /* An array from an earlier file may be longer than the limit. */
                int room = Math.min(bytes.length, cap) - length;
                int read = channel.read(ByteBuffer.wrap(bytes, length, Math.min(STEP, room)));
                if (read < 0) {
                    return end(bytes, length, false, statedSize, limitName);
                }
                length += read;
            }
        } catch (IOException e) {
            return new Content(bytes, length, Content.State.UNREADABLE, reason(e));
        }
    }

    private static int firstAllocation(long statedSize, int cap) {
        /* One byte more than stated, so that the end is seen without growing the array. */
        long wanted = statedSize < 0 ? UNKNOWN_SIZE_ALLOCATION : Math.min(statedSize + 1, FIRST_ALLOCATION);
        return (int) Math.min(wanted, cap);
    }

    private static Content end(byte[] bytes, int length, boolean more, long statedSize, String limitName) {
        if (more) {
            return new Content(bytes, length, Content.State.TRUNCATED, limitName);
        }
        Content.State state = statedSize < 0 || statedSize == length
                ? Content.State.COMPLETE
                : length < statedSize ? Content.State.SHRUNK : Content.State.GROWN;
        return new Content(bytes, length, state, null);
    }

    /** Returns a short text without paths, fit for counting. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return DISAPPEARED;
        } else if (e instanceof AccessDeniedException || e instanceof SecurityException) {
            return "access denied";
        }
        return "read error: " + e.getClass().getSimpleName();
    }
}
