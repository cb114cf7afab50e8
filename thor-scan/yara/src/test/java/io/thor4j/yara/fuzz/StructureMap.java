package io.thor4j.yara.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the structures of a valid file lie: headers, tables, directories, as far as its own fields tell. Changes there reach a parser; changes in
 * code and data hardly do. Fields that point outside are passed over, so that files that were damaged before have a map too.
 */
final class StructureMap {
    private static final int PE_DIRECTORIES = 16;
    private static final int CLI_DIRECTORY = 14;
    private static final int MAX_PARTS = 200;

    /**
     * A range of the file.
     *
     * @param from its begin
     * @param size its size, bytes, at least 1
     */
    record Part(int from, int size) {}

    private final List<Part> parts = new ArrayList<>();
    private final byte[] file;
    private final ByteBuffer data;

    private StructureMap(byte[] file) {
        this.file = file;
        this.data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        add(0, 64);
    }

    /** Returns the parts of a file, the first bytes at least. */
    static List<Part> of(FileKind kind, byte[] file) {
        StructureMap map = new StructureMap(file);
        switch (kind) {
            case PE -> map.pe();
            case DOTNET -> map.dotnet();
            case ELF -> map.elf();
            case MACHO -> map.macho(0);
            case DEX -> map.dex();
        }
        return map.parts;
    }

    private void add(long from, long size) {
        if (from >= 0 && size > 0 && from < file.length && parts.size() < MAX_PARTS) {
            parts.add(new Part((int) from, (int) Math.min(size, file.length - from)));
        }
    }

    private int u16(long at) {
        return at >= 0 && at + 2 <= file.length ? data.getShort((int) at) & 0xffff : 0;
    }

    private long u32(long at) {
        return at >= 0 && at + 4 <= file.length ? data.getInt((int) at) & 0xffffffffL : 0;
    }

    private long word(long at, boolean wide) {
        return wide ? (at >= 0 && at + 8 <= file.length ? data.getLong((int) at) : 0) : u32(at);
    }

    /** The headers, and what the data directories name; that of certificates is a file offset. */
    private void pe() {
        long header = u32(0x3c);
        long optional = header + 24;
        add(header, 24 + u16(header + 20));
        add(optional + u16(header + 20), 40L * u16(header + 6));
        long directories = optional + (u16(optional) == 0x20b ? 112 : 96);
        for (int i = 0; i < PE_DIRECTORIES; i++) {
            long address = u32(directories + 8L * i);
            add(i == 4 ? address : offset(header, address), Math.max(u32(directories + 8L * i + 4), 40));
        }
    }

    private long offset(long header, long address) {
        long sections = header + 24 + u16(header + 20);
        for (int i = 0; i < u16(header + 6); i++) {
            long begin = u32(sections + 40L * i + 12);
            if (address >= begin && address - begin < Math.max(u32(sections + 40L * i + 16), 1)) {
                return address - begin + u32(sections + 40L * i + 20);
            }
        }
        return -1;
    }

    private void dotnet() {
        pe();
        long header = u32(0x3c);
        long directories = header + 24 + (u16(header + 24) == 0x20b ? 112 : 96);
        long cli = offset(header, u32(directories + 8L * CLI_DIRECTORY));
        add(cli, 72);
        long metadata = offset(header, u32(cli + 8));
        add(metadata, 128);
        int tables = FileKind.indexOf(file, "#~\0\0".getBytes(StandardCharsets.ISO_8859_1));
        long stream = tables < 8 ? -1 : metadata + u32(tables - 8);
        add(stream, 256);
        add(stream, tables < 8 ? 0 : u32(tables - 4));
    }

    /** The header, the tables of segments and sections, and the sections that hold tables or names. */
    private void elf() {
        boolean wide = file[4] == 2;
        data.order(file[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int tail = wide ? 54 : 42;
        add(word(wide ? 32 : 28, wide), (long) u16(tail) * u16(tail + 2));
        long sections = word(wide ? 40 : 32, wide);
        int size = u16(tail + 4);
        int count = u16(tail + 6);
        add(sections, (long) size * count);
        for (int i = 0; i < count; i++) {
            long at = sections + (long) size * i;
            if (u32(at + 4) != 1) {
                add(word(at + (wide ? 24 : 16), wide), word(at + (wide ? 32 : 20), wide));
            }
        }
    }

    /** The entries of a fat file and its parts; the header and the commands of a thin one. */
    private void macho(long from) {
        data.order(ByteOrder.BIG_ENDIAN);
        long magic = u32(from);
        if (magic == 0xcafebabeL || magic == 0xcafebabfL) {
            boolean wide = magic == 0xcafebabfL;
            int entry = wide ? 32 : 20;
            add(8, entry * u32(4));
            for (int i = 0; i < u32(4) && i < 8; i++) {
                data.order(ByteOrder.BIG_ENDIAN);
                long part = word(8L + (long) entry * i + 8, wide);
                if (part > 0 && part < file.length && (u32(part) & 0xfffffffeL) != 0xcafebabeL) {
                    macho(part);
                }
            }
            return;
        }
        data.order(magic == 0xfeedfaceL || magic == 0xfeedfacfL ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        add(from, 32);
        add(from + 28, 4 + u32(from + 20));
    }

    private void dex() {
        add(0, 0x70);
        for (int at = 0x34; at < 0x70; at += 4) {
            add(u32(at), 64);
        }
        for (int at = 0x38; at < 0x70; at += 8) {
            add(u32(at + 4), 32 * u32(at));
        }
    }
}
