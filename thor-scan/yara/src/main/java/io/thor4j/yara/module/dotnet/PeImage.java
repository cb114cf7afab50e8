package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The little that .NET metadata needs of a PE file: data directories, and the way from an RVA to a file offset. Headers as in the PE format
 * specification of Microsoft; where it leaves room, as libyara 4.5.8 reads them (pe_utils.c:41-211). Used by one thread.
 */
final class PeImage {
    private static final int DOS_HEADER_SIZE = 64;
    private static final int FILE_HEADER_SIZE = 24;
    private static final int OPTIONAL_HEADER_32_SIZE = 224;
    private static final int OPTIONAL_HEADER_64_SIZE = 240;
    private static final int SECTION_HEADER_SIZE = 40;

    /** Sections looked at: the loader of Windows takes no more (include/yara/pe.h, MAX_PE_SECTIONS). */
    private static final int MAX_SECTIONS = 96;

    /** What a loader reads of a disk at once, bytes. */
    private static final int SECTOR = 0x200;

    private static final int PAGE = 0x1000;

    /** Values of the Machine field that libyara takes for a PE file (pe_utils.c:70-100), sorted. */
    private static final int[] MACHINES = {
        0x0, 0x14c, 0x166, 0x169, 0x1a2, 0x1a3, 0x1a6, 0x1a8, 0x1c0, 0x1c2, 0x1c4, 0x1d3, 0x1f0, 0x1f1, 0x200, 0x266,
        0x366, 0x466, 0xebc, 0x8664, 0x9041, 0xaa64
    };

    private final ModuleInput input;
    private final long optionalHeader;
    private final int optionalHeaderSize;
    private final boolean wide;
    private final int sectionCount;
    private final long firstSection;

    private PeImage(ModuleInput input, long ntHeader, boolean wide) {
        this.input = input;
        this.optionalHeader = ntHeader + FILE_HEADER_SIZE;
        this.optionalHeaderSize = input.u16le(ntHeader + 20);
        this.wide = wide;
        this.sectionCount = Math.min(input.u16le(ntHeader + 6), MAX_SECTIONS);
        this.firstSection = optionalHeader + optionalHeaderSize;
    }

    /**
     * Reads the headers.
     *
     * @param input the file
     * @return null when it is not a PE file with whole headers
     */
    static @Nullable PeImage read(ModuleInput input) {
        if (input.length() < DOS_HEADER_SIZE || input.u16le(0) != 0x5a4d) {
            return null;
        }
        long ntHeader = input.u32le(0x3c);
        long optional = ntHeader + FILE_HEADER_SIZE;
        if (ntHeader > Integer.MAX_VALUE
                || input.u32le(ntHeader) != 0x4550
                || !input.contains(optional, OPTIONAL_HEADER_32_SIZE)) {
            return null;
        }
        boolean wide = input.u16le(optional) == 0x20b;
        if (wide && !input.contains(optional, OPTIONAL_HEADER_64_SIZE)) {
            return null;
        }
        return Arrays.binarySearch(MACHINES, input.u16le(ntHeader + 4)) < 0 ? null : new PeImage(input, ntHeader, wide);
    }

    /** Tells whether this is a PE32+ file. */
    boolean wide() {
        return wide;
    }

    /** Returns the field NumberOfRvaAndSizes. */
    long directoryCount() {
        return input.u32le(optionalHeader + (wide ? 108 : 92));
    }

    /**
     * Returns the RVA in a data directory entry; NumberOfRvaAndSizes is not asked because it may lie.
     *
     * @param entry its number
     * @return -1 when the entry lies outside the optional header
     */
    long directoryRva(int entry) {
        long offset = (wide ? 112 : 96) + entry * 8L;
        return offset <= optionalHeaderSize ? input.u32le(optionalHeader + offset) : -1;
    }

    /**
     * Maps an RVA into the file: the fitting section with the highest RVA wins, and what lies below all sections is mapped one to one.
     *
     * @param rva the address
     * @return the offset, -1 when nothing in the file stands for the address
     */
    long offsetOf(long rva) {
        long lowest = 0xffffffffL;
        long sectionRva = 0;
        long rawOffset = 0;
        long rawSize = 0;
        for (int i = 0; i < sectionCount; i++) {
            long header = firstSection + (long) i * SECTION_HEADER_SIZE;
            if (!input.contains(header, SECTION_HEADER_SIZE)) {
                return -1;
            }
            long begin = input.u32le(header + 12);
            long size = Math.max(input.u32le(header + 8), input.u32le(header + 16));
            lowest = Math.min(lowest, begin);
            if (rva >= begin && rva - begin < size && sectionRva <= begin) {
                sectionRva = begin;
                rawSize = input.u32le(header + 16);
                rawOffset = aligned(input.u32le(header + 20));
            }
        }
        if (rva < lowest) {
            sectionRva = 0;
            rawOffset = 0;
            rawSize = input.length();
        }
        if (rva - sectionRva >= rawSize) {
            return -1;
        }
        long offset = rawOffset + (rva - sectionRva);
        return offset < input.length() ? offset : -1;
    }

    private long aligned(long rawOffset) {
        long alignment = Math.min(input.u32le(optionalHeader + 36), SECTOR);
        long result = alignment == 0 ? rawOffset : rawOffset - rawOffset % alignment;
        return input.u32le(optionalHeader + 32) >= PAGE ? result - result % SECTOR : result;
    }
}
