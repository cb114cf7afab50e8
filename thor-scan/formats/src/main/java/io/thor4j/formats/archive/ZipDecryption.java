package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.lingala.zip4j.io.inputstream.ZipInputStream;
import net.lingala.zip4j.model.LocalFileHeader;
import org.jspecify.annotations.Nullable;

/** Opens one encrypted entry of a ZIP archive, with ZipCrypto or AES, through zip4j. Stateless. */
final class ZipDecryption {
    /*
     * zip4j reads a whole archive by its own rules; here the archive's structure is ours to judge. So it is given an archive of a single
     * entry: a local header made of what the central directory says, and the entry's packed bytes.
     */
    private static final byte[] NAME = {'x'};

    private ZipDecryption() {}

    /**
     * Opens an entry.
     *
     * @param limit bytes that are unpacked to see whether the password fits
     * @return the unpacked bytes, null when the password does not fit
     */
    static @Nullable InputStream open(ZipEntry entry, Bytes packed, String password, long limit) {
        try {
            /* The check of ZipCrypto is one byte, so a wrong password passes it now and then: the checksum at the end decides. */
            if (entry.aes() == null && !fits(entry, packed, password, limit)) {
                return null;
            }
            return stream(entry, packed, password);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static boolean fits(ZipEntry entry, Bytes packed, String password, long limit) throws IOException {
        try (InputStream data = stream(entry, packed, password)) {
            if (data == null) {
                return false;
            }
            byte[] step = new byte[64 << 10];
            for (long left = limit; left > 0; ) {
                int read = data.read(step);
                if (read < 0) {
                    return true;
                }
                left -= read;
            }
            return true;
        }
    }

    private static @Nullable InputStream stream(ZipEntry entry, Bytes packed, String password) throws IOException {
        InputStream archive = new SequenceInputStream(new ByteArrayInputStream(header(entry, packed)), packed.stream());
        ZipInputStream zip = new ZipInputStream(archive, password.toCharArray());
        LocalFileHeader header = zip.getNextEntry();
        return header == null ? null : zip;
    }

    private static byte[] header(ZipEntry entry, Bytes packed) {
        Bytes aes = entry.aes();
        int extra = aes == null ? 0 : 4 + aes.length();
        ByteBuffer header =
                ByteBuffer.allocate(ZipEntry.LOCAL_SIZE + NAME.length + extra).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x04034B50)
                .putShort((short) 51)
                .putShort((short) (entry.flags() & ~ZipEntry.DESCRIPTOR))
                .putShort((short) entry.method())
                .putInt(entry.time())
                .putInt(entry.crc())
                .putInt(packed.length())
                .putInt((int) entry.size())
                .putShort((short) NAME.length)
                .putShort((short) extra)
                .put(NAME);
        if (aes != null) {
            header.putShort((short) 0x9901).putShort((short) aes.length()).put(aes.copy());
        }
        return header.array();
    }
}
