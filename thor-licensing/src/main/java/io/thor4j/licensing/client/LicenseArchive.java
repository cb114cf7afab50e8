package io.thor4j.licensing.client;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.host.HostName;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ZIP of licences whole or not at all. Names of files in it become names in one folder, so one that leads elsewhere is refused with
 * the whole archive.
 */
final class LicenseArchive {
    /** A licence has about 1 KiB; a ZIP of those has no business to be larger than these. */
    private static final int MAX_FILE_BYTES = 1 << 20;

    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_FILES = 200_000;

    /** End of central directory record: APPNOTE.TXT section 4.3.16. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;

    private LicenseArchive() {}

    static boolean isZip(byte[] bytes) {
        return bytes.length >= 4
                && bytes[0] == 'P'
                && bytes[1] == 'K'
                && ((bytes[2] == 3 && bytes[3] == 4) || (bytes[2] == 5 && bytes[3] == 6));
    }

    /**
     * Reads an archive.
     *
     * @return the files by name, each {@code something.lic}, in the order of the archive
     */
    static Map<String, byte[]> read(byte[] zip, String server) {
        int announced = files(zip, server);
        Map<String, byte[]> files = new LinkedHashMap<>();
        long total = 0;
        int seen = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            ZipEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                seen++;
                String name = name(entry, server);
                byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
                total += content.length;
                if (content.length > MAX_FILE_BYTES || total > MAX_BYTES || seen > MAX_FILES) {
                    throw bad(server, "the archive holds more than licences can be", null);
                }
                if (files.putIfAbsent(name, content) != null) {
                    throw bad(server, "the archive holds two files of one name", null);
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw bad(server, "the archive is damaged or cut off", e);
        } catch (IOException e) {
            throw bad(server, "the archive cannot be read", e);
        }
        if (seen != announced) {
            throw bad(server, "the archive is damaged: " + seen + " files of " + announced, null);
        }
        return Collections.unmodifiableMap(files);
    }

    /** Returns how many files the directory at the archive's end counts: an archive that was cut off has none. */
    private static int files(byte[] zip, String server) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int lowest = Math.max(0, zip.length - END_BYTES - MAX_COMMENT);
        for (int at = zip.length - END_BYTES; at >= lowest; at--) {
            if (bytes.getInt(at) == END_SIGNATURE) {
                return Short.toUnsignedInt(bytes.getShort(at + 10));
            }
        }
        throw bad(server, "the archive is cut off", null);
    }

    private static String name(ZipEntry entry, String server) {
        String name = entry.getName();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".lic") && !entry.isDirectory()) {
            try {
                // The base name may have dots; each part has to be fit for a file as a host's name is.
                for (String label : name.substring(0, name.length() - 4).split("\\.", -1)) {
                    HostName.of(label);
                }
                return name;
            } catch (MalformedInputException e) {
                throw unsafe(server, e);
            }
        }
        throw unsafe(server, null);
    }

    private static RetrievalException unsafe(String server, @Nullable Throwable cause) {
        return bad(server, "the archive holds a file that is no NAME.lic in the archive's own folder", cause);
    }

    private static RetrievalException bad(String server, String reason, @Nullable Throwable cause) {
        return new RetrievalException.BadAnswer(server, reason, "nothing of it was stored", cause);
    }
}
