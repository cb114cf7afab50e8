package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a 7z header describes: where the packed ones lie, how folders of coders unpack them, and how the unpacked ones are cut
 * into files (7zFormat.txt, StreamsInfo). For one thread.
 */
final class SevenZipStreams {
    static final int END = 0;
    private static final int PACK_INFO = 6;
    private static final int UNPACK_INFO = 7;
    private static final int SUBSTREAMS = 8;
    private static final int SIZE = 9;
    private static final int CRC = 10;
    private static final int FOLDER = 11;
    private static final int UNPACK_SIZE = 12;
    private static final int COUNT = 13;

    /** Coders of one folder, and streams of one coder: as in 7-Zip itself. */
    private static final int MAX_CODERS = 32;

    /** Folders that are kept; ours: so many are not unpacked within any budget of entries. */
    private static final int MAX_FOLDERS = 100_000;

    /** A coder: its method's id, how many streams go in, and its properties. */
    record Coder(long method, int inputs, Bytes properties) {}

    /** An input that is another coder's output; coders have one output each. */
    record Bind(int input, int output) {}

    /** Streams of bytes that are unpacked together. */
    static final class Folder {
        final List<Coder> coders = new ArrayList<>();
        final List<Bind> binds = new ArrayList<>();
        final List<Integer> packed = new ArrayList<>();
        final List<Long> unpackSizes = new ArrayList<>();
        long files = 1;
        boolean hasCrc;
        int crc;

        /** Returns the coder whose output is the folder's. */
        int main() throws DamagedException {
            for (int i = 0; i < coders.size(); i++) {
                int output = i;
                if (binds.stream().noneMatch(bind -> bind.output() == output)) {
                    return i;
                }
            }
            throw new DamagedException("a folder without an end");
        }

        long size() throws DamagedException {
            return unpackSizes.get(main());
        }
    }

    long packPosition;
    final List<Long> packSizes = new ArrayList<>();
    final List<Folder> folders = new ArrayList<>();
    /** Sizes of the files in the folders, but for the last of each folder. */
    final List<Long> fileSizes = new ArrayList<>();
    /** CRC-32 of each file in the folders, null where the archive has none. */
    final List<@Nullable Integer> fileCrcs = new ArrayList<>();

    private final SevenZipNumbers in;

    private SevenZipStreams(SevenZipNumbers in) {
        this.in = in;
    }

    static SevenZipStreams read(SevenZipNumbers in) throws DamagedException {
        SevenZipStreams streams = new SevenZipStreams(in);
        while (true) {
            int id = in.u8();
            switch (id) {
                case END -> {
                    streams.takeFolderCrcs();
                    return streams;
                }
                case PACK_INFO -> streams.packInfo();
                case UNPACK_INFO -> streams.unpackInfo();
                case SUBSTREAMS -> streams.substreams();
                default -> throw new DamagedException("unknown part of a header");
            }
        }
    }

    private void packInfo() throws DamagedException {
        packPosition = in.number();
        long count = in.count();
        for (int id = in.u8(); id != END; id = in.u8()) {
            if (id == SIZE) {
                for (long i = 0; i < count; i++) {
                    add(packSizes, in.number());
                }
            } else if (id == CRC) {
                digests(count);
            } else {
                throw new DamagedException("unknown part of the pack info");
            }
        }
    }

    private static void add(List<Long> list, long value) {
        if (list.size() < 4 * MAX_FOLDERS) {
            list.add(value);
        }
    }

    private void digests(long count) throws DamagedException {
        SevenZipBits defined = in.defined(count);
        for (long i = 0; i < count; i++) {
            if (defined.get(i)) {
                in.skip(4);
            }
        }
    }

    private void unpackInfo() throws DamagedException {
        if (in.u8() != FOLDER) {
            throw new DamagedException("no folders");
        }
        long count = in.count();
        if (in.u8() != 0 || count > MAX_FOLDERS) {
            throw new DamagedException("folders in another stream, or too many");
        }
        for (long i = 0; i < count; i++) {
            folders.add(folder());
        }
        for (int id = in.u8(); id != END; id = in.u8()) {
            if (id == UNPACK_SIZE) {
                for (Folder folder : folders) {
                    for (int i = 0; i < folder.coders.size(); i++) {
                        folder.unpackSizes.add(in.number());
                    }
                }
            } else if (id == CRC) {
                folderDigests(count);
            } else {
                throw new DamagedException("unknown part of the unpack info");
            }
        }
    }

