package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The files that a 7z header lists, in order (7zFormat.txt, FilesInfo). For one thread. */
final class SevenZipFiles {
    private static final int EMPTY_STREAM = 0x0E;
    private static final int EMPTY_FILE = 0x0F;
    private static final int NAMES = 0x11;
    private static final int MODIFIED = 0x14;

    /** 100 ns steps from 1601 to 1970. */
    private static final long EPOCH = 116_444_736_000_000_000L;

    private static final long STEPS_A_SECOND = 10_000_000;

    private final long count;
    private @Nullable SevenZipBits emptyStream;
    private @Nullable SevenZipBits emptyFile;
    private @Nullable SevenZipBits hasTime;
    private Bytes names = Bytes.of(new byte[0]);
    private Bytes times = names;

    private long index = -1;
    private long empty = -1;
    private long nameAt;
    private long timeAt;
    private String name = "";
    private @Nullable Instant modified;

    private SevenZipFiles(long count) {
        this.count = count;
    }

    static SevenZipFiles read(SevenZipNumbers in) throws DamagedException {
        SevenZipFiles files = new SevenZipFiles(in.count());
        long emptyCount = files.count;
        for (int id = in.u8(); id != SevenZipStreams.END; id = in.u8()) {
            SevenZipNumbers part = new SevenZipNumbers(in.slice(in.number()));
            switch (id) {
                case EMPTY_STREAM -> {
                    files.emptyStream = part.bits(files.count);
                    emptyCount = 0;
                    for (long i = 0; i < files.count; i++) {
                        emptyCount += files.emptyStream.get(i) ? 1 : 0;
                    }
                }
                case EMPTY_FILE -> files.emptyFile = part.bits(emptyCount);
                case NAMES -> {
                    if (part.u8() == 0) {
                        files.names = part.rest();
                    }
                }
                case MODIFIED -> {
                    files.hasTime = part.defined(files.count);
                    if (part.u8() == 0) {
                        files.times = part.rest();
                    }
                }
                default -> {}
            }
        }
        return files;
    }

    /** Goes to the next file. */
    boolean next() throws DamagedException {
        index++;
        if (index >= count) {
            return false;
        }
        if (isEmptyStream()) {
            empty++;
        }
        long end = nameAt;
        while (end + 1 < names.length() && names.u16le(end) != 0) {
            end += 2;
        }
        name = names.clipped(nameAt, end - nameAt).text(StandardCharsets.UTF_16LE);
        nameAt = end + 2;
        modified = null;
        if (hasTime != null && hasTime.get(index) && timeAt + 8 <= times.length()) {
            long time = times.i64le(timeAt) - EPOCH;
            modified = Instant.ofEpochSecond(
                    Math.floorDiv(time, STEPS_A_SECOND), Math.floorMod(time, STEPS_A_SECOND) * 100);
            timeAt += 8;
        }
        return true;
    }

    /** Tells whether the file takes nothing of the streams. */
    boolean isEmptyStream() throws DamagedException {
        return emptyStream != null && emptyStream.get(index);
    }

    /** Tells whether it is a folder, which has no stream and is not said to be an empty file. */
    boolean isFolder() throws DamagedException {
        return isEmptyStream() && (emptyFile == null || !emptyFile.get(empty));
    }

    /** Returns the name, empty when the archive has none. */
    String name() {
        return name;
    }

    @Nullable
    Instant modified() {
        return modified;
    }
}
