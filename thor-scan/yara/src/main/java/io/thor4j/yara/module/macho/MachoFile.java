package io.thor4j.yara.module.macho;

import io.thor4j.yara.module.ByteView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One Mach-O file (Apple, mach-o/loader.h), alone or as a part of a fat file: offsets count from its begin. 32 and 64 bit, both byte orders.
 * What is checked was observed with {@code yara -D} 4.2.3. Belongs to the scanning thread.
 */
final class MachoFile {
    /** Load commands looked at between two looks at the clock. */
    private static final int CLOCK_STEP = 4096;

    /** Size of the wide header, bytes; libyara wants as much of files of 32 bit (observed). */
    private static final int MIN_SIZE = 32;

    /** Bytes of the names of segments and sections. */
    private static final int NAME_SIZE = 16;

    private final ByteView view;
    private final long magic;
    private final boolean wide;
    private long[] segments = new long[16];
    private int segmentCount;
    private @Nullable Long entryPoint;
    private @Nullable Long entryAddress;
    private @Nullable Long stackSize;

    private MachoFile(ByteView view, long magic) {
        this.view = view;
        this.magic = magic;
        this.wide = isWide(magic);
    }

    /**
     * Opens a file.
     *
     * @param bytes all of it, in any byte order
     * @return the file, null when it is none or its header is cut
     */
    static @Nullable MachoFile open(ByteView bytes) {
        ByteView view = bytes.ordered(true);
        long magic = view.u32(0);
        boolean known = magic == MachoConstants.MH_CIGAM
                || magic == MachoConstants.MH_CIGAM_64
                || magic == MachoConstants.MH_MAGIC
                || magic == MachoConstants.MH_MAGIC_64;
        return known ? openPart(bytes) : null;
    }

    /**
     * Opens what a fat file says is one: libyara believes it, whatever the magic is (macho.c, macho_parse_file).
     *
     * @param bytes all of it, in any byte order
     * @return the file, null when its header is cut
     */
    static @Nullable MachoFile openPart(ByteView bytes) {
        ByteView view = bytes.ordered(true);
        if (view.size() < MIN_SIZE) {
            return null;
        }
        long magic = view.u32(0);
        boolean highestFirst = magic == MachoConstants.MH_MAGIC
                || magic == MachoConstants.MH_MAGIC_64
                || magic == MachoConstants.FAT_MAGIC
                || magic == MachoConstants.FAT_MAGIC_64;
        MachoFile file = new MachoFile(highestFirst ? view : view.ordered(false), magic);
        file.readCommands();
        return file;
    }

    private static boolean isWide(long magic) {
        return magic != MachoConstants.MH_MAGIC && magic != MachoConstants.MH_CIGAM;
    }

    private int headerSize() {
        return wide ? 32 : 28;
    }

    /** Returns the first four bytes, the highest first: MH_CIGAM for a file whose numbers have the lowest byte first. */
    long magic() {
        return magic;
    }

    /** Returns a 32-bit field of the header. */
    long header(int offset) {
        return view.u32(offset);
    }

    /** Tells whether the file is one of 64 bit. */
    boolean wide() {
        return wide;
    }

    /** Returns the file offset where the program starts, null when none is known. */
    @Nullable
    Long entryPoint() {
        return entryPoint;
    }

    /** Returns the size of the stack that LC_MAIN asks for, null without LC_MAIN. */
    @Nullable
    Long stackSize() {
        return stackSize;
    }

    int segmentCount() {
        return segmentCount;
    }

    private void readCommands() {
        walkCommands(true);
        walkCommands(false);
        // The address of the last thread is looked up in the segments, wherever these stand; once, for there may be
        // many of both.
        if (entryAddress != null) {
            entryPoint = fileOffset(entryAddress);
        }
    }

    private void walkCommands(boolean forSegments) {
        long commands = view.u32(16);
        long at = headerSize();
        for (long i = 0; i < commands; i++) {
            if (!view.contains(at, 8) || (i % CLOCK_STEP == 0 && view.expired())) {
                return;
            }
            long command = view.u32(at);
            long size = view.u32(at + 4);
            if (size < 8 || !view.contains(at, size)) {
                return;
            }
            if (forSegments) {
                readSegment(command, at);
            } else {
                readEntry(command, at, size);
            }
            at += size;
        }
    }

    /** Segments of both widths count, whatever the file's own (observed). */
    private void readSegment(long command, long at) {
        boolean segment = command == MachoConstants.LC_SEGMENT || command == MachoConstants.LC_SEGMENT_64;
        if (!segment || !view.contains(at, segmentSize(isWideSegment(at)))) {
            return;
        }
        if (segmentCount == segments.length) {
            segments = Arrays.copyOf(segments, segmentCount * 2);
        }
        segments[segmentCount++] = at;
    }

    private boolean isWideSegment(long at) {
        return view.u32(at) == MachoConstants.LC_SEGMENT_64;
    }

    private static int segmentSize(boolean wide) {
        return wide ? 72 : 56;
    }

