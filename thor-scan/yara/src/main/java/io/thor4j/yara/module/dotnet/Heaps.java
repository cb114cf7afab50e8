package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The heaps of strings and blobs (ECMA-335 II.24.2.3, II.24.2.4). Used by one thread. */
final class Heaps {
    /** Longest string, bytes without the NUL: a longer one counts as damaged (libyara 4.5.8, pe_get_dotnet_string). */
    private static final int MAX_STRING = 1024;

    private final ModuleInput input;
    private final CliImage.Stream strings;
    private final CliImage.Stream blobs;

    /**
     * Where a blob's bytes lie, wholly inside the file.
     *
     * @param offset its first byte
     * @param length bytes
     */
    record Blob(long offset, int length) {}

    Heaps(ModuleInput input, CliImage.Stream strings, CliImage.Stream blobs) {
        this.input = input;
        this.strings = strings;
        this.blobs = blobs;
    }

    /**
     * Returns a string.
     *
     * @param index its begin in the heap
     * @return its bytes, one char each; null when it is outside or unending
     */
    @Nullable
    String string(long index) {
        byte[] bytes = stringBytes(index);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns a string's bytes.
     *
     * @param index its begin in the heap
     * @return null when it is outside or unending
     */
    byte @Nullable [] stringBytes(long index) {
        if (index < 0 || index >= strings.size()) {
            return null;
        }
        long begin = strings.offset() + index;
        int end = input.indexOf(0, begin, MAX_STRING + 1L);
        return end < 0 ? null : input.bytes(begin, end - begin);
    }

    /**
     * Returns a blob.
     *
     * @param index its begin in the heap
     * @return null when it is damaged
     */
    @Nullable
    Blob blob(long index) {
        return index < 0 ? null : blobAt(input, blobs.offset() + index);
    }

    /**
     * Reads a blob, its length first: in 1, 2 or 4 bytes, the highest first (ECMA-335 II.24.2.4).
     *
     * @param input the file
     * @param offset where its length stands
     * @return null when it is not wholly inside the file
     */
    static @Nullable Blob blobAt(ModuleInput input, long offset) {
        int first = input.u8(offset);
        int size;
        long length;
        if (first < 0) {
            return null;
        } else if (first < 0x80) {
            size = 1;
            length = first;
        } else if (first < 0xc0) {
            size = 2;
            length = input.u16be(offset) & 0x3fff;
        } else if (first < 0xe0) {
            size = 4;
            length = input.u32be(offset) & 0x1fffffff;
        } else {
            return null;
        }
        return input.contains(offset, size + length) ? new Blob(offset + size, (int) length) : null;
    }
}
