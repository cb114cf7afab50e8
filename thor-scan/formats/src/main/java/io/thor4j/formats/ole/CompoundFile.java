package io.thor4j.formats.ole;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** A compound file: streams in storages, cut into sectors (MS-CFB 10.0). For one thread. */
final class CompoundFile {
    static final String MAGIC = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1";

    /** Sector numbers from here on mean something else, such as the end of a chain (2.1). */
    private static final long MAX_SECTOR = 0xFFFF_FFFAL;

    private static final long END_OF_CHAIN = 0xFFFF_FFFEL;
    private static final long FREE = 0xFFFF_FFFFL;

    private static final int HEADER_FAT_SECTORS = 109;
    private static final int ENTRY = 128;
    private static final int MAX_NAME = 64;
    private static final int STORAGE = 1;
    private static final int STREAM = 2;
    private static final int ROOT = 5;

    /** Storages in storages, and entries of the directory that are read; ours. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_ENTRIES = 100_000;

    /**
     * A stream.
     *
     * @param storage the storages around it, each with a slash behind it
     * @param name its name
     * @param start its first sector
     * @param size bytes as stated
     */
    record Stream(String storage, String name, long start, long size) {
        String path() {
            return storage + name;
        }
    }

    private final Bytes file;
    private final int sectorShift;
    private final int miniShift;
    private final long miniCutoff;
    private final int[] fat;
    private final int[] miniFat;
    private int[] miniStream = new int[0];
    private boolean damaged;
    private final List<Stream> streams = new ArrayList<>();

    private CompoundFile(Bytes file) throws DamagedException {
        this.file = file;
        sectorShift = file.u16le(30);
        miniShift = file.u16le(32);
        if ((sectorShift != 9 && sectorShift != 12) || miniShift < 4 || miniShift >= sectorShift) {
            throw new DamagedException("no sector has 2^" + sectorShift + " bytes");
        }
        miniCutoff = file.u32le(56);
        fat = fatSectors();
        miniFat = chain(file.u32le(60));
    }

    static CompoundFile read(Bytes file) throws DamagedException {
        CompoundFile compound = new CompoundFile(file);
        compound.directory(compound.chain(file.u32le(48)));
        return compound;
    }

    /** Tells whether a chain of sectors does not end as it should, so that streams may be missing. */
    boolean isDamaged() {
        return damaged;
    }

    List<Stream> streams() {
        return streams;
    }

    private int sectorSize() {
        return 1 << sectorShift;
    }

    private int sectorCount() {
        return (file.length() >> sectorShift) + 1;
    }

    private long offset(long sector) {
        return (sector + 1) << sectorShift;
    }

    /* The sectors of the FAT: 109 of them stand in the header, the rest in a chain of sectors of their own (2.2, 2.5). */
    private int[] fatSectors() throws DamagedException {
        SectorList list = new SectorList(sectorCount());
        for (int i = 0; i < HEADER_FAT_SECTORS; i++) {
            list.addUnlessFree(file.u32le(76 + 4L * i));
        }
        long next = file.u32le(68);
        int perSector = sectorSize() / 4 - 1;
        for (int i = 0; next < MAX_SECTOR && i < sectorCount() && offset(next) < file.length(); i++) {
            for (int k = 0; k < perSector && offset(next) + 4L * k + 4 <= file.length(); k++) {
                list.addUnlessFree(file.u32le(offset(next) + 4L * k));
            }
            next = file.length() >= offset(next) + sectorSize()
                    ? file.u32le(offset(next) + 4L * perSector)
                    : MAX_SECTOR;
        }
        damaged |= list.sectors().length < file.u32le(44);
        return list.sectors();
    }

    /** Sectors in order, no more than there are in the file. */
    private static final class SectorList {
        private int[] sectors = new int[16];
        private int count;
        private final int most;

        SectorList(int most) {
            this.most = most;
        }

        void addUnlessFree(long sector) {
            if (sector < MAX_SECTOR && sector < most) {
                add((int) sector);
            }
        }

