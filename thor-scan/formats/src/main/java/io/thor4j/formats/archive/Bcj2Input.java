package io.thor4j.formats.archive;

import io.thor4j.formats.container.DamagedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Undoes 7z's filter BCJ2: x86 code whose call and jump targets stand, absolute and big endian, in streams of their own, and whose
 * range-coded fourth stream tells which instructions were changed (method 0303011B of the LZMA SDK). For one thread.
 */
final class Bcj2Input extends InputStream {
    private static final int PROBABILITIES = 258;
    private static final int HALF = 1 << 10;
    private static final int BITS = 11;
    private static final int SHIFT = 5;
    private static final long TOP = 1L << 24;

    private final InputStream main;
    private final InputStream calls;
    private final InputStream jumps;
    private final InputStream decisions;
    private final int[] probabilities = new int[PROBABILITIES];
    private long left;
    private long range = 0xFFFF_FFFFL;
    private long code;
    private boolean begun;
    private int previous;
    private int position;
    private int pending;
    private int pendingCount;

    Bcj2Input(InputStream main, InputStream calls, InputStream jumps, InputStream decisions, long size) {
        this.main = new BufferedInputStream(main);
        this.calls = new BufferedInputStream(calls);
        this.jumps = new BufferedInputStream(jumps);
        this.decisions = new BufferedInputStream(decisions);
        this.left = size;
        Arrays.fill(probabilities, HALF);
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            return -1;
        }
        left--;
        if (pendingCount > 0) {
            int value = pending & 0xFF;
            pending >>>= 8;
            pendingCount--;
            position++;
            return value;
        }
        if (!begun) {
            begun = true;
            for (int i = 0; i < 5; i++) {
                code = (code << 8 | next(decisions)) & 0xFFFF_FFFFL;
            }
        }
        int value = next(main);
        position++;
        boolean branch = (value & 0xFE) == 0xE8 || (previous == 0x0F && (value & 0xF0) == 0x80);
        int before = previous;
        previous = value;
        if (branch && decide(value == 0xE8 ? before : value == 0xE9 ? 256 : 257)) {
            target(value == 0xE8 ? calls : jumps);
        }
        return value;
    }

    private void target(InputStream targets) throws IOException {
        int absolute = 0;
        for (int i = 0; i < 4; i++) {
            absolute = absolute << 8 | next(targets);
        }
        pending = absolute - (position + 4);
        pendingCount = 4;
        previous = pending >>> 24;
    }

    private boolean decide(int index) throws IOException {
        int probability = probabilities[index];
        long bound = (range >>> BITS) * probability;
        boolean one = code >= bound;
        if (one) {
            range -= bound;
            code -= bound;
            probabilities[index] = probability - (probability >> SHIFT);
        } else {
            range = bound;
            probabilities[index] = probability + (((1 << BITS) - probability) >> SHIFT);
        }
        if (range < TOP) {
            range = range << 8 & 0xFFFF_FFFFL;
            code = (code << 8 | next(decisions)) & 0xFFFF_FFFFL;
        }
        return one;
    }

    private static int next(InputStream stream) throws IOException {
        int value = stream.read();
        if (value < 0) {
            throw new DamagedException("a stream of BCJ2 ends too early");
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (left <= 0) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(length, left);
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) read();
        }
        return count;
    }
}
