package io.thor4j.formats.container;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Counts a member's bytes and keeps what goes wrong: whatever a codec throws at damaged data becomes an {@link IOException}. */
final class MemberStream extends InputStream {
    private final InputStream data;
    private long count;
    private boolean ended;
    private @Nullable Shortfall failure;

    MemberStream(InputStream data) {
        this.data = data;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = data.read(bytes, offset, length);
        } catch (ShortfallException e) {
            failure = e.shortfall();
            throw e;
        } catch (IOException e) {
            failure = Shortfall.DAMAGED;
            throw e;
        } catch (RuntimeException e) {
            failure = Shortfall.DAMAGED;
            throw new IOException("a codec failed: " + e.getClass().getSimpleName(), e);
        }
        if (read < 0) {
            ended = true;
        } else {
            count += read;
        }
        return read;
    }

    long count() {
        return count;
    }

    /** Tells whether the end was reached. */
    boolean isEnded() {
        return ended;
    }

    /** Returns what went wrong, null when nothing did. */
    @Nullable
    Shortfall failure() {
        return failure;
    }
}