        boolean add(int sector) {
            if (count == most) {
                return false;
            }
            if (count == sectors.length) {
                sectors = Arrays.copyOf(sectors, 2 * count);
            }
            sectors[count++] = sector;
            return true;
        }

        int[] sectors() {
            return Arrays.copyOf(sectors, count);
        }
    }

    /** Follows a chain in the FAT; one that runs in a circle ends when it is longer than the file. */
    private int[] chain(long first) throws DamagedException {
        SectorList list = new SectorList(sectorCount());
        long sector = first;
        while (sector < MAX_SECTOR && sector < sectorCount() && list.add((int) sector)) {
            sector = entry(fat, sector);
        }
        damaged |= sector != END_OF_CHAIN && (sector != FREE || sector != first);
        return list.sectors();
    }

    private long entry(int[] table, long index) throws DamagedException {
        int perSector = sectorSize() / 4;
        long sector = index / perSector;
        return sector >= table.length ? MAX_SECTOR : file.u32le(offset(table[(int) sector]) + 4 * (index % perSector));
    }

    private record Place(long entry, String storage, int depth) {}

    private void directory(int[] sectors) throws DamagedException {
        long entries = Math.min(MAX_ENTRIES, (long) sectors.length * (sectorSize() / ENTRY));
        BitSet seen = new BitSet();
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(0, "", 0));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.entry() >= entries || place.depth() > MAX_DEPTH || seen.get((int) place.entry())) {
                continue;
            }
            seen.set((int) place.entry());
            long byteAt = place.entry() * ENTRY;
            long at = offset(sectors[(int) (byteAt >> sectorShift)]) + (byteAt & (sectorSize() - 1));
            int type = file.u8(at + 66);
            int nameLength = Math.max(0, Math.min(MAX_NAME, file.u16le(at + 64)) - 2);
            String name = file.slice(at, nameLength).text(StandardCharsets.UTF_16LE);
            String below = place.storage();
            if (type == ROOT) {
                miniStream = chain(file.u32le(at + 116));
            } else if (type == STREAM) {
                long size = sectorShift == 9 ? file.u32le(at + 120) : file.i64le(at + 120);
                streams.add(new Stream(place.storage(), name, file.u32le(at + 116), size));
            } else if (type == STORAGE) {
                below = place.storage() + name + "/";
            }
            open.push(new Place(file.u32le(at + 72), place.storage(), place.depth()));
            open.push(new Place(file.u32le(at + 68), place.storage(), place.depth()));
            if (type == ROOT || type == STORAGE) {
                open.push(new Place(file.u32le(at + 76), below, place.depth() + 1));
            }
        }
    }

    /** Opens a stream; where its chain ends before its size, so does it. */
    InputStream open(Stream stream) {
        return new Chained(stream);
    }

    /** Reads a stream sector by sector. */
    private final class Chained extends InputStream {
        private final boolean mini;
        private final int shift;
        private long sector;
        private long left;
        private int within;
        private long steps;

        Chained(Stream stream) {
            mini = stream.size() < miniCutoff;
            shift = mini ? miniShift : sectorShift;
            sector = stream.start();
            left = Math.max(0, stream.size());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            if (within == 1 << shift) {
                sector = entry(mini ? miniFat : fat, sector);
                within = 0;
                steps++;
            }
            long at = place();
            if (at < 0 || steps > file.length()) {
                throw new DamagedException("a chain of sectors ends too early");
            }
            int count = (int) Math.min(Math.min(length, left), (1 << shift) - within);
            Bytes part = file.clipped(at + within, count);
            if (part.length() == 0) {
                throw new DamagedException("a sector lies outside");
            }
            part.copyTo(0, bytes, offset, part.length());
            within += part.length();
            left -= part.length();
            return part.length();
        }

        private long place() {
            if (sector >= MAX_SECTOR) {
                return -1;
            } else if (!mini) {
                return CompoundFile.this.offset(sector);
            }
            long byteAt = sector << miniShift;
            long big = byteAt >> sectorShift;
            return big >= miniStream.length
                    ? -1
                    : CompoundFile.this.offset(miniStream[(int) big]) + (byteAt & (sectorSize() - 1));
        }
    }
}
