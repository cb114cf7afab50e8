package io.thor4j.formats.archive;

import io.thor4j.formats.archive.SevenZipStreams.Folder;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import io.thor4j.formats.container.SpentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one 7z archive. For one thread. */
final class SevenZipReader {
    private static final String LABEL = "7ZIP";

    /** Where packed streams begin: after the signature, the version, and where the header lies. */
    private static final int SIGNATURE_HEADER = 32;

    /** Longest header that is unpacked; ours: about 200,000 files. */
    private static final int MAX_HEADER = 16 << 20;

    private static final int HEADER = 1;
    private static final int PROPERTIES = 2;
    private static final int ADDITIONAL = 3;
    private static final int MAIN = 4;
    private static final int FILES = 5;
    private static final int ENCODED = 0x17;

    private final Container container;
    private final Bytes archive;
    private final List<String> passwords;
    private final SevenZipKeys keys = new SevenZipKeys();

    SevenZipReader(Container container) {
        this.container = container;
        this.archive = container.bytes();
        this.passwords = new ArrayList<>(container.passwords());
    }

    void read() throws IOException {
        long offset = archive.i64le(12);
        long size = archive.i64le(20);
        if (size == 0) {
            return;
        }
        if (offset < 0 || offset > archive.length()) {
            throw new DamagedException("the header lies outside");
        }
        Bytes header = archive.slice(SIGNATURE_HEADER + offset, size);
        for (int i = 0; header.u8(0) == ENCODED; i++) {
            if (i == 4) {
                throw new DamagedException("a header packed too often");
            }
            SevenZipNumbers in = new SevenZipNumbers(header);
            in.skip(1);
            header = unpacked(SevenZipStreams.read(in));
        }
        SevenZipNumbers in = new SevenZipNumbers(header);
        if (in.u8() != HEADER) {
            throw new DamagedException("no header");
        }
        entries(in);
    }

    private void entries(SevenZipNumbers in) throws IOException {
        SevenZipStreams streams = null;
        for (int id = in.u8(); id != SevenZipStreams.END; id = in.u8()) {
            switch (id) {
                case PROPERTIES -> {
                    while (in.u8() != SevenZipStreams.END) {
                        in.skip(in.number());
                    }
                }
                case ADDITIONAL -> SevenZipStreams.read(in);
                case MAIN -> streams = SevenZipStreams.read(in);
                case FILES -> {
                    members(SevenZipFiles.read(in), streams);
                    return;
                }
                default -> throw new DamagedException("unknown part of the header");
            }
        }
    }

    private Bytes unpacked(SevenZipStreams streams) throws IOException {
        if (streams.folders.isEmpty()) {
            throw new DamagedException("a packed header without a folder");
        }
        Folder folder = streams.folders.get(0);
        long size = folder.size();
        if (size < 1 || size > MAX_HEADER) {
            throw new ShortfallException(Shortfall.HEADER_SIZE);
        }
        if (container.budget().spendBytes(size) != null) {
            throw new SpentException();
        }
        try (InputStream data = open(streams, folder, 0, new First(size, folder.hasCrc ? folder.crc : null))) {
            byte[] header = data.readNBytes((int) size);
            if (header.length < size) {
                throw new DamagedException("a packed header ends too early");
            }
            return Bytes.of(header);
        }
    }

    private void members(SevenZipFiles files, @Nullable SevenZipStreams streams) throws IOException {
        int folder = -1;
        int packed = 0;
        int sizes = 0;
        int file = -1;
        long left = 0;
        long bytes = 0;
        InputStream data = null;
        while (!container.isFull() && files.next()) {
            if (files.isEmptyStream()) {
                if (!files.isFolder()) {
                    member(files, InputStream.nullInputStream(), 0);
                }
                continue;
            }
            while (left == 0) {
                packed += folder < 0 || streams == null
                        ? 0
                        : streams.folders.get(folder).packed.size();
                folder++;
                if (streams == null || folder >= streams.folders.size()) {
                    throw new DamagedException("more files than streams");
                }
                left = Math.max(0, streams.folders.get(folder).files);
                bytes = streams.folders.get(folder).size();
                data = null;
            }
            if (streams == null) {
                throw new DamagedException("files without streams");
            }
            left--;
            file++;
            long size = bytes;
            if (left > 0) {
                size = sizes < streams.fileSizes.size() ? streams.fileSizes.get(sizes) : 0;
                sizes++;
            }
            bytes -= size;
            if (data == null) {
                Integer crc = file < streams.fileCrcs.size() ? streams.fileCrcs.get(file) : null;
                data = opened(streams, streams.folders.get(folder), packed, new First(size, crc));
            }
            if (data != null) {
                BoundedInput content = new BoundedInput(data, size);
                if (!member(files, content, size) || (left > 0 && !container.skipRest(content))) {
                    return;
                }
            } else if (left > 0) {
                /* The rest of a folder that cannot be unpacked. */
                data = InputStream.nullInputStream();
            }
        }
    }

    private boolean member(SevenZipFiles files, InputStream data, long size) {
        String name = files.name().isEmpty() ? container.fileName() : files.name();
        container.once(name);
        return container.member(name, LABEL, data, size, files.modified());
    }

    /* Null when the folder cannot be unpacked, which is noted. */
    private @Nullable InputStream opened(SevenZipStreams streams, Folder folder, int packed, First first) {
        try {
            return open(streams, folder, packed, first);
        } catch (ShortfallException e) {
            container.incomplete(e.shortfall());
        } catch (IOException | RuntimeException e) {
            container.incomplete(Shortfall.DAMAGED);
        }
        return null;
    }

    private InputStream open(SevenZipStreams streams, Folder folder, int firstPacked, First first) throws IOException {
        List<Bytes> packed = new ArrayList<>();
        long at = SIGNATURE_HEADER + streams.packPosition;
        for (int i = 0; i < firstPacked + folder.packed.size() && i < streams.packSizes.size(); i++) {
            long size = streams.packSizes.get(i);
            if (size < 0 || size > archive.length()) {
                throw new DamagedException("a packed stream lies outside");
            }
            if (i >= firstPacked) {
                packed.add(archive.slice(at, size));
            }
            at += size;
        }
        if (!SevenZipCodecs.isEncrypted(folder)) {
            return new SevenZipCodecs(folder, packed, keys, null, container.memory()).open();
        }
        for (int i = 0; i < passwords.size() && container.budget().timeLeft(); i++) {
            String password = passwords.get(i);
            if (fits(folder, packed, password, first)) {
                passwords.add(0, passwords.remove(i));
                return new SevenZipCodecs(folder, packed, keys, password, container.memory()).open();
            }
        }
        throw new ShortfallException(Shortfall.ENCRYPTED);
    }

    /** The first file of a folder, which tells whether a password fits. */
    private record First(long size, @Nullable Integer crc) {}

    /* A wrong key gives noise: the checksum tells, or where there is none, that it unpacks. */
    private boolean fits(Folder folder, List<Bytes> packed, String password, First first) throws IOException {
        try (InputStream data = new SevenZipCodecs(folder, packed, keys, password, container.memory()).open()) {
            long checked = Math.min(first.size(), container.contentLimit());
            BoundedInput file = new BoundedInput(data, checked);
            byte[] step = new byte[64 << 10];
            long count = 0;
            for (int read = file.read(step); read >= 0; read = file.read(step)) {
                count += read;
            }
            Integer crc = first.crc();
            return count == checked && (crc == null || checked < first.size() || crc == file.crc());
        } catch (ShortfallException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
