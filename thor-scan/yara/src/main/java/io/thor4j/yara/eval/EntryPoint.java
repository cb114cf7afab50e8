package io.thor4j.yara.eval;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where a PE or ELF file begins to run, as the deprecated keyword {@code entrypoint} has it (libyara exefiles.c): simpler than what the
 * modules pe and elf say, and little-endian only.
 */
final class EntryPoint {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int PE_SECTION_SIZE = 40;
    /** Sections that are looked at (libyara exefiles.c, MAX_PE_SECTIONS there). */
    private static final int PE_SECTIONS = 60;

    private static final int ELF_EXECUTABLE = 2;
    private static final int ELF_NO_BITS = 8;

    private final byte[] data;
    private final int from;
    private final int length;

    private EntryPoint(byte[] data, int from, int length) {
        this.data = data;
        this.from = from;
        this.length = length;
    }

    /** Returns the offset of the entry point, {@link IntNode#UNDEFINED} when it is neither PE nor ELF. */
    static long offset(byte[] data, int from, int length) {
        EntryPoint file = new EntryPoint(data, from, length);
        int pe = file.peHeader();
        if (pe >= 0) {
            return file.peOffset(pe);
        }
        if (length > 5 && file.u32(0) == 0x464c457fL) {
            if (data[from + 4] == 1 && length >= 52) {
                return file.elfOffset(new ElfLayout(
                        file.u16(16), file.u32(24), file.u32(28), file.u32(32), file.u16(44), file.u16(48), 32, 40));
            }
            if (data[from + 4] == 2 && length >= 64) {
                return file.elfOffset(new ElfLayout(
                        file.u16(16), file.i64(24), file.i64(32), file.i64(40), file.u16(56), file.u16(60), 56, 64));
            }
        }
        return IntNode.UNDEFINED;
    }

    private int peHeader() {
        if (length < 64 || u16(0) != 0x5a4d) {
            return -1;
        }
        long header = u32(60);
        // Signature, file header and the entry point's field in the optional header have to be there.
        boolean fits = header < length && length - header > 24 + 20;
        return fits && u32(header) == 0x4550L ? (int) header : -1;
    }

    private long peOffset(int pe) {
        long rva = u32(pe + 24L + 16);
        long section = pe + 24L + u16(pe + 20L);
        int count = Math.min(u16(pe + 6L), PE_SECTIONS);
        long sectionRva = 0;
        long sectionOffset = 0;
        for (int i = 0; i < count; i++, section += PE_SECTION_SIZE) {
            if (section + PE_SECTION_SIZE >= length) {
                return 0;
            }
            long address = u32(section + 12);
            if (rva >= address && sectionRva <= address) {
                sectionRva = address;
                sectionOffset = u32(section + 20);
            }
        }
        return sectionOffset + (rva - sectionRva);
    }

    private record ElfLayout(
            int type,
            long entry,
            long programTable,
            long sectionTable,
            int programs,
            int sections,
            int programSize,
            int sectionSize) {}

    /** Sizes and addresses of an ELF file are unsigned; those with the top bit set fit in no file, so they are simply not matched. */
    private long elfOffset(ElfLayout elf) {
        boolean wide = elf.sectionSize == 64;
        if (elf.type == ELF_EXECUTABLE) {
            if (!tableFits(elf.programTable, elf.programs, elf.programSize)) {
                return 0;
            }
            for (int i = 0; i < elf.programs; i++) {
                long at = elf.programTable + (long) i * elf.programSize;
                long address = wide ? i64(at + 16) : u32(at + 8);
                long size = wide ? i64(at + 40) : u32(at + 20);
                if (within(elf.entry, address, size)) {
                    return (wide ? i64(at + 8) : u32(at + 4)) + (elf.entry - address);
                }
            }
            return 0;
        }
        if (!tableFits(elf.sectionTable, elf.sections, elf.sectionSize)) {
            return 0;
        }
        for (int i = 0; i < elf.sections; i++) {
            long at = elf.sectionTable + (long) i * elf.sectionSize;
            long type = u32(at + 4);
            long address = wide ? i64(at + 16) : u32(at + 12);
            long size = wide ? i64(at + 32) : u32(at + 20);
            if (type != 0 && type != ELF_NO_BITS && within(elf.entry, address, size)) {
                return (wide ? i64(at + 24) : u32(at + 16)) + (elf.entry - address);
            }
        }
        return 0;
    }

    private boolean tableFits(long table, int count, int size) {
        return table > 0 && table <= length && (long) count * size <= length - table;
    }

    private static boolean within(long value, long begin, long size) {
        return Long.compareUnsigned(value - begin, size) < 0;
    }

    private int u16(long offset) {
        return (short) U16.get(data, from + (int) offset) & 0xffff;
    }

    private long u32(long offset) {
        return (int) U32.get(data, from + (int) offset) & 0xffffffffL;
    }

    private long i64(long offset) {
        return (long) U64.get(data, from + (int) offset);
    }
}
