package io.thor4j.yara.module.elf;

import io.thor4j.yara.module.ByteView;
import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/**
 * The tables of an ELF file (gABI 4.1, chapters 4 and 5), 32 and 64 bit, both byte orders. A table counts only when all of it lies in the
 * file; entries have the size of their structure, whatever the header says, as in libyara. Belongs to the scanning thread.
 */
final class ElfFile {
    private final ByteView view;
    private final boolean wide;

    private ElfFile(ByteView view, boolean wide) {
        this.view = view;
        this.wide = wide;
    }

    /**
     * Opens a file.
     *
     * @return the file, null when it is no ELF file of a known class and byte order, or its header is cut
     */
    static @Nullable ElfFile open(ModuleInput input) {
        if (input.u32be(0) != 0x7f454c46) {
            return null;
        }
        int elfClass = input.u8(4);
        int order = input.u8(5);
        if ((elfClass != 1 && elfClass != 2) || (order != 1 && order != 2)) {
            return null;
        }
        boolean wide = elfClass == 2;
        // libyara wants more bytes than the header has.
        return input.length() <= (wide ? 64 : 52) ? null : new ElfFile(new ByteView(input, order == 2), wide);
    }

    /** Returns the bytes of the file. */
    ByteView view() {
        return view;
    }

    int type() {
        return view.u16(16);
    }

    int machine() {
        return view.u16(18);
    }

    long entry() {
        return word(24, 24);
    }

    long segmentTable() {
        return word(28, 32);
    }

    long sectionTable() {
        return word(32, 40);
    }

    int segmentEntrySize() {
        return view.u16(wide ? 54 : 42);
    }

    int segmentCount() {
        return view.u16(wide ? 56 : 44);
    }

    int sectionEntrySize() {
        return view.u16(wide ? 58 : 46);
    }

    int sectionCount() {
        return view.u16(wide ? 60 : 48);
    }

    private int sectionNameTable() {
        return view.u16(wide ? 62 : 50);
    }

    /** Reads an address or a size: 4 unsigned bytes in the narrow class, 8 in the wide one. */
    private long word(long narrowOffset, long wideOffset) {
        return wide ? view.i64(wideOffset) : view.u32(narrowOffset);
    }

    /** Returns how many sections can be read, 0 when their table is not usable. */
    int readableSections() {
        int count = sectionCount();
        boolean usable = count < ElfConstants.SHN_LORESERVE
                && sectionNameTable() < count
                && view.containsTable(sectionTable(), sectionSize(), count);
        return usable ? count : 0;
    }

    private int sectionSize() {
        return wide ? 64 : 40;
    }

    /** Returns how many segments can be read, 0 when their table is not usable. */
    int readableSegments() {
        int count = segmentCount();
        boolean usable = count < ElfConstants.PN_XNUM && view.containsTable(segmentTable(), segmentSize(), count);
        return usable ? count : 0;
    }

    private int segmentSize() {
        return wide ? 56 : 32;
    }

    /** An entry of the section table; words are unsigned. */
    record Section(long name, long type, long flags, long address, long offset, long size, long link) {}

    /** Reads a section header; the index is below {@link #readableSections}. */
    Section section(int index) {
        long at = sectionTable() + (long) index * sectionSize();
        return new Section(
                view.u32(at),
                view.u32(at + 4),
                word(at + 8, at + 8),
                word(at + 12, at + 16),
                word(at + 16, at + 24),
                word(at + 20, at + 32),
                view.u32(at + (wide ? 40 : 24)));
    }

    /** Returns the name of a section, null when it cannot be read. */
    byte @Nullable [] name(Section section) {
        long table = section(sectionNameTable()).offset();
        return text(table, view.size(), section.name());
    }

    /**
     * Reads an entry of a string table: the table begins with a NUL, the entry ends at one.
     *
     * @param table begin of the table
     * @param end where the entry must have ended
     * @param offset of the entry in the table
     * @return the text, null when it cannot be read
     */
    private byte @Nullable [] text(long table, long end, long offset) {
        return view.u8(table) == 0 ? view.terminatedText(table + offset, end) : null;
    }

    /** An entry of the program header table; words are unsigned. */
    record Segment(
            long type,
            long flags,
            long offset,
            long virtualAddress,
            long physicalAddress,
            long fileSize,
            long memorySize,
            long alignment) {}

    /** Reads a program header; the index is below {@link #readableSegments}. */
    Segment segment(int index) {
        long at = segmentTable() + (long) index * segmentSize();
        return new Segment(
                view.u32(at),
                view.u32(at + (wide ? 4 : 24)),
                word(at + 4, at + 8),
                word(at + 8, at + 16),
                word(at + 12, at + 24),
                word(at + 16, at + 32),
                word(at + 20, at + 40),
                word(at + 28, at + 48));
    }

