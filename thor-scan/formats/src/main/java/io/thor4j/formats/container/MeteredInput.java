package io.thor4j.formats.container;

import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacked bytes on their way to an archive reader: they are spent from the container's budget, but for those that members take, which are
 * spent there. What the reader takes for one header is bounded.
 */
public final class MeteredInput extends InputStream {
    /** Longest headers of one member; ours: names and attributes are a few KiB. */
    private static final long MAX_HEADER = 1 << 20;

    private final InputStream data;
    private final Container container;
    private boolean member;
    private long header;

    /**
     * Meters a stream.
     *
     * @param data unpacked bytes
     * @param container whose budget is spent
     */
    public MeteredInput(InputStream data, Container container) {
        this.data = data;
        this.container = container;
    }

    /** From now on bytes are of a header, and spent here. */
    public void header() {
        member = false;
        header = 0;
    }

    /** From now on bytes are of a member, and spent by who reads it. */
    public void member() {
        member = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = data.read(bytes, offset, length);
        if (!member && read > 0) {
            header += read;
            if (header > MAX_HEADER) {
                throw new ShortfallException(Shortfall.HEADER_SIZE);
            }
            if (!container.budget().timeLeft() || container.budget().spendBytes(read) != null) {
                throw new SpentException();
            }
        }
        return read;
    }
}
