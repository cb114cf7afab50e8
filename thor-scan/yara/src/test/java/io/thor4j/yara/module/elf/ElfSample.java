package io.thor4j.yara.module.elf;

import io.thor4j.yara.module.ByteWriter;

/** A small ELF file with every table the module reads; offsets below are those of its parts. */
public final class ElfSample {
    public static final int SEGMENTS = 0x80;
    public static final int TEXT = 0x100;
    public static final int DYNAMIC = 0x140;
    public static final int SYMBOLS = 0x200;
    public static final int NAMES = 0x400;
    public static final int SECTION_NAMES = 0x600;
    public static final int SECTIONS = 0x680;
    public static final int BASE = 0x400000;

    final ByteWriter out;
    private final boolean wide;
    private int symbols;
    private int names = 1;

    /** ET_EXEC with the entry point at {@link #TEXT}, a PT_LOAD and a PT_DYNAMIC segment, and six sections. */
    public ElfSample(boolean bigEndian, boolean wide) {
        this.wide = wide;
        this.out = new ByteWriter(bigEndian, wide);
        out.text(0, "\u007fELF").u8(4, wide ? 2 : 1).u8(5, bigEndian ? 2 : 1).u8(6, 1);
        out.u16(16, 2).u16(18, wide ? 62 : 8).u32(20, 1);
        out.word(0, 24, 24, BASE + TEXT).word(0, 28, 32, SEGMENTS).word(0, 32, 40, SECTIONS);
        int tail = wide ? 52 : 40;
        out.u16(tail, wide ? 64 : 52)
                .u16(tail + 2, wide ? 56 : 32)
                .u16(tail + 4, 2)
                .u16(tail + 6, wide ? 64 : 40)
                .u16(tail + 8, 6)
                .u16(tail + 10, 5);
        segment(0, 1, 5, 0, 0x800);
        segment(1, 2, 6, DYNAMIC, 0x30);
        dynamic(0, 1, 0x11).dynamic(1, 5, 0x22).dynamic(2, 0, 0).dynamic(3, 7, 7);
        section(1, 1, 1, 6, BASE + TEXT, TEXT, 0x10, 0);
        section(2, 7, 11, 2, BASE + SYMBOLS, SYMBOLS, 0, 4);
        section(3, 14, 8, 3, 0x700000, 0x1000, 0x2000, 0);
        section(4, 19, 3, 2, 0, NAMES, 0x200, 0);
        section(5, 27, 3, 0, 0, SECTION_NAMES, 0x30, 0);
        out.text(SECTION_NAMES, "\0.text\0.dynsy\0.bss\0.dynstr\0.shstrtab\0");
        symbol("", 0, 0, 0, 0);
    }

    public ElfSample segment(int index, int type, int flags, int offset, int size) {
        int at = SEGMENTS + index * (wide ? 56 : 32);
        out.u32(at, type).u32(at + (wide ? 4 : 24), flags);
        out.word(at, 4, 8, offset).word(at, 8, 16, BASE + offset).word(at, 12, 24, BASE + offset);
        out.word(at, 16, 32, size).word(at, 20, 40, size + 1).word(at, 28, 48, 0x1000);
        return this;
    }

    public ElfSample dynamic(int index, long tag, long value) {
        int at = DYNAMIC + index * (wide ? 16 : 8);
        out.word(at, 0, 0, tag).word(at, 4, 8, value);
        return this;
    }

    public ElfSample section(int index, int name, int type, int flags, long address, long offset, long size, int link) {
        int at = sectionAt(index);
        out.u32(at, name).u32(at + 4, type).word(at, 8, 8, flags).word(at, 12, 16, address);
        out.word(at, 16, 24, offset).word(at, 20, 32, size).u32(at + (wide ? 40 : 24), link);
        out.size(at + (wide ? 64 : 40));
        return this;
    }

    public int sectionAt(int index) {
        return SECTIONS + index * (wide ? 64 : 40);
    }

    /** Adds a symbol to .dynsym, its name to .dynstr. */
    public ElfSample symbol(String name, int info, int visibility, int section, long value) {
        int at = SYMBOLS + symbols * (wide ? 24 : 16);
        int nameOffset = name.isEmpty() ? 0 : names;
        out.u32(at, nameOffset).u8(at + (wide ? 4 : 12), info).u8(at + (wide ? 5 : 13), visibility);
        out.u16(at + (wide ? 6 : 14), section).word(at, 4, 8, value).word(at, 8, 16, value + 1);
        if (!name.isEmpty()) {
            out.text(NAMES + names, name + "\0");
            names += name.length() + 1;
        }
        symbols++;
        out.word(sectionAt(2), 20, 32, (long) symbols * (wide ? 24 : 16));
        return this;
    }

    public byte[] data() {
        return out.data();
    }
}
