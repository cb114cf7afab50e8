package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/** The bytes of a PE file with the few header fields that everything else needs. Offsets and sizes are in bytes. */
final class PeImage {
    /** Bytes of a section header. */
    static final int SECTION_HEADER = 40;

    private static final int DOS_HEADER = 64;
    private static final int FILE_HEADER = 24;
    private static final int OPTIONAL_HEADER_32 = 224;
    private static final int OPTIONAL_HEADER_64 = 240;
    private static final int MAGIC_64 = 0x20b;
    private static final long PAGE = 0x1000;
    private static final long SECTOR = 0x200;

    private final ModuleInput input;
    private final long header;
    private final boolean wide;
    private final int sections;
    private final boolean sectionsComplete;

    private PeImage(ModuleInput input, long header, boolean wide) {
        this.input = input;
        this.header = header;
        this.wide = wide;
        int declared = Math.min(input.u16le(header + 6), PeLimits.SECTIONS);
        int readable = 0;
        while (readable < declared && input.contains(sectionHeader(readable), SECTION_HEADER)) {
            readable++;
        }
        this.sections = readable;
        this.sectionsComplete = readable == declared;
    }

    /**
     * Looks for the headers: the DOS header, the signature, the file header and a whole optional header of its kind must be there.
     *
     * @return null when the input is not a PE file
     */
    static @Nullable PeImage of(ModuleInput input) {
        if (!input.contains(0, DOS_HEADER) || input.u16le(0) != 0x5a4d) {
            return null;
        }
        long header = input.u32le(0x3c);
        if (header > Integer.MAX_VALUE || input.u32le(header) != 0x4550) {
            return null;
        }
        long optional = header + FILE_HEADER;
        if (!input.contains(optional, OPTIONAL_HEADER_32)) {
            return null;
        }
        boolean wide = input.u16le(optional) == MAGIC_64;
        if (wide && !input.contains(optional, OPTIONAL_HEADER_64)) {
            return null;
        }
        return new PeImage(input, header, wide);
    }

    ModuleInput input() {
        return input;
    }

    /** Returns where "PE\0\0" stands. */
    long header() {
        return header;
    }

    /** Returns where the optional header begins. */
    long optionalHeader() {
        return header + FILE_HEADER;
    }

    /** Tells whether it is PE32+. */
    boolean wide() {
        return wide;
    }

    /** Returns how many section headers can be read, 0..96. */
    int sections() {
        return sections;
    }

    /** Returns where a section header begins. */
    long sectionHeader(int index) {
        return header + FILE_HEADER + input.u16le(header + 20) + (long) index * SECTION_HEADER;
    }

    /** Returns where the data directories begin. */
    long directories() {
        return optionalHeader() + (wide ? 112 : 96);
    }

    /**
     * Returns the address of a data directory. NumberOfRvaAndSizes is not asked, as in libyara: there are loadable files in which it is
     * too low.
     */
    long directoryAddress(int index) {
        return input.u32le(directories() + 8L * index);
    }

    /** Returns the size of a data directory. */
    long directorySize(int index) {
        return input.u32le(directories() + 8L * index + 4);
    }

    /** Returns where a data directory's contents begin in the file, -1 when it is absent or not in the file. */
    long directoryOffset(int index) {
        long address = directoryAddress(index);
        return address == 0 ? -1 : offset(address);
    }

    /**
     * Converts a relative virtual address to a file offset with libyara's rules: of the sections that hold it (with the larger of their two
     * sizes) the one with the highest address counts, the last of equals; its raw pointer is rounded down; what lies below all sections is
     * mapped one to one.
     *
     * @param rva the address; an unsigned 64-bit number
     * @return -1 when it is not in the file
     */
    long offset(long rva) {
        if (rva < 0 || !sectionsComplete) {
            return -1;
        }
        long lowest = 0xffff_ffffL;
        long sectionAddress = 0;
        int found = -1;
        for (int i = 0; i < sections; i++) {
            long at = sectionHeader(i);
            long address = input.u32le(at + 12);
            lowest = Math.min(lowest, address);
            long size = Math.max(input.u32le(at + 8), input.u32le(at + 16));
            if (rva >= address && rva - address < size && sectionAddress <= address) {
                sectionAddress = address;
                found = i;
            }
        }
        if (rva < lowest) {
            return rva < input.length() ? rva : -1;
        }
        if (found < 0 || rva - sectionAddress >= input.u32le(sectionHeader(found) + 16)) {
            return -1;
        }
        long result = rawPointer(found) + (rva - sectionAddress);
        return result < input.length() ? result : -1;
    }

    private long rawPointer(int section) {
        long pointer = input.u32le(sectionHeader(section) + 20);
        long alignment = Math.min(input.u32le(optionalHeader() + 36), SECTOR);
        if (alignment != 0) {
            pointer -= pointer % alignment;
        }
        if (input.u32le(optionalHeader() + 32) >= PAGE) {
            pointer -= pointer % SECTOR;
        }
        return pointer;
    }

    /**
     * Reads the bytes up to a NUL, the end of the file or a bound, whatever comes first.
     *
     * @param offset inside the file
     * @param limit the bound
     */
    byte[] text(long offset, long limit) {
        long room = Math.min(limit, input.length() - offset);
        int end = input.indexOf(0, offset, room);
        byte[] text = input.bytes(offset, end < 0 ? room : end - offset);
        return text == null ? new byte[0] : text;
    }
}
