package io.thor4j.yara.module.dex;

import io.thor4j.yara.spi.ModuleInput;

/** Reads unsigned LEB128 numbers of 32 bits, seven bits a byte, the lowest first, one behind the other. Used by one thread. */
final class Leb128 {
    private final ModuleInput input;
    private long position;
    private boolean damaged;

    Leb128(ModuleInput input, long position) {
        this.input = input;
        this.position = position;
    }

    /** Returns where the next number begins. */
    long position() {
        return position;
    }

    /** Tells whether a number ran over the end of the file. */
    boolean damaged() {
        return damaged;
    }

    /**
     * Goes back to an earlier place, as if nothing had been read since.
     *
     * @param earlier the place
     */
    void back(long earlier) {
        position = earlier;
        damaged = false;
    }

    /** Reads a number of at most five bytes, whose bits above 32 are lost. */
    long next() {
        long result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = input.u8(position);
            if (b < 0) {
                damaged = true;
                break;
            }
            position++;
            result |= (b & 0x7fL) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return result & 0xffffffffL;
    }
}
