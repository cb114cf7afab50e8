package io.thor4j.yara.module.dotnet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Builds a PE file with one section that holds nothing but CLI metadata; all indexes have two bytes. */
final class CliFile {
    static final int SECTION_OFFSET = 0x200;
    static final int SECTION_RVA = 0x2000;
    private static final int RESOURCES = 72;

    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream userStrings = new ByteArrayOutputStream();
    private final TreeMap<Integer, List<byte[]>> tables = new TreeMap<>();
    private byte[] guids = new byte[0];
    private int heapFlags;
    private String tableStream = "#~";
    private int machine = 0x14c;
    private boolean wide;

    CliFile() {
        strings.write(0);
        blobs.write(0);
        userStrings.write(0);
    }

    int string(String text) {
        int index = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        strings.write(0);
        return index;
    }

    int blob(int... bytes) {
        int index = blobs.size();
        if (bytes.length > 0x7f) {
            blobs.write(0x80 | bytes.length >> 8);
        }
        blobs.write(bytes.length);
        for (int b : bytes) {
            blobs.write(b);
        }
        return index;
    }

    CliFile userString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        userStrings.write(bytes.length + 1);
        userStrings.writeBytes(bytes);
        userStrings.write(0);
        return this;
    }

    CliFile guids(byte[] bytes) {
        guids = bytes;
        return this;
    }

    CliFile heapFlags(int flags) {
        heapFlags = flags;
        return this;
    }

    CliFile tableStream(String name) {
        tableStream = name;
        return this;
    }

    CliFile machine(int value) {
        machine = value;
        return this;
    }

    CliFile wide() {
        wide = true;
        return this;
    }

    /** Adds a row; a number in a string of digits tells the bytes of each cell. */
    CliFile row(int table, String widths, long... cells) {
        ByteBuffer row = little(64);
        for (int i = 0; i < cells.length; i++) {
            switch (widths.charAt(i)) {
                case '1' -> row.put((byte) cells[i]);
                case '2' -> row.putShort((short) cells[i]);
                default -> row.putInt((int) cells[i]);
            }
        }
        byte[] bytes = new byte[row.position()];
        row.flip().get(bytes);
        tables.computeIfAbsent(table, key -> new ArrayList<>()).add(bytes);
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] tableBytes() {
        ByteBuffer out = little(1 << 18);
        long valid = 0;
        for (int table : tables.keySet()) {
            valid |= 1L << table;
        }
        out.putInt(0)
                .put((byte) 2)
                .put((byte) 0)
                .put((byte) heapFlags)
                .put((byte) 1)
                .putLong(valid)
                .putLong(0);
        tables.values().forEach(rows -> out.putInt(rows.size()));
        if ((heapFlags & 0x40) != 0) {
            out.putInt(0x55555555);
        }
        tables.values().forEach(rows -> rows.forEach(out::put));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private byte[] metadata() {
        List<String> names = List.of(tableStream, "#Strings", "#US", "#GUID", "#Blob");
        List<byte[]> bodies =
                List.of(tableBytes(), strings.toByteArray(), userStrings.toByteArray(), guids, blobs.toByteArray());
        ByteBuffer out = little(1 << 19);
        out.putInt(0x424a5342).putShort((short) 1).putShort((short) 1).putInt(0).putInt(12);
        out.put("v4.0.30319\0\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 0);
        out.putShort((short) names.size());
        int headers = out.position();
        for (String name : names) {
            headers += 8 + name.length() + 4 - name.length() % 4;
        }
        int offset = headers;
        for (int i = 0; i < names.size(); i++) {
            out.putInt(offset).putInt(bodies.get(i).length);
            out.put(names.get(i).getBytes(StandardCharsets.ISO_8859_1));
            out.put(new byte[4 - names.get(i).length() % 4]);
            offset += bodies.get(i).length;
        }
        bodies.forEach(out::put);
        byte[] bytes = new byte[out.position() + 4];
        out.flip().get(bytes, 0, bytes.length - 4);
        return bytes;
    }

    byte[] build() {
        byte[] metadata = metadata();
        int sectionSize = RESOURCES + 16 + metadata.length;
        byte[] result = new byte[SECTION_OFFSET + sectionSize];
        ByteBuffer out = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
        int optionalSize = wide ? 240 : 224;
        out.putShort(0, (short) 0x5a4d).putInt(0x3c, 0x40).putInt(0x40, 0x4550);
        out.putShort(0x44, (short) machine).putShort(0x46, (short) 1).putShort(0x54, (short) optionalSize);
        int optional = 0x58;
        out.putShort(optional, (short) (wide ? 0x20b : 0x10b))
                .putInt(optional + 32, 0x2000)
                .putInt(optional + 36, 0x200);
        out.putInt(optional + (wide ? 108 : 92), 16);
        out.putInt(optional + (wide ? 112 : 96) + 14 * 8, SECTION_RVA);
        int section = optional + optionalSize;
        out.putInt(section + 8, sectionSize).putInt(section + 12, SECTION_RVA);
        out.putInt(section + 16, sectionSize).putInt(section + 20, SECTION_OFFSET);
        out.putInt(SECTION_OFFSET, 72);
        out.putInt(SECTION_OFFSET + 8, SECTION_RVA + RESOURCES + 16);
        out.putInt(SECTION_OFFSET + 24, SECTION_RVA + RESOURCES);
        out.putInt(SECTION_OFFSET + RESOURCES, 5)
                .position(SECTION_OFFSET + RESOURCES + 4)
                .put("hello".getBytes(StandardCharsets.ISO_8859_1));
        out.position(SECTION_OFFSET + RESOURCES + 16).put(metadata);
        return result;
    }
}
