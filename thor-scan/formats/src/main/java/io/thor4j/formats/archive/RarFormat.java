package io.thor4j.formats.archive;

import io.thor4j.core.Limit;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;

/**
 * RAR archives of versions 1.5 to 7, through the library junrar where it is there; else each ends as incomplete. Stateless, may be shared by
 * threads.
 */
public final class RarFormat implements ContainerFormat {
    private static final String OLD = "Rar!\u001A\u0007\u0000";
    private static final String NEW = "Rar!\u001A\u0007\u0001\u0000";

    private static final boolean AVAILABLE = isAvailable();

    private static boolean isAvailable() {
        try {
            return com.github.junrar.Archive.class.getName().length() > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public String key() {
        return "rar";
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, OLD) || content.matches(0, NEW);
    }

    @Override
    public void extract(Container container) throws IOException {
        extract(container, AVAILABLE);
    }

    /* With the answer to whether the library is there, for tests. */
    void extract(Container container, boolean available) throws IOException {
        if (!available) {
            throw new ShortfallException(Shortfall.NO_RAR);
        }
        Bytes rar = container.bytes();
        /* The library holds all headers in memory. */
        if (blocks(rar, container.budget().limits().cap(Limit.MAX_ENTRIES)) < 0) {
            container.budget().refuse(Limit.MAX_ENTRIES.key());
            return;
        }
        new RarReader(container).read();
    }

    /** Counts the blocks of an archive, as far as its headers can be followed; -1 when there are many more than allowed. */
    private static long blocks(Bytes rar, long allowed) {
        boolean old = rar.matches(0, OLD);
        long most = 100 + Math.min(allowed, 1 << 20) * 4;
        long count = 0;
        try {
            for (long at = old ? OLD.length() : NEW.length(); at < rar.length() && count <= most; count++) {
                at = old ? afterOld(rar, at) : afterNew(rar, at);
            }
        } catch (DamagedException e) {
            return count;
        }
        return count > most ? -1 : count;
    }

    /* TechNote of RAR 4: checksum, type, flags, size of the header, and of the data if the flags say so. */
    private static long afterOld(Bytes rar, long at) throws DamagedException {
        int flags = rar.u16le(at + 3);
        return at + Math.max(7, rar.u16le(at + 5)) + ((flags & 0x8000) == 0 ? 0 : rar.u32le(at + 7));
    }

    /* RAR 5.0 archive format: checksum, size of the header, type, flags, and sizes of extra area and data if the flags say so. */
    private static long afterNew(Bytes rar, long at) throws DamagedException {
        long[] next = {at + 4};
        long size = number(rar, next);
        long end = next[0] + Math.max(1, size);
        number(rar, next);
        long flags = number(rar, next);
        if ((flags & 1) != 0) {
            number(rar, next);
        }
        long data = (flags & 2) == 0 ? 0 : number(rar, next);
        if (size < 0 || data < 0 || end + data < end) {
            throw new DamagedException("a block without end");
        }
        return end + data;
    }

    private static long number(Bytes rar, long[] at) throws DamagedException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = rar.u8(at[0]++);
            value |= (long) (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0) {
                return value;
            }
        }
        throw new DamagedException("a number without end");
    }
}
