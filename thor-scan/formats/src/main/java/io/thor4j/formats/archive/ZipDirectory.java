package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * Where the central directory of a ZIP archive lies (PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16). Immutable.
 *
 * @param begin its first byte
 * @param end the byte after its last
 * @param shift what stands before the archive, to be added to the offsets in it
 */
record ZipDirectory(long begin, long end, long shift) {
    private static final String END = "PK\u0005\u0006";
    private static final String WIDE_END = "PK\u0006\u0006";
    private static final String WIDE_LOCATOR = "PK\u0006\u0007";
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR_SIZE = 20;

    /** Finds it from the end; null when there is none. */
    static @Nullable ZipDirectory find(Bytes zip) {
        try {
            int last = zip.length() - END_SIZE;
            for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
                if (zip.matches(at, END)) {
                    ZipDirectory found = at(zip, at);
                    if (found != null) {
                        return found;
                    }
                }
            }
        } catch (DamagedException e) {
            return null;
        }
        return null;
    }

    private static @Nullable ZipDirectory at(Bytes zip, int at) throws DamagedException {
        long size = zip.u32le(at + 12L);
        long offset = zip.u32le(at + 16L);
        long end = at;
        if (zip.matches(at - (long) LOCATOR_SIZE, WIDE_LOCATOR)) {
            /* A record of 56 bytes before the locator is where one that nobody moved stands; where it says it is counts less. */
            long wide = zip.matches(at - LOCATOR_SIZE - 56L, WIDE_END)
                    ? at - LOCATOR_SIZE - 56L
                    : zip.i64le(at - LOCATOR_SIZE + 8L);
            if (zip.matches(wide, WIDE_END)) {
                size = zip.i64le(wide + 40);
                offset = zip.i64le(wide + 48);
                end = wide;
            }
        }
        if (zip.u16le(at + 10L) == 0 && size == 0) {
            return new ZipDirectory(end, end, 0);
        }
        /* The directory ends where the record begins, whatever stands before the archive. */
        long begin = end - size;
        if (size > 0 && zip.matches(begin, ZipEntry.CENTRAL)) {
            return new ZipDirectory(begin, end, begin - offset);
        } else if (zip.matches(offset, ZipEntry.CENTRAL)) {
            return new ZipDirectory(offset, end, 0);
        }
        return null;
    }
}
