package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates raw deflate that lies in memory. For one thread. */
final class DeflateInput extends InputStream {
    private static final int STEP = 64 << 10;

    private final Inflater inflater = new Inflater(true);
    private final Bytes packed;
    private final byte[] input = new byte[STEP];
    private int given;
    private boolean ended;
    private int rest;

    DeflateInput(Bytes packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (ended) {
            return -1;
        }
        try {
            while (true) {
                int count = inflater.inflate(bytes, offset, length);
                if (count > 0 || length == 0) {
                    return count;
                } else if (inflater.finished() || inflater.needsDictionary()) {
                    close();
                    return -1;
                } else if (given == packed.length()) {
                    close();
                    throw new DamagedException("deflated data ends too early");
                }
                int next = Math.min(STEP, packed.length() - given);
                packed.copyTo(given, input, 0, next);
                given += next;
                inflater.setInput(input, 0, next);
            }
        } catch (DataFormatException e) {
            close();
            throw new IOException("not deflated data", e);
        }
    }

    /** Returns the packed bytes that were used so far. */
    long used() {
        return (long) given - (ended ? rest : inflater.getRemaining());
    }

    @Override
    public void close() {
        if (!ended) {
            rest = inflater.getRemaining();
            ended = true;
            inflater.end();
        }
    }
}
