package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads version resources: a tree of blocks, each with its length, its value's length, its type and a UTF-16 key. Source: Microsoft,
 * VS_VERSIONINFO, VarFileInfo, StringFileInfo, StringTable, String. Blocks are walked as libyara does, by their lengths rounded up to 4.
 */
final class PeVersionInfo {
    /**
     * A string.
     *
     * @param key its key, the low byte of each character
     * @param value its value, likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    record Entry(byte[] key, byte[] value) {}

    /** Bytes before a block's key. */
    private static final int HEAD = 6;

    /** Bytes of the root block up to its children: head, key, padding, VS_FIXEDFILEINFO. */
    private static final int ROOT = 92;

    /** Bytes of a StringFileInfo block up to its children. */
    private static final int STRING_FILE_INFO = 36;

    private final ModuleInput input;
    private final List<Entry> entries = new ArrayList<>();
    private int characters;

    PeVersionInfo(PeImage image) {
        this.input = image.input();
    }

    List<Entry> entries() {
        return entries;
    }

    /** Builds {@code version_info}: of equal keys the last counts. */
    Map<String, byte[]> dictionary() {
        Map<String, byte[]> result = new LinkedHashMap<>();
        for (Entry entry : entries) {
            result.put(new String(entry.key(), StandardCharsets.ISO_8859_1), entry.value());
        }
        return result;
    }

    /** Builds {@code version_info_list}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (Entry entry : entries) {
            StructValue value = new StructValue(PeStructure.VERSION_STRING, null);
            value.set("key", entry.key());
            value.set("value", entry.value());
            result.add(value);
        }
        return result;
    }

    /**
     * Reads one version resource.
     *
     * @param offset where it begins in the file
     */
    void read(long offset) {
        if (!hasKey(offset, "VS_VERSION_INFO")) {
            return;
        }
        long block = offset + ROOT;
        while (hasKey(block, "VarFileInfo") && input.u16le(block) > 0) {
            block = next(block);
        }
        while (hasKey(block, "StringFileInfo") && input.u16le(block) > 0 && !spent()) {
            long table = block + STRING_FILE_INFO;
            block = next(block);
            while (table < block && input.u16le(table) > 0) {
                int keyLength = wideLength(table + HEAD);
                if (keyLength < 0) {
                    break;
                }
                long string = table + aligned(HEAD + 2L * (keyLength + 1));
                table = next(table);
                strings(string, table);
            }
        }
    }

    private void strings(long begin, long end) {
        long string = begin;
        while (string < end && input.contains(string, HEAD) && input.u16le(string) > 0 && !spent()) {
            int keyLength = wideLength(string + HEAD);
            if (keyLength < 0) {
                return;
            }
            long value = string + aligned(HEAD + 2L * (keyLength + 1));
            if (wideLength(value) >= 0) {
                // A value length of 0 stands for no value, even when text follows.
                boolean empty = input.u16le(string + 2) == 0;
                entries.add(new Entry(
                        narrow(string + HEAD, PeLimits.VERSION_KEY),
                        narrow(value, empty ? 0 : PeLimits.VERSION_VALUE)));
            }
            string = next(string);
        }
    }

    private boolean spent() {
        return entries.size() >= PeLimits.VERSION_STRINGS
                || characters > PeLimits.VERSION_CHARACTERS
                || (entries.size() % PeLimits.CLOCK_STEPS == 0 && input.expired());
    }

    private long next(long block) {
        return block + aligned(input.u16le(block));
    }

    private static long aligned(long size) {
        return (size + 3) & ~3L;
    }

    /** Tells whether a block has a key and there is room for it with its NUL. */
    private boolean hasKey(long block, String key) {
        if (!input.contains(block, HEAD + 2L * (key.length() + 1))) {
            return false;
        }
        for (int i = 0; i <= key.length(); i++) {
            int expected = i < key.length() ? key.charAt(i) : 0;
            if (input.u16le(block + HEAD + 2L * i) != expected) {
                return false;
            }
        }
        return true;
    }

    /** Returns the characters up to a NUL character, -1 when the file ends before it. */
    private int wideLength(long offset) {
        int length = 0;
        for (int unit = input.u16le(offset); unit != 0; unit = input.u16le(offset + 2L * length)) {
            characters++;
            if (unit < 0 || characters > PeLimits.VERSION_CHARACTERS) {
                return -1;
            }
            length++;
        }
        return length;
    }

    /** Returns the low bytes of the characters, up to the first that is 0. */
    private byte[] narrow(long offset, int limit) {
        byte[] buffer = new byte[limit];
        int length = 0;
        while (length < limit) {
            int low = input.u8(offset + 2L * length);
            if (low <= 0) {
                break;
            }
            buffer[length++] = (byte) low;
        }
        return Arrays.copyOf(buffer, length);
    }
}
