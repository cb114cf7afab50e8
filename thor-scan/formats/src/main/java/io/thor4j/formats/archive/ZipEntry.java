package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Names;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a ZIP archive as a header states it (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.4, 4.5.3). Immutable.
 *
 * @param name parts separated by a slash
 * @param flags the general purpose bits
 * @param method of compression; of the packed data within the encryption for AES
 * @param time of the last change, as DOS time and date
 * @param crc of the unpacked bytes
 * @param packed bytes as stored
 * @param size bytes unpacked; negative from 2^63 on
 * @param header where the local header begins, as stated
 * @param extra the extra fields
 * @param end where the header ends
 */
record ZipEntry(
        String name,
        int flags,
        int method,
        int time,
        int crc,
        long packed,
        long size,
        long header,
        Bytes extra,
        long end) {
    static final String CENTRAL = "PK\u0001\u0002";
    static final String LOCAL = "PK\u0003\u0004";

    static final int ENCRYPTED = 1;
    static final int DESCRIPTOR = 1 << 3;
    static final int STRONG = 1 << 6;
    static final int UTF8 = 1 << 11;

    static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int ZIP64 = 0x0001;
    private static final int AES = 0x9901;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;

    /** Reads a header of the central directory. */
    static ZipEntry central(Bytes zip, long at) throws DamagedException {
        int name = zip.u16le(at + 28);
        int extra = zip.u16le(at + 30);
        int comment = zip.u16le(at + 32);
        int host = zip.u8(at + 5);
        return new ZipEntry(
                        name(zip.slice(at + CENTRAL_SIZE, name), zip.u16le(at + 8), host),
                        zip.u16le(at + 8),
                        zip.u16le(at + 10),
                        zip.i32le(at + 12),
                        zip.i32le(at + 16),
                        zip.u32le(at + 20),
                        zip.u32le(at + 24),
                        zip.u32le(at + 42),
                        zip.clipped(at + CENTRAL_SIZE + name, extra),
                        at + CENTRAL_SIZE + name + extra + comment)
                .withZip64();
    }

    /** Reads a local header. */
    static ZipEntry local(Bytes zip, long at) throws DamagedException {
        int name = zip.u16le(at + 26);
        int extra = zip.u16le(at + 28);
        return new ZipEntry(
                        name(zip.slice(at + LOCAL_SIZE, name), zip.u16le(at + 6), -1),
                        zip.u16le(at + 6),
                        zip.u16le(at + 8),
                        zip.i32le(at + 10),
                        zip.i32le(at + 14),
                        zip.u32le(at + 18),
                        zip.u32le(at + 22),
                        at,
                        zip.clipped(at + LOCAL_SIZE + name, extra),
                        at + LOCAL_SIZE + name + extra)
                .withZip64();
    }

    /* Archivers on DOS and Windows separate by backslashes now and then, against section 4.4.17. */
    private static String name(Bytes bytes, int flags, int host) {
        String name = (flags & UTF8) != 0 ? bytes.text(StandardCharsets.UTF_8) : Names.decode(bytes);
        boolean dos = host == 0 || host == 10 || host == 14;
        return dos && name.indexOf('/') < 0 ? name.replace('\\', '/') : name;
    }

    /** Returns an extra field's data, null when it is not there. */
    private @Nullable Bytes field(int id) {
        try {
            for (long at = 0; at + 4 <= extra.length(); ) {
                int size = extra.u16le(at + 2);
                if (extra.u16le(at) == id) {
                    return extra.clipped(at + 4, size);
                }
                at += 4 + size;
            }
        } catch (DamagedException e) {
            return null;
        }
        return null;
    }

    private ZipEntry withZip64() throws DamagedException {
        Bytes field = field(ZIP64);
        if (field == null) {
            return this;
        }
        long at = 0;
        long wideSize = size;
        long widePacked = packed;
        long wideHeader = header;
        if (size == IN_ZIP64 && field.length() >= at + 8) {
            wideSize = field.i64le(at);
            at += 8;
        }
        if (packed == IN_ZIP64 && field.length() >= at + 8) {
            widePacked = field.i64le(at);
            at += 8;
        }
        if (header == IN_ZIP64 && field.length() >= at + 8) {
            wideHeader = field.i64le(at);
        }
        return new ZipEntry(name, flags, method, time, crc, widePacked, wideSize, wideHeader, extra, end);
    }

    /** Returns what the entry is encrypted with AES by, null when it is not. */
    @Nullable
    Bytes aes() {
        return field(AES);
    }

    boolean isEncrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    /** Returns the last change; the archive knows no zone, so it is taken for UTC. */
    @Nullable
    Instant modified() {
        return time(time);
    }

    /** Reads a date and a time of DOS, the date in the upper half; null when there is no such day. */
    static @Nullable Instant time(int time) {
        try {
            return LocalDateTime.of(
                            1980 + (time >>> 25),
                            time >>> 21 & 15,
                            time >>> 16 & 31,
                            time >>> 11 & 31,
                            time >>> 5 & 63,
                            Math.min(59, (time & 31) * 2))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