    /**
     * Returns where in the file an address is loaded from: through the segments in an executable, through the sections in everything else.
     * This needs less of the tables than {@link #readableSections} and {@link #readableSegments}, but not at offset 0 (observed).
     *
     * @return the offset, null when nothing is loaded there
     */
    @Nullable
    Long fileOffset(long address) {
        if (type() == ElfConstants.ET_EXEC) {
            boolean usable = segmentTable() != 0 && view.containsTable(segmentTable(), segmentSize(), segmentCount());
            int segments = usable ? segmentCount() : 0;
            for (int i = 0; i < segments; i++) {
                Segment segment = segment(i);
                if (covers(segment.virtualAddress(), segment.memorySize(), address)) {
                    return segment.offset() + (address - segment.virtualAddress());
                }
            }
            return null;
        }
        boolean usable = sectionTable() != 0 && view.containsTable(sectionTable(), sectionSize(), sectionCount());
        int sections = usable ? sectionCount() : 0;
        for (int i = 0; i < sections; i++) {
            Section section = section(i);
            if (section.type() != ElfConstants.SHT_NULL
                    && section.type() != ElfConstants.SHT_NOBITS
                    && covers(section.address(), section.size(), address)) {
                return section.offset() + (address - section.address());
            }
        }
        return null;
    }

    /** The sum may overflow the width of an address and then covers nothing, as in libyara. */
    private boolean covers(long begin, long size, long address) {
        long end = wide ? begin + size : (begin + size) & 0xffffffffL;
        return Long.compareUnsigned(address, begin) >= 0 && Long.compareUnsigned(address, end) < 0;
    }

    /** Where symbols and their names stand. */
    record SymbolTable(long offset, int count, long names, long namesEnd) {}

    /**
     * Finds the symbols of a kind.
     *
     * @param sectionType {@link ElfConstants#SHT_SYMTAB} or {@link ElfConstants#SHT_DYNSYM}
     * @return the table of the last such section, null when there is none that can be read
     */
    @Nullable
    SymbolTable symbols(int sectionType) {
        SymbolTable found = null;
        int sections = readableSections();
        for (int i = 0; i < sections; i++) {
            Section section = section(i);
            if (section.type() == sectionType
                    && section.link() < sections
                    && view.contains(section.offset(), section.size())) {
                Section names = section(Math.toIntExact(section.link()));
                if (names.type() == ElfConstants.SHT_STRTAB && view.contains(names.offset(), names.size())) {
                    found = new SymbolTable(
                            section.offset(),
                            (int) (section.size() / symbolSize()),
                            names.offset(),
                            names.offset() + names.size());
                }
            }
        }
        return found;
    }

    private int symbolSize() {
        return wide ? 24 : 16;
    }

    /** An entry of a symbol table; words are unsigned, the name is an offset in the table of names. */
    record Symbol(long name, long value, long size, int type, int bind, int visibility, int section) {}

    /** Reads a symbol; the index is below the table's count. */
    Symbol symbol(SymbolTable table, int index) {
        long at = table.offset() + (long) index * symbolSize();
        int info = view.u8(at + (wide ? 4 : 12));
        return new Symbol(
                view.u32(at),
                word(at + 4, at + 8),
                word(at + 8, at + 16),
                info & 0xf,
                info >> 4,
                view.u8(at + (wide ? 5 : 13)) & 3,
                view.u16(at + (wide ? 6 : 14)));
    }

    /** Returns the name of a symbol of a table, null when it cannot be read. */
    byte @Nullable [] name(SymbolTable table, Symbol symbol) {
        return text(table.names(), table.namesEnd(), symbol.name());
    }

    /** Where the entries of the dynamic section stand. */
    record DynamicTable(long offset, int count) {}

    /** Finds the entries of the last dynamic segment, up to and with the first DT_NULL, null when there is no such segment. */
    @Nullable
    DynamicTable dynamic() {
        DynamicTable found = null;
        for (int i = 0; i < readableSegments(); i++) {
            Segment segment = segment(i);
            if (segment.type() == ElfConstants.PT_DYNAMIC) {
                found = new DynamicTable(segment.offset(), dynamicCount(segment.offset()));
            }
        }
        return found;
    }

    private int dynamicCount(long offset) {
        int entrySize = wide ? 16 : 8;
        int count = 0;
        long at = offset;
        while (view.contains(at, entrySize)) {
            count++;
            if (word(at, at) == 0 || (count % 65_536 == 0 && view.expired())) {
                break;
            }
            at += entrySize;
        }
        return count;
    }

    /** Returns the tag of a dynamic entry, unsigned. */
    long dynamicTag(DynamicTable table, int index) {
        long at = table.offset() + (long) index * (wide ? 16 : 8);
        return word(at, at);
    }

    /** Returns the value of a dynamic entry, unsigned. */
    long dynamicValue(DynamicTable table, int index) {
        long at = table.offset() + (long) index * (wide ? 16 : 8);
        return word(at + 4, at + 8);
    }
}
