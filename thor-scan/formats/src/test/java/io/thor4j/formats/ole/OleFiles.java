package io.thor4j.formats.ole;

import io.thor4j.formats.Archives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.poi.poifs.filesystem.DirectoryEntry;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Makes compound files with POI. */
public final class OleFiles {
    private OleFiles() {}

    /** Makes a file of paths and contents in turn. */
    public static byte[] ole(Object... pathsAndContents) {
        try (POIFSFileSystem file = new POIFSFileSystem();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (int i = 0; i < pathsAndContents.length; i += 2) {
                String[] names = pathsAndContents[i].toString().split("/", -1);
                DirectoryEntry storage = file.getRoot();
                for (int k = 0; k < names.length - 1; k++) {
                    storage = storage.hasEntry(names[k])
                            ? (DirectoryEntry) storage.getEntry(names[k])
                            : storage.createDirectory(names[k]);
                }
                Object content = pathsAndContents[i + 1];
                byte[] bytes = content instanceof byte[] raw ? raw : Archives.bytes(content.toString());
                storage.createDocument(names[names.length - 1], new ByteArrayInputStream(bytes));
            }
            file.writeFilesystem(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a file with a VBA project of module names and sources in turn. */
    public static byte[] vba(String storage, String... modules) {
        Object[] entries = new Object[2 + modules.length];
        entries[0] = storage + "VBA/dir";
        entries[1] = literals(directory(modules));
        for (int i = 0; i < modules.length; i += 2) {
            entries[2 + i] = storage + "VBA/" + modules[i];
            byte[] source = literals(Archives.bytes(modules[i + 1]));
            entries[3 + i] = Archives.written(out -> {
                out.write(new byte[7]);
                out.write(source);
            });
        }
        return ole(entries);
    }

    private static byte[] directory(String... modules) {
        return Archives.written(out -> {
            out.write(record(0x0003, new byte[] {(byte) 0xE4, 4}));
            out.write(record(0x000F, new byte[] {(byte) (modules.length / 2), 0}));
            out.write(record(0x0013, new byte[2]));
            for (int i = 0; i < modules.length; i += 2) {
                byte[] name = Archives.bytes(modules[i]);
                byte[] wide = modules[i].getBytes(StandardCharsets.UTF_16LE);
                out.write(record(0x0019, name));
                out.write(record(0x0047, wide));
                out.write(record(0x001A, name));
                out.write(record(0x0032, wide));
                out.write(record(0x001C, new byte[0]));
                out.write(record(0x0048, new byte[0]));
                out.write(record(0x0031, new byte[] {7, 0, 0, 0}));
                out.write(record(0x001E, new byte[4]));
                out.write(record(0x002C, new byte[2]));
                out.write(record(0x0021, new byte[0]));
                out.write(record(0x002B, new byte[0]));
            }
            out.write(record(0x0010, new byte[0]));
        });
    }

    private static byte[] record(int id, byte[] data) {
        return ByteBuffer.allocate(6 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) id)
                .putInt(data.length)
                .put(data)
                .array();
    }

    /* Compressed without a single copy. */
    private static byte[] literals(byte[] source) {
        return Archives.written(out -> {
            out.write(1);
            for (int at = 0; at < source.length; at += 3600) {
                ByteArrayOutputStream tokens = new ByteArrayOutputStream();
                for (int i = at; i < Math.min(source.length, at + 3600); i++) {
                    if ((i - at) % 8 == 0) {
                        tokens.write(0);
                    }
                    tokens.write(source[i]);
                }
                int header = 0xB000 | tokens.size() - 1;
                out.write(header);
                out.write(header >> 8);
                out.write(tokens.toByteArray());
            }
        });
    }
}
