package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * One compressed stream: gzip, bzip2, xz. A tar archive in it counts as one container with it, as THOR's labels {@code TARGZ} and
 * {@code TARBZ2} have it. Stateless, may be shared by threads.
 */
public final class StreamFormat implements ContainerFormat {
    /** RFC 1952. */
    public static final StreamFormat GZIP = new StreamFormat(
            "gzip",
            "\u001F\u008B\u0008",
            "GZIP",
            "TARGZ",
            Map.of(".gz", "", ".tgz", ".tar", ".svgz", ".svg"),
            (bytes, memory) -> GzipCompressorInputStream.builder()
                    .setInputStream(bytes.stream())
                    .setDecompressConcatenated(true)
                    .get());

    /** The format of bzip2 1.0. */
    public static final StreamFormat BZIP2 = new StreamFormat(
            "bzip2",
            "BZh",
            "BZIP2",
            "TARBZ2",
            Map.of(".bz2", "", ".tbz2", ".tar", ".tbz", ".tar"),
            (bytes, memory) -> new BZip2CompressorInputStream(bytes.stream(), true));

    /** The .xz file format 1.2.1. */
    public static final StreamFormat XZ = new StreamFormat(
            "xz",
            "\u00FD7zXZ\u0000",
            "XZ",
            "TARXZ",
            Map.of(".xz", "", ".txz", ".tar"),
            (bytes, memory) -> new XZInputStream(bytes.stream(), ZipCodecs.kibibytes(memory)));

    /** Bit of the flags of a gzip header that says that a name follows, and where the flags and the time stand (RFC 1952, 2.3). */
    private static final int GZIP_NAME = 8;

    private static final int GZIP_EXTRA = 4;

    /** Opens a compressed stream. */
    @FunctionalInterface
    private interface Codec {
        InputStream open(Bytes bytes, long memory) throws IOException;
    }

    private final String key;
    private final String magic;
    private final String label;
    private final String tarLabel;
    private final Map<String, String> extensions;
    private final Codec codec;

    private StreamFormat(
            String key, String magic, String label, String tarLabel, Map<String, String> extensions, Codec codec) {
        this.key = key;
        this.magic = magic;
        this.label = label;
        this.tarLabel = tarLabel;
        this.extensions = extensions;
        this.codec = codec;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, magic);
    }

    @Override
    public void extract(Container container) throws IOException {
        try (BufferedInputStream data = new BufferedInputStream(new MemoryChecked(open(container)), TarReader.BLOCK)) {
            data.mark(TarReader.BLOCK);
            byte[] first = data.readNBytes(TarReader.BLOCK);
            data.reset();
            if (TarReader.isTar(Bytes.of(first))) {
                new TarReader(container, data, tarLabel).read();
            } else {
                container.member(name(container), label, data, -1, modified(container));
            }
        }
    }

    private InputStream open(Container container) throws IOException {
        try {
            return codec.open(container.bytes(), container.memory());
        } catch (MemoryLimitException e) {
            throw new ShortfallException(Shortfall.MEMORY);
        }
    }

    /** Names the limit of memory, which a codec may also meet in the middle. */
    private static final class MemoryChecked extends FilterInputStream {
        MemoryChecked(InputStream data) {
            super(data);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (MemoryLimitException e) {
                throw new ShortfallException(Shortfall.MEMORY);
            }
        }
    }

    /* The name in a gzip header, else the container's without its extension: THOR documents no name for these members. */
    private String name(Container container) throws IOException {
        String stored = this == GZIP ? gzipName(container.bytes()) : null;
        if (stored != null && !stored.isEmpty()) {
            return stored;
        }
        String name = container.fileName();
        String lower = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> extension : extensions.entrySet()) {
            String end = extension.getKey();
            if (lower.endsWith(end) && lower.length() > end.length()) {
                return name.substring(0, name.length() - end.length()) + extension.getValue();
            }
        }
        return name;
    }

    private static @Nullable String gzipName(Bytes bytes) throws IOException {
        if ((bytes.u8(3) & GZIP_NAME) == 0) {
            return null;
        }
        int at = 10;
        if ((bytes.u8(3) & GZIP_EXTRA) != 0) {
            at += 2 + bytes.u16le(10);
        }
        int end = bytes.indexOf("\u0000", at, bytes.length());
        return end < 0 ? null : bytes.slice(at, end - (long) at).text(StandardCharsets.ISO_8859_1);
    }

    private @Nullable Instant modified(Container container) throws IOException {
        long seconds = this == GZIP ? container.bytes().u32le(4) : 0;
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }
}
