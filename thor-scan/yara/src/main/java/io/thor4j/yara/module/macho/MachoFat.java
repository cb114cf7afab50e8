package io.thor4j.yara.module.macho;

import io.thor4j.yara.module.ByteView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header of a fat file (Apple, mach-o/fat.h): Mach-O files for several processors, one after the other. Its numbers have the highest
 * byte first. As libyara has it (macho.c, macho_parse_fat_file), the magic may stand the other way round. Java class files, which begin with
 * the same bytes, are none, a deliberate difference from libyara. Belongs to the scanning thread.
 */
final class MachoFat {
    /**
     * Counts from here on mean a Java class file: it has the same magic, and in place of the count its version, at least 45 (JVM
     * specification, 4.1; file(1) draws the line at 43, too). No Mac ever had that many processors.
     */
    private static final long FIRST_CLASS_FILE_VERSION = 43;

    private static final int HEADER_SIZE = 8;

    private final ByteView view;
    private final boolean wide;
    private final int count;

    private MachoFat(ByteView view, boolean wide) {
        this.view = view;
        this.wide = wide;
        long room = (view.size() - HEADER_SIZE) / entrySize();
        this.count = claimed() <= room ? (int) claimed() : 0;
    }

    /**
     * Opens a file.
     *
     * @param bytes all of it
     * @return the file, null when it is none
     */
    static @Nullable MachoFat open(ByteView bytes) {
        ByteView view = bytes.ordered(true);
        long magic = view.u32(0);
        boolean isFat = magic == MachoConstants.FAT_MAGIC
                || magic == MachoConstants.FAT_MAGIC_64
                || magic == MachoConstants.FAT_CIGAM
                || magic == MachoConstants.FAT_CIGAM_64;
        if (magic == MachoConstants.FAT_MAGIC && view.u32(4) >= FIRST_CLASS_FILE_VERSION) {
            return null;
        }
        return isFat && view.size() >= HEADER_SIZE ? new MachoFat(view, magic != MachoConstants.FAT_MAGIC) : null;
    }

    long magic() {
        return view.u32(0);
    }

    /** Returns how many files the header claims. */
    long claimed() {
        return view.u32(4);
    }

    /** Returns how many entries of the header there are: none when not all fit into the file. */
    int count() {
        return count;
    }

    private int entrySize() {
        return wide ? 32 : 20;
    }

    /** An entry of the header; words are unsigned. */
    record Architecture(long processor, long kind, long offset, long size, long alignment) {}

    /** Reads an entry; the index is below {@link #count}. */
    Architecture architecture(int index) {
        long at = HEADER_SIZE + (long) index * entrySize();
        return new Architecture(
                view.u32(at),
                view.u32(at + 4),
                wide ? view.i64(at + 8) : view.u32(at + 8),
                wide ? view.i64(at + 16) : view.u32(at + 12),
                view.u32(at + (wide ? 24 : 16)));
    }

    /** Reads the files, one for each entry, null where there is none. */
    List<@Nullable MachoFile> files() {
        List<@Nullable MachoFile> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Architecture architecture = architecture(i);
            ByteView part = view.part(architecture.offset(), architecture.size());
            result.add(part == null ? null : MachoFile.openPart(part));
        }
        return result;
    }
}
