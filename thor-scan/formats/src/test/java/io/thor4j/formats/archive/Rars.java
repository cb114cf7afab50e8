package io.thor4j.formats.archive;

import io.thor4j.formats.Archives;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Writes RAR 2.9 archives of stored files. */
public final class Rars {
    private Rars() {}

    /** Stores names and contents in turn. */
    public static byte[] rar(Object... namesAndContents) {
        return Archives.written(out -> {
            out.write(Archives.bytes("Rar!\u001A\u0007\u0000"));
            block(out, 0x73, 0, new byte[6], new byte[0]);
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] name = Archives.bytes(namesAndContents[i].toString());
                byte[] content = Archives.bytes(namesAndContents[i + 1].toString());
                CRC32 crc = new CRC32();
                crc.update(content);
                ByteBuffer header = ByteBuffer.allocate(25 + name.length).order(ByteOrder.LITTLE_ENDIAN);
                header.putInt(content.length)
                        .putInt(content.length)
                        .put((byte) 0)
                        .putInt((int) crc.getValue())
                        .putInt(40 << 25 | 1 << 21 | 1 << 16)
                        .put((byte) 29)
                        .put((byte) 0x30)
                        .putShort((short) name.length)
                        .putInt(0x20)
                        .put(name);
                block(out, 0x74, 0x8000, header.array(), content);
            }
            block(out, 0x7B, 0x4000, new byte[0], new byte[0]);
        });
    }

    private static void block(OutputStream out, int type, int flags, byte[] rest, byte[] data) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(7 + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) 0)
                .put((byte) type)
                .putShort((short) flags)
                .putShort((short) (7 + rest.length))
                .put(rest);
        CRC32 crc = new CRC32();
        crc.update(header.array(), 2, header.capacity() - 2);
        header.putShort(0, (short) crc.getValue());
        out.write(header.array());
        out.write(data);
    }
}
