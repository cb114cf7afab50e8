package io.thor4j.formats.archive;

import io.thor4j.formats.Archives;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** Packs cabinets of one folder. */
public final class Cabinets {
    static final int STORED = 0;
    static final int MS_ZIP = 1;
    static final int QUANTUM = 2;
    static final int LZX = 3 | 15 << 8;

    private Cabinets() {}

    private record Block(byte[] data, int unpacked) {}

    private static List<Block> blocks(int type, byte[] content) {
        List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < content.length; at += CabBlocks.MAX_UNPACKED) {
            int size = Math.min(CabBlocks.MAX_UNPACKED, content.length - at);
            byte[] part = java.util.Arrays.copyOfRange(content, at, at + size);
            int from = at;
            byte[] data = switch (type) {
                case MS_ZIP ->
                    Archives.written(out -> {
                        Deflater deflater = new Deflater(9, true);
                        if (from > 0) {
                            deflater.setDictionary(content, from - CabBlocks.MAX_UNPACKED, CabBlocks.MAX_UNPACKED);
                        }
                        deflater.setInput(part);
                        deflater.finish();
                        byte[] packed = new byte[2 * CabBlocks.MAX_UNPACKED];
                        out.write('C');
                        out.write('K');
                        out.write(packed, 0, deflater.deflate(packed));
                        deflater.end();
                    });
                case LZX -> lzx(part);
                default -> part;
            };
            blocks.add(new Block(data, size));
        }
        return blocks;
    }

    /** Packs a cabinet of names and contents in turn. */
    public static byte[] cab(int type, Object... namesAndContents) {
        byte[] content = Archives.written(out -> {
            for (int i = 1; i < namesAndContents.length; i += 2) {
                out.write(Archives.bytes(namesAndContents[i].toString()));
            }
        });
        List<Block> blocks = blocks(type, content);
        int names = 0;
        for (int i = 0; i < namesAndContents.length; i += 2) {
            names += namesAndContents[i].toString().length() + 17;
        }
        int data = 36 + 8 + names;
        int size = data
                + blocks.stream().mapToInt(block -> 8 + block.data().length).sum();
        ByteBuffer cab = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        cab.put(Archives.bytes("MSCF"))
                .putInt(0)
                .putInt(size)
                .putInt(0)
                .putInt(44)
                .putInt(0);
        cab.put((byte) 3).put((byte) 1).putShort((short) 1).putShort((short) (namesAndContents.length / 2));
        cab.putShort((short) 0).putShort((short) 7).putShort((short) 0);
        cab.putInt(data).putShort((short) blocks.size()).putShort((short) type);
        int offset = 0;
        for (int i = 0; i < namesAndContents.length; i += 2) {
            int length = namesAndContents[i + 1].toString().length();
            cab.putInt(length).putInt(offset).putShort((short) 0);
            cab.putShort((short) (40 << 9 | 5 << 5 | 6)).putShort((short) 0).putShort((short) 0x20);
            cab.put(Archives.bytes(namesAndContents[i].toString())).put((byte) 0);
            offset += length;
        }
        for (Block block : blocks) {
            cab.putInt(0)
                    .putShort((short) block.data().length)
                    .putShort((short) block.unpacked())
                    .put(block.data());
        }
        return cab.array();
    }

    /** Writes bits as LZX has them. */
    private static final class Bits {
        private final StringBuilder bits = new StringBuilder();

        Bits put(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append(value >> i & 1);
            }
            return this;
        }

        /* Codes of 2 bits: 8 is 00, 16 is 01, 17 is 10, 18 is 11. */
        Bits preCode() {
            for (int i = 0; i < 20; i++) {
                put(i == 8 || i >= 16 && i <= 18 ? 2 : 0, 4);
            }
            return this;
        }

        Bits zeros(int count) {
            int left = count;
            for (; left >= 71; left -= 51) {
                put(3, 2).put(31, 5);
            }
            if (left > 51) {
                put(3, 2).put(left - 20 - 20, 5);
                left = 20;
            }
            return left >= 20 ? put(3, 2).put(left - 20, 5) : put(2, 2).put(left - 4, 4);
        }

        byte[] words() {
            while (bits.length() % 16 != 0) {
                bits.append('0');
            }
            byte[] bytes = new byte[bits.length() / 8];
            for (int i = 0; i < bytes.length; i += 2) {
                int word = Integer.parseInt(bits.substring(8 * i, 8 * i + 16), 2);
                bytes[i] = (byte) word;
                bytes[i + 1] = (byte) (word >> 8);
            }
            return bytes;
        }
    }

    /*
     * One verbatim block: literals take 9 bits, and one bit stands for a match of 8 bytes at the last distance, which at first is 1. It is used
     * wherever the nine bytes are equal.
     */
    private static byte[] lzx(byte[] content) {
        Bits bits = new Bits().put(0, 1).put(1, 3).put(content.length >> 8, 16).put(content.length & 0xFF, 8);
        bits.preCode();
        for (int i = 0; i < 256; i++) {
            bits.put(0, 2);
        }
        bits.preCode().zeros(6).put(1, 2).zeros(30 * 8 - 7);
        bits.preCode().zeros(249);
        for (int i = 0; i < content.length; ) {
            int equal = 0;
            while (i > 0 && equal < 8 && i + equal < content.length && content[i + equal] == content[i - 1]) {
                equal++;
            }
            if (equal == 8) {
                bits.put(0, 1);
                i += 8;
            } else {
                bits.put(1, 1).put(content[i] & 0xFF, 8);
                i++;
            }
        }
        return bits.words();
    }
}
