package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compression methods of ZIP (PKWARE APPNOTE 6.3.10, section 4.4.5). Stateless. */
final class ZipCodecs {
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int DEFLATE64 = 9;
    private static final int BZIP2 = 12;
    private static final int LZMA = 14;
    private static final int XZ = 95;

    /** The least window of LZMA. */
    private static final int LEAST_WINDOW = 4 << 10;

    private ZipCodecs() {}

    /** Tells whether a method is read. */
    static boolean knows(int method) {
        return switch (method) {
            case STORED, DEFLATED, DEFLATE64, BZIP2, LZMA, XZ -> true;
            default -> false;
        };
    }

    /**
     * Opens packed bytes.
     *
     * @param memory bytes that a codec may take
     */
    static InputStream open(int method, Bytes packed, long memory) throws IOException {
        return switch (method) {
            case STORED -> packed.stream();
            case DEFLATED -> new DeflateInput(packed);
            case DEFLATE64 -> new Deflate64CompressorInputStream(packed.stream());
            case BZIP2 -> new BZip2CompressorInputStream(packed.stream(), true);
            case LZMA -> lzma(packed, memory);
            case XZ -> new XZInputStream(packed.stream(), kibibytes(memory));
            default -> throw new ShortfallException(Shortfall.METHOD);
        };
    }

    /** Returns a limit of memory in the unit of the library. */
    static int kibibytes(long memory) {
        return (int) Math.min(memory >> 10, Integer.MAX_VALUE);
    }

    /* Section 5.8.8: two bytes of version, two of the size of the properties, the properties. */
    private static InputStream lzma(Bytes packed, long memory) throws IOException {
        int properties = packed.u16le(2);
        long window = packed.u32le(5);
        if (properties != 5) {
            throw new ShortfallException(Shortfall.DAMAGED);
        }
        return lzma(packed.clipped(9, Long.MAX_VALUE).stream(), -1, (byte) packed.u8(4), window, memory);
    }

    /**
     * Opens raw LZMA.
     *
     * @param size unpacked bytes, -1 when the end is marked
     * @param window bytes that the header asks for
     */
    static InputStream lzma(InputStream packed, long size, byte properties, long window, long memory)
            throws IOException {
        long needed = size < 0 ? window : Math.min(window, size);
        if (needed > memory) {
            throw new ShortfallException(Shortfall.MEMORY);
        }
        return new LZMAInputStream(packed, size, properties, (int) Math.max(LEAST_WINDOW, needed));
    }
}
