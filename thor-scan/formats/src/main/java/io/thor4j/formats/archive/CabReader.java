package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Names;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads one cabinet (MS-CAB 1.4, section 2). For one thread. */
final class CabReader {
    private static final String LABEL = "CAB";
    private static final int HEADER = 36;
    private static final int FOLDER = 8;
    private static final int FILE = 16;

    private static final int HAS_PREVIOUS = 1;
    private static final int HAS_NEXT = 2;
    private static final int HAS_RESERVE = 4;

    /** From here on a folder's number says that the file goes on in another cabinet. */
    private static final int CONTINUED = 0xFFFD;

    private static final int UTF8_NAME = 0x80;

    /** Times that a folder is unpacked from its beginning again, for files that share bytes; ours, as for ZIP. */
    private static final int MAX_REOPENED = 4;

    private final Container container;
    private final Bytes cab;
    private int folders;
    private int folderReserve;
    private int dataReserve;
    private long foldersAt;

    private int folder = -1;
    private @Nullable InputStream data;
    private long position;
    private int reopened;

    CabReader(Container container) {
        this.container = container;
        this.cab = container.bytes();
    }

    void read() throws IOException {
        folders = cab.u16le(26);
        int files = cab.u16le(28);
        int flags = cab.u16le(30);
        long at = HEADER;
        if ((flags & HAS_RESERVE) != 0) {
            folderReserve = cab.u8(at + 2);
            dataReserve = cab.u8(at + 3);
            at += 4L + cab.u16le(at);
        }
        int texts = ((flags & HAS_PREVIOUS) != 0 ? 2 : 0) + ((flags & HAS_NEXT) != 0 ? 2 : 0);
        for (int i = 0; i < texts; i++) {
            at = end(at) + 1;
        }
        foldersAt = at;
        at = cab.u32le(16);
        for (int i = 0; i < files && !container.isFull(); i++) {
            long end = end(at + FILE);
            file(at, cab.slice(at + FILE, end - at - FILE));
            at = end + 1;
        }
    }

    private long end(long at) throws DamagedException {
        long end = at < 0 || at > cab.length() ? -1 : cab.indexOf("\u0000", (int) at, cab.length());
        if (end < 0) {
            throw new DamagedException("a text without an end");
        }
        return end;
    }

    private void file(long at, Bytes nameBytes) throws IOException {
        long size = cab.u32le(at);
        long offset = cab.u32le(at + 4);
        int number = cab.u16le(at + 8);
        int time = cab.u16le(at + 10) << 16 | cab.u16le(at + 12);
        boolean utf8 = (cab.u16le(at + 14) & UTF8_NAME) != 0;
        String name = (utf8 ? nameBytes.text(StandardCharsets.UTF_8) : Names.decode(nameBytes)).replace('\\', '/');
        if (number >= CONTINUED) {
            container.incomplete(Shortfall.VOLUME);
            return;
        } else if (number >= folders) {
            container.incomplete(Shortfall.DAMAGED);
            return;
        }
        container.once(name);
        try {
            InputStream stream = at(number, offset);
            if (stream != null) {
                BoundedInput content = new BoundedInput(stream, size);
                container.member(name, LABEL, content, size, ZipEntry.time(time));
                if (!container.isFull()) {
                    container.skipRest(content);
                }
                position = offset + size;
            }
        } catch (ShortfallException e) {
            container.incomplete(e.shortfall());
            data = null;
        } catch (DamagedException e) {
            container.incomplete(Shortfall.DAMAGED);
            data = null;
        }
    }

    /* Null when the folder is not unpacked that often, or the budget is used up. */
    private @Nullable InputStream at(int number, long offset) throws IOException {
        InputStream stream = data;
        if (stream == null || number != folder || offset < position) {
            if (number == folder) {
                container.incomplete(stream == null ? Shortfall.DAMAGED : Shortfall.OVERLAP);
                reopened++;
                if (reopened > MAX_REOPENED) {
                    return null;
                }
            }
            stream = open(number);
            data = stream;
            folder = number;
            position = 0;
        }
        BoundedInput between = new BoundedInput(stream, offset - position);
        if (!container.skipRest(between)) {
            return null;
        }
        position = offset;
        return stream;
    }

    private InputStream open(int number) throws IOException {
        long at = foldersAt + (long) number * (FOLDER + folderReserve);
        CabBlocks blocks = new CabBlocks(cab, cab.u32le(at), cab.u16le(at + 4), dataReserve);
        int type = cab.u16le(at + 6);
        return switch (type & 15) {
            case 0 -> new CabFolderInput(blocks, false);
            case 1 -> new CabFolderInput(blocks, true);
            case 3 -> {
                int bits = type >> 8 & 31;
                if (1L << bits > container.memory()) {
                    throw new ShortfallException(Shortfall.MEMORY);
                }
                yield new LzxInput(blocks, bits);
            }
            default -> throw new ShortfallException(Shortfall.METHOD);
        };
    }
}
