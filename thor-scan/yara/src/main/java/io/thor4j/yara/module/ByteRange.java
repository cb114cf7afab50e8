package io.thor4j.yara.module;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/**
 * A range that a rule asked for, cut to the scanned bytes. Immutable; threads share it.
 *
 * @param offset its begin, bytes from the begin of the scanned range
 * @param size its size, bytes
 */
record ByteRange(int offset, int size) {
    /** Bytes between two looks at the clock: about a millisecond of the slowest digest. */
    static final int CLOCK_STEP = 1 << 18;

    /**
     * Cuts a range to the input as libyara does (yara-semantics.md, section 13, hash): what lies beyond the end is dropped, a range that
     * begins at or beyond the end, or has a negative part, is undefined.
     *
     * @param input the scanned bytes
     * @param offset begin of the range
     * @param size its size
     * @return the cut range, null when it is undefined
     */
    static @Nullable ByteRange cut(ModuleInput input, long offset, long size) {
        if (offset < 0 || size < 0 || offset >= input.length()) {
            return null;
        }
        return new ByteRange((int) offset, (int) Math.min(size, input.length() - offset));
    }
}