    private void folderDigests(long count) throws DamagedException {
        SevenZipBits defined = in.defined(count);
        for (int i = 0; i < count; i++) {
            if (defined.get(i)) {
                Folder folder = folders.get(i);
                folder.hasCrc = true;
                folder.crc = in.slice(4).i32le(0);
            }
        }
    }

    private Folder folder() throws DamagedException {
        Folder folder = new Folder();
        long count = in.number();
        if (count < 1 || count > MAX_CODERS) {
            throw new DamagedException("a folder with no or too many coders");
        }
        int inputs = 0;
        for (long i = 0; i < count; i++) {
            Coder coder = coder();
            folder.coders.add(coder);
            inputs += coder.inputs();
        }
        for (long i = 1; i < count; i++) {
            folder.binds.add(new Bind(index(inputs), index((int) count)));
        }
        int packed = inputs - folder.binds.size();
        if (packed < 1) {
            throw new DamagedException("a folder without input");
        }
        if (packed == 1) {
            for (int i = 0; i < inputs; i++) {
                int input = i;
                if (folder.binds.stream().noneMatch(bind -> bind.input() == input)) {
                    folder.packed.add(i);
                    break;
                }
            }
        } else {
            for (int i = 0; i < packed; i++) {
                folder.packed.add(index(inputs));
            }
        }
        return folder;
    }

    private int index(int count) throws DamagedException {
        long index = in.number();
        if (index < 0 || index >= count) {
            throw new DamagedException("a stream that is not there");
        }
        return (int) index;
    }

    private Coder coder() throws DamagedException {
        int flags = in.u8();
        long method = 0;
        for (int i = 0; i < (flags & 15); i++) {
            method = method << 8 | in.u8();
        }
        long inputs = 1;
        if ((flags & 0x10) != 0) {
            inputs = in.number();
            if (in.number() != 1) {
                throw new DamagedException("a coder with several outputs");
            }
        }
        Bytes properties = in.slice((flags & 0x20) == 0 ? 0 : in.number());
        if (inputs < 1 || inputs > MAX_CODERS || (flags & 0xC0) != 0) {
            throw new DamagedException("a coder of an unknown kind");
        }
        return new Coder(method, (int) inputs, properties);
    }

    private void substreams() throws DamagedException {
        int id = in.u8();
        if (id == COUNT) {
            for (Folder folder : folders) {
                folder.files = in.number();
            }
            id = in.u8();
        }
        if (id == SIZE) {
            for (Folder folder : folders) {
                for (long i = 1; i < folder.files; i++) {
                    add(fileSizes, in.number());
                }
            }
            id = in.u8();
        }
        while (id != END) {
            if (id != CRC) {
                throw new DamagedException("unknown part of the substreams");
            }
            fileDigests();
            id = in.u8();
        }
    }

    /* Without digests of files, those of folders with one file are theirs. */
    private void takeFolderCrcs() {
        if (fileCrcs.isEmpty()) {
            for (Folder folder : folders) {
                for (long i = 0; i < folder.files && fileCrcs.size() < 4 * MAX_FOLDERS; i++) {
                    fileCrcs.add(folder.files == 1 && folder.hasCrc ? Integer.valueOf(folder.crc) : null);
                }
            }
        }
    }

    private void fileDigests() throws DamagedException {
        long unknown = 0;
        for (Folder folder : folders) {
            unknown += folder.files == 1 && folder.hasCrc ? 0 : Math.max(0, folder.files);
        }
        if (unknown < 0) {
            throw new DamagedException("more files than can be counted");
        }
        SevenZipBits defined = in.defined(unknown);
        long index = 0;
        for (Folder folder : folders) {
            boolean own = folder.files == 1 && folder.hasCrc;
            for (long i = 0; i < folder.files; i++) {
                Integer crc = own ? Integer.valueOf(folder.crc) : null;
                if (!own && defined.get(index++)) {
                    crc = in.slice(4).i32le(0);
                }
                if (fileCrcs.size() < 4 * MAX_FOLDERS) {
                    fileCrcs.add(crc);
                }
            }
        }
    }
}
