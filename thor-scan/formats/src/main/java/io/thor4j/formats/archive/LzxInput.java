package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Unpacks one folder of a cabinet that is packed with LZX (MS-PATCH, sections 2.1 to 2.7). For one thread. */
final class LzxInput extends InputStream {
    /*
     * The packed bytes of all blocks are one stream of 16-bit words, each with its highest bit first. It is aligned to a word after every
     * 32 KiB of output; the packer sees to it that no match crosses that.
     */
    private static final int FRAME = 32 << 10;

    private static final int LITERALS = 256;
    private static final int LENGTHS = 249;
    private static final int PRE = 20;
    private static final int ALIGNED = 8;
    private static final int MAX_CODE = 16;

    private static final int VERBATIM_BLOCK = 1;
    private static final int ALIGNED_BLOCK = 2;
    private static final int UNCOMPRESSED_BLOCK = 3;

    /** Frames whose calls are translated: the first gigabyte. */
    private static final int TRANSLATED_FRAMES = 32_768;

    /** Position slots by bits of the window, from 15. */
    private static final int[] SLOTS = {30, 32, 34, 36, 38, 42, 50};

    private static final int[] EXTRA = new int[51];
    private static final int[] BASE = new int[51];

    static {
        for (int slot = 0; slot < EXTRA.length; slot++) {
            EXTRA[slot] = slot < 4 ? 0 : Math.min(17, (slot / 2) - 1);
            BASE[slot] = slot == 0 ? 0 : BASE[slot - 1] + (1 << EXTRA[slot - 1]);
        }
    }

    private final CabBlocks blocks;
    private final byte[] window;
    private final int mainSymbols;
    private final int[] mainLengths;
    private final int[] lengthLengths = new int[LENGTHS];
    private LzxCode main;
    private LzxCode lengths;
    private LzxCode aligned;

    private Bytes packed = Bytes.of(new byte[0]);
    private int packedAt;
    private int expected;
    private int bits;
    private int bitCount;

    private boolean begun;
    private int translation;
    private int blockType;
    private int blockLeft;
    private boolean oddBlock;
    private int r0 = 1;
    private int r1 = 1;
    private int r2 = 1;
    private long produced;

    private byte[] frame = new byte[0];
    private int frameAt;
    private int frames;

    LzxInput(CabBlocks blocks, int windowBits) throws DamagedException {
        if (windowBits < 15 || windowBits > 21) {
            throw new DamagedException("no LZX window has 2^" + windowBits + " bytes");
        }
        this.blocks = blocks;
        this.window = new byte[1 << windowBits];
        this.mainSymbols = LITERALS + 8 * SLOTS[windowBits - 15];
        this.mainLengths = new int[mainSymbols];
        this.main = new LzxCode(new int[0], 0);
        this.lengths = main;
        this.aligned = main;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (frameAt == frame.length && !nextFrame()) {
            return -1;
        }
        int count = Math.min(length, frame.length - frameAt);
        System.arraycopy(frame, frameAt, bytes, offset, count);
        frameAt += count;
        return count;
    }

    private boolean nextFrame() throws DamagedException {
        if (packedAt == packed.length() && !nextBlock()) {
            return false;
        }
        int size = Math.min(FRAME, expected);
        if (size == 0) {
            throw new DamagedException("packed bytes that unpack to nothing");
        }
        expected -= size;
        if (!begun) {
            begun = true;
            translation = bits(1) == 0 ? 0 : bits(16) << 16 | bits(16);
        }
        long begin = produced;
        decode(size);
        alignWord();
        frame = new byte[size];
        for (int i = 0; i < size; i++) {
            frame[i] = window[(int) (begin + i) & (window.length - 1)];
        }
        frameAt = 0;
        if (translation != 0 && frames < TRANSLATED_FRAMES && size > 10) {
            translate((int) begin);
        }
        frames++;
        return true;
    }

    private boolean nextBlock() throws DamagedException {
        Bytes next = blocks.next();
        if (next == null) {
            return false;
        }
        packed = next;
        packedAt = 0;
        expected += blocks.unpacked();
        return true;
    }

    private int word() throws DamagedException {
        int low = octet();
        return octet() << 8 | low;
    }

    private int octet() throws DamagedException {
        while (packedAt == packed.length()) {
            if (!nextBlock()) {
                throw new DamagedException("LZX data ends too early");
            }
        }
        return packed.u8(packedAt++);
    }

    private int bit() throws DamagedException {
        if (bitCount == 0) {
            bits = word();
            bitCount = 16;
        }
        bitCount--;
        return bits >> bitCount & 1;
    }

    private int bits(int count) throws DamagedException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    private void alignWord() {
        bitCount = 0;
    }

