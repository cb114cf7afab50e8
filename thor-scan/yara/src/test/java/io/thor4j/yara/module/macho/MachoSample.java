package io.thor4j.yara.module.macho;

import io.thor4j.yara.module.ByteWriter;
import java.util.Arrays;

/** Small Mach-O files: a __TEXT segment with two sections, mapped at {@link #BASE}, and commands that follow. */
public final class MachoSample {
    public static final int BASE = 0x10000;

    final ByteWriter out;
    private final boolean wide;
    private int commands;
    private int at;

    public MachoSample(boolean bigEndian, boolean wide, long processor) {
        this.wide = wide;
        this.out = new ByteWriter(bigEndian, wide);
        this.at = wide ? 32 : 28;
        out.u32(0, wide ? 0xfeedfacfL : 0xfeedfaceL)
                .u32(4, processor)
                .u32(8, 3)
                .u32(12, 2)
                .u32(24, 0x85);
        if (wide) {
            out.u32(28, 7);
        }
        segment();
    }

    private void segment() {
        int segmentSize = wide ? 72 : 56;
        int sectionSize = wide ? 80 : 68;
        int begin = at;
        out.text(begin + 8, "__TEXT\0\0\0\0\0\0\0\0\0\0");
        out.word(begin, 24, 24, BASE)
                .word(begin, 28, 32, 0x4000)
                .word(begin, 32, 40, 0)
                .word(begin, 36, 48, 0x3000);
        int tail = begin + (wide ? 56 : 40);
        out.u32(tail, 7).u32(tail + 4, 5).u32(tail + 8, 2).u32(tail + 12, 4);
        section(begin + segmentSize, "__text\0\0\0\0\0\0\0\0\0\0", 1);
        section(begin + segmentSize + sectionSize, "__a_name_of_16__", 2);
        command(wide ? 0x19 : 1, segmentSize + 2 * sectionSize);
    }

    private void section(int begin, String name, int number) {
        out.text(begin, name).text(begin + 16, "__TEXT\0\0\0\0\0\0\0\0\0\0");
        out.word(begin, 32, 32, BASE + number).word(begin, 36, 40, 0x10L * number);
        int tail = begin + (wide ? 48 : 40);
        for (int i = 0; i < (wide ? 8 : 7); i++) {
            out.u32(tail + 4 * i, number * 100L + i);
        }
    }

    /** Ends a command whose body was written at {@link #next}. */
    public MachoSample command(long command, int size) {
        out.u32(at, command).u32(at + 4, size).size(at + size);
        at += size;
        commands++;
        out.u32(16, commands).u32(20, at - (wide ? 32 : 28));
        return this;
    }

    /** Returns where the next command begins. */
    public int next() {
        return at;
    }

    public MachoSample main(long entry, long stackSize) {
        out.u64(at + 8, entry).u64(at + 16, stackSize);
        return command(0x80000028L, 24);
    }

    /** A thread whose registers hold {@link #BASE}, BASE + 1, BASE + 2 and so on. */
    public MachoSample thread(int registers) {
        for (int i = 0; i < registers; i++) {
            out.word(at + 16, 4 * i, 8 * i, BASE + i);
        }
        return command(5, 16 + registers * (wide ? 8 : 4));
    }

    public byte[] data() {
        return out.data();
    }

    /** Puts files into a fat one, small ones at 0x1000, 0x2000 and so on. */
    public static byte[] fat(boolean wideFat, byte[]... parts) {
        int step = 0x1000;
        for (byte[] part : parts) {
            step = Math.max(step, (part.length + 0xfff) / 0x1000 * 0x1000);
        }
        ByteWriter out = new ByteWriter(true, wideFat);
        out.u32(0, wideFat ? 0xcafebabfL : 0xcafebabeL).u32(4, parts.length);
        for (int i = 0; i < parts.length; i++) {
            int entry = 8 + i * (wideFat ? 32 : 20);
            out.u32(entry, i == 0 ? 7 : 0x1000007).u32(entry + 4, 3);
            out.word(entry, 8, 8, (i + 1L) * step).word(entry, 12, 16, parts[i].length);
            out.u32(entry + (wideFat ? 24 : 16), 12);
            out.bytes((i + 1) * step, parts[i]);
        }
        return Arrays.copyOf(out.data(), (parts.length + 1) * step);
    }
}
