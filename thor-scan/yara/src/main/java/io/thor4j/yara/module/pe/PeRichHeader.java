package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import org.jspecify.annotations.Nullable;

/**
 * The linker's list of the tools that made the objects, between the DOS stub and the headers, XORed with a checksum. Source: Daniel Pistelli,
 * "Microsoft's Rich Signature (undocumented)", ntcore.com.
 *
 * @param offset where it begins
 * @param key the checksum
 * @param raw its bytes up to "Rich"
 * @param clear the same with the checksum removed
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
record PeRichHeader(long offset, long key, byte[] raw, byte[] clear) {
    private static final long RICH = 0x68636952L;
    private static final long DANS = 0x536e6144L;
    private static final int DOS_HEADER = 64;

    /** Bytes before the list: "DanS" and three times padding. */
    private static final int HEAD = 16;

    private static final int ENTRY = 8;

    /** Searches backwards from the headers, in steps of 4; null when there is none. */
    static @Nullable PeRichHeader find(PeImage image) {
        ModuleInput input = image.input();
        long rich = search(input, image.header() - 4, RICH, 0);
        long key = input.u32le(rich + 4);
        if (rich < 0 || key <= 0) {
            return null;
        }
        long begin = search(input, rich - 4, DANS, key);
        byte[] raw = begin < 0 || rich - begin > PeLimits.RICH_HEADER ? null : input.bytes(begin, rich - begin);
        if (raw == null) {
            return null;
        }
        byte[] clear = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            clear[i] = (byte) (raw[i] ^ (key >> (8 * (i & 3))));
        }
        return new PeRichHeader(begin, key, raw, clear);
    }

    private static long search(ModuleInput input, long from, long value, long key) {
        for (long at = from; at >= DOS_HEADER; at -= 4) {
            if ((input.u32le(at) ^ key) == value) {
                return at;
            }
        }
        return -1;
    }

    void set(StructValue target) {
        target.set("offset", offset);
        target.set("length", raw.length);
        target.set("key", key);
        target.set("raw_data", raw);
        target.set("clear_data", clear);
        if (raw.length >= HEAD) {
            target.set("version_data", versions());
        }
    }

    /** Returns the entries without their counts. */
    private byte[] versions() {
        byte[] result = new byte[(raw.length - HEAD) / ENTRY * 4];
        for (int i = 0; i < result.length / 4; i++) {
            System.arraycopy(clear, HEAD + i * ENTRY, result, 4 * i, 4);
        }
        return result;
    }

    /**
     * Adds up how many objects were made by a tool.
     *
     * @param version build number, null for any
     * @param tool number of the tool, null for any
     * @return null when the list is not whole
     */
    @Nullable
    Long times(@Nullable Long version, @Nullable Long tool) {
        if (raw.length < HEAD) {
            return null;
        }
        long result = 0;
        for (int at = HEAD; at + ENTRY <= clear.length; at += ENTRY) {
            boolean sameVersion = version == null || version == word(at);
            boolean sameTool = tool == null || tool == word(at + 2);
            if (sameVersion && sameTool) {
                result += word(at + 4) | ((long) word(at + 6) << 16);
            }
        }
        return result;
    }

    private int word(int at) {
        return (clear[at] & 0xff) | ((clear[at + 1] & 0xff) << 8);
    }
}