    private void readEntry(long command, long at, long size) {
        if (command == MachoConstants.LC_MAIN && size >= 24) {
            entryPoint = view.i64(at + 8);
            entryAddress = null;
            stackSize = view.i64(at + 16);
        } else if (command == MachoConstants.LC_UNIXTHREAD) {
            ThreadState state = ThreadState.of(view.u32(4));
            if (state != null && size >= state.commandSize) {
                long pc = at + state.programCounter;
                entryAddress = state.wide ? view.i64(pc) : view.u32(pc);
            }
        }
    }

    /*
     * The state of a thread follows the command's four words (command, size, flavor, count); its layout depends on the processor
     * (mach/<processor>/_structs.h, thread_status.h), flavor and count are not looked at. Sizes are those of the whole command.
     */
    private enum ThreadState {
        M68K(6, false, 84, 88),
        X86(7, false, 56, 80),
        ARM(12, false, 76, 84),
        M88K(13, false, 140, 152),
        SPARC(14, false, 20, 92),
        POWERPC(18, false, 16, 176),
        X86_64(0x1000007, true, 144, 184),
        ARM64(0x100000c, true, 272, 288),
        POWERPC64(0x1000012, true, 16, 320);

        private final long processor;
        private final boolean wide;
        private final int programCounter;
        private final int commandSize;

        ThreadState(long processor, boolean wide, int programCounter, int commandSize) {
            this.processor = processor;
            this.wide = wide;
            this.programCounter = programCounter;
            this.commandSize = commandSize;
        }

        static @Nullable ThreadState of(long processor) {
            for (ThreadState state : values()) {
                if (state.processor == processor) {
                    return state;
                }
            }
            return null;
        }
    }

    private @Nullable Long fileOffset(long address) {
        for (int i = 0; i < segmentCount; i++) {
            Segment segment = segment(i);
            boolean inside = Long.compareUnsigned(address, segment.address()) >= 0
                    && Long.compareUnsigned(address, segment.address() + segment.size()) < 0;
            if (inside) {
                return segment.fileOffset() + (address - segment.address());
            }
        }
        return null;
    }

    /** A segment; words are unsigned. {@code sections} is how many of {@code claimedSections} stand whole in the command. */
    record Segment(
            boolean wide,
            long begin,
            long address,
            long size,
            long fileOffset,
            long fileSize,
            long maximalProtection,
            long initialProtection,
            long claimedSections,
            long flags,
            long sectionTable,
            int sections) {}

    /** Reads a segment; the index is below {@link #segmentCount}. */
    Segment segment(int index) {
        long at = segments[index];
        boolean wideSegment = isWideSegment(at);
        long tail = at + (wideSegment ? 56 : 40);
        long claimed = view.u32(tail + 8);
        long fitting = (view.u32(at + 4) - segmentSize(wideSegment)) / sectionSize(wideSegment);
        return new Segment(
                wideSegment,
                at,
                word(wideSegment, at, 24, 24),
                word(wideSegment, at, 28, 32),
                word(wideSegment, at, 32, 40),
                word(wideSegment, at, 36, 48),
                view.u32(tail),
                view.u32(tail + 4),
                claimed,
                view.u32(tail + 12),
                at + segmentSize(wideSegment),
                (int) Math.max(0, Math.min(claimed, fitting)));
    }

    private long word(boolean wideWord, long at, int narrowOffset, int wideOffset) {
        return wideWord ? view.i64(at + wideOffset) : view.u32(at + narrowOffset);
    }

    private static int sectionSize(boolean wide) {
        return wide ? 80 : 68;
    }

    /** A section; words are unsigned, {@code reserved3} is -1 in segments of 32 bit. */
    record Section(
            long begin,
            long address,
            long size,
            long offset,
            long alignment,
            long relocations,
            long relocationCount,
            long flags,
            long reserved1,
            long reserved2,
            long reserved3) {}

    /** Reads a section; the index is below the segment's count. */
    Section section(Segment segment, int index) {
        boolean wideSection = segment.wide();
        long at = segment.sectionTable() + (long) index * sectionSize(wideSection);
        long tail = at + (wideSection ? 48 : 40);
        return new Section(
                at,
                word(wideSection, at, 32, 32),
                word(wideSection, at, 36, 40),
                view.u32(tail),
                view.u32(tail + 4),
                view.u32(tail + 8),
                view.u32(tail + 12),
                view.u32(tail + 16),
                view.u32(tail + 20),
                view.u32(tail + 24),
                wideSection ? view.u32(tail + 28) : -1);
    }

    /** Returns the name of a segment, cut at its first NUL, null when it does not stand in the file. */
    byte @Nullable [] name(Segment segment) {
        return view.fieldText(segment.begin() + 8, NAME_SIZE);
    }

    /** Returns the name of a section, as {@link #name(Segment)}. */
    byte @Nullable [] name(Section section) {
        return view.fieldText(section.begin(), NAME_SIZE);
    }

    /** Returns the name of the segment that a section names as its own, as {@link #name(Segment)}. */
    byte @Nullable [] segmentName(Section section) {
        return view.fieldText(section.begin() + NAME_SIZE, NAME_SIZE);
    }
}