    private void decode(int size) throws DamagedException {
        long end = produced + size;
        while (produced < end) {
            if (blockLeft == 0) {
                blockHeader();
            }
            int run = (int) Math.min(blockLeft, end - produced);
            if (blockType == UNCOMPRESSED_BLOCK) {
                for (int i = 0; i < run; i++) {
                    put((byte) octet());
                }
                blockLeft -= run;
            } else {
                long runEnd = produced + run;
                while (produced < runEnd) {
                    element(runEnd);
                }
                blockLeft -= run;
            }
        }
    }

    private void put(byte value) {
        window[(int) produced & (window.length - 1)] = value;
        produced++;
    }

    private void blockHeader() throws DamagedException {
        if (oddBlock) {
            octet();
            oddBlock = false;
        }
        blockType = bits(3);
        blockLeft = bits(16) << 8 | bits(8);
        switch (blockType) {
            case ALIGNED_BLOCK -> {
                int[] alignedLengths = new int[ALIGNED];
                for (int i = 0; i < ALIGNED; i++) {
                    alignedLengths[i] = bits(3);
                }
                aligned = new LzxCode(alignedLengths, ALIGNED);
                codes();
            }
            case VERBATIM_BLOCK -> codes();
            case UNCOMPRESSED_BLOCK -> {
                if (bitCount == 0) {
                    word();
                }
                alignWord();
                r0 = word() | word() << 16;
                r1 = word() | word() << 16;
                r2 = word() | word() << 16;
                oddBlock = (blockLeft & 1) != 0;
            }
            default -> throw new DamagedException("no such LZX block");
        }
        if (blockLeft == 0) {
            throw new DamagedException("an empty LZX block");
        }
    }

    private void codes() throws DamagedException {
        readLengths(mainLengths, 0, LITERALS);
        readLengths(mainLengths, LITERALS, mainSymbols);
        main = new LzxCode(mainLengths, mainSymbols);
        readLengths(lengthLengths, 0, LENGTHS);
        lengths = new LzxCode(lengthLengths, LENGTHS);
    }

    /* Lengths are kept from block to block, and what is sent is by how much they changed. */
    private void readLengths(int[] all, int from, int to) throws DamagedException {
        int[] preLengths = new int[PRE];
        for (int i = 0; i < PRE; i++) {
            preLengths[i] = bits(4);
        }
        LzxCode pre = new LzxCode(preLengths, PRE);
        for (int i = from; i < to; ) {
            int symbol = pre.decode(this::bit);
            int count = 1;
            int value;
            if (symbol == 17 || symbol == 18) {
                count = symbol == 17 ? 4 + bits(4) : 20 + bits(5);
                value = 0;
            } else {
                if (symbol == 19) {
                    count = 4 + bits(1);
                    symbol = pre.decode(this::bit);
                }
                if (symbol > MAX_CODE) {
                    throw new DamagedException("a length out of order");
                }
                value = (all[i] - symbol + MAX_CODE + 1) % (MAX_CODE + 1);
            }
            for (int end = Math.min(to, i + count); i < end; i++) {
                all[i] = value;
            }
        }
    }

    private void element(long runEnd) throws DamagedException {
        int symbol = main.decode(this::bit);
        if (symbol < LITERALS) {
            put((byte) symbol);
            return;
        }
        int length = (symbol & 7) + 2;
        if (length == 9) {
            length += lengths.decode(this::bit);
        }
        int offset = offset((symbol - LITERALS) >> 3);
        if (offset <= 0 || offset > window.length || offset > produced || length > runEnd - produced) {
            throw new DamagedException("a match outside of the window");
        }
        for (int i = 0; i < length; i++) {
            put(window[(int) (produced - offset) & (window.length - 1)]);
        }
    }

    private int offset(int slot) throws DamagedException {
        int offset;
        switch (slot) {
            case 0 -> {
                return r0;
            }
            case 1 -> {
                offset = r1;
                r1 = r0;
            }
            case 2 -> {
                offset = r2;
                r2 = r0;
            }
            default -> {
                offset = BASE[slot] - 2 + extra(EXTRA[slot]);
                r2 = r1;
                r1 = r0;
            }
        }
        r0 = offset;
        return offset;
    }

    private int extra(int count) throws DamagedException {
        if (blockType == ALIGNED_BLOCK && count >= 3) {
            return (bits(count - 3) << 3) + aligned.decode(this::bit);
        }
        return bits(count);
    }

    /* Targets of x86 calls were made absolute; they become relative again. */
    private void translate(int position) {
        for (int i = 0; i < frame.length - 10; i++) {
            if (frame[i] != (byte) 0xE8) {
                continue;
            }
            int at = position + i;
            int absolute = (frame[i + 1] & 0xFF)
                    | (frame[i + 2] & 0xFF) << 8
                    | (frame[i + 3] & 0xFF) << 16
                    | (frame[i + 4] & 0xFF) << 24;
            if (absolute >= -at && absolute < translation) {
                int relative = absolute >= 0 ? absolute - at : absolute + translation;
                for (int k = 1; k <= 4; k++) {
                    frame[i + k] = (byte) relative;
                    relative >>= 8;
                }
            }
            i += 4;
        }
    }
}
