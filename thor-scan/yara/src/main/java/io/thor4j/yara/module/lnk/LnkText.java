package io.thor4j.yara.module.lnk;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts and identifiers as they stand in shortcuts, turned into UTF-8. Stateless. */
final class LnkText {
    private LnkText() {}

    /**
     * Reads bytes as text; what is not UTF-8 becomes U+FFFD, as in YARA-X, because nothing tells the code page.
     *
     * @param input the file
     * @param offset begin of the text
     * @param end end of the text
     * @return null outside the file
     */
    static byte @Nullable [] plain(ModuleInput input, long offset, long end) {
        byte[] bytes = input.bytes(offset, end - offset);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads bytes up to a NUL, or to the end.
     *
     * @param input the file
     * @param offset begin of the text
     * @param end where it ends at the latest
     * @return null when the begin is not before the end, or outside
     */
    static byte @Nullable [] terminated(ModuleInput input, long offset, long end) {
        int nul = input.indexOf(0, offset, end - offset);
        return plain(input, offset, nul < 0 ? end : nul);
    }

    /**
     * Reads UTF-16, the lower byte first, up to a NUL, or to the end; halves of surrogate pairs become U+FFFD.
     *
     * @param input the file
     * @param offset begin of the text
     * @param end where it ends at the latest
     * @return null when the begin is not before the end, or outside
     */
    static byte @Nullable [] wide(ModuleInput input, long offset, long end) {
        long last = offset;
        while (last + 2 <= end && input.u16le(last) > 0) {
            last += 2;
        }
        byte[] bytes = offset > end ? null : input.bytes(offset, last - offset);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_16LE).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a GUID and writes it in lower case; the first three groups have their lowest byte first.
     *
     * @param input the file
     * @param offset where it begins
     * @return null outside the file
     */
    static byte @Nullable [] guid(ModuleInput input, long offset) {
        if (!input.contains(offset, 16)) {
            return null;
        }
        long tail = input.i64be(offset + 8);
        return String.format(
                        Locale.ROOT,
                        "%08x-%04x-%04x-%04x-%012x",
                        input.u32le(offset),
                        input.u16le(offset + 4),
                        input.u16le(offset + 6),
                        tail >>> 48,
                        tail & 0xffffffffffffL)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
