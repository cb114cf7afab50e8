package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.MeteredInput;
import io.thor4j.formats.container.Shortfall;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/** Reads one tar archive, from memory or while it is unpacked. For one thread. */
final class TarReader {
    /** Bytes of a header, and of every block. */
    static final int BLOCK = 512;

    private static final int MAGIC = 257;

    private final Container container;
    private final MeteredInput data;
    private final String label;

    /**
     * Makes the reader.
     *
     * @param data the archive, unpacked
     * @param label what members are unpacked with, such as {@code TARGZ}
     */
    TarReader(Container container, InputStream data, String label) {
        this.container = container;
        this.data = new MeteredInput(data, container);
        this.label = label;
    }

    /** Tells whether the first block is a header: by its magic, or for archives from before POSIX by its checksum. */
    static boolean isTar(Bytes content) {
        if (content.length() < BLOCK) {
            return false;
        }
        byte[] header = content.clipped(0, BLOCK).copy();
        /* A block of zeros has no name; its sum would be right in some. */
        return header[0] != 0 && (content.matches(MAGIC, "ustar") || digits(header)) && sumIsRight(header);
    }

    private static boolean sumIsRight(byte[] header) {
        try {
            return TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException e) {
            /* There is no number where the sum should stand. */
            return false;
        }
    }

    /* Mode and size of an old header are octal digits, blanks and NULs. */
    private static boolean digits(byte[] header) {
        for (int i = 100; i < 136; i++) {
            byte b = header[i];
            if (b != ' ' && b != 0 && (b < '0' || b > '7')) {
                return false;
            }
        }
        return true;
    }

    void read() throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(data)) {
            while (!container.isFull()) {
                data.header();
                TarArchiveEntry entry = tar.getNextEntry();
                if (entry == null || !member(tar, entry)) {
                    return;
                }
            }
        }
    }

    private boolean member(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        if (!tar.canReadEntryData(entry)) {
            container.incomplete(Shortfall.METHOD);
            return true;
        }
        if (!entry.isFile()
                || entry.isDirectory()
                || entry.isLink()
                || entry.isSymbolicLink()
                || entry.isFIFO()
                || entry.isBlockDevice()
                || entry.isCharacterDevice()) {
            return true;
        }
        data.member();
        long size = entry.isSparse() ? entry.getRealSize() : entry.getSize();
        boolean more = container.member(entry.getName(), label, tar, size, modified(entry));
        /* A hole may be as long as it says; the library steps over it. */
        return more && (entry.isSparse() || container.skipRest(tar));
    }

    private static @Nullable Instant modified(TarArchiveEntry entry) {
        Date date = entry.getLastModifiedDate();
        return date == null ? null : date.toInstant();
    }
}
