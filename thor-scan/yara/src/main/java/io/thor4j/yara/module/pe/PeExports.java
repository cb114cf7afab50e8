package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the export directory. PE format, ".edata". */
final class PeExports {
    /**
     * An exported function.
     *
     * @param ordinal base plus its index
     * @param address its relative virtual address
     * @param offset the same in the file, -1 when it is not there or when the function is forwarded
     * @param name null when it has none
     * @param forward "library.function" when it is forwarded, else null
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    record Export(long ordinal, long address, long offset, byte @Nullable [] name, byte @Nullable [] forward) {}

    private static final int DIRECTORY = 0;
    private static final int HEADER = 40;

    private final PeImage image;
    private final ModuleInput input;
    private final long header;
    private final List<Export> exports;

    PeExports(PeImage image) {
        this.image = image;
        this.input = image.input();
        long offset = image.directoryOffset(DIRECTORY);
        this.header = input.contains(offset, HEADER) ? offset : -1;
        this.exports = header < 0 ? List.of() : read();
    }

    List<Export> exports() {
        return exports;
    }

    /** Returns the directory's time stamp, null without a directory. */
    @Nullable
    Long timestamp() {
        return header < 0 ? null : input.u32le(header + 4);
    }

    /** Returns the library's own name, null when there is none. */
    byte @Nullable [] libraryName() {
        if (header < 0) {
            return null;
        }
        long offset = image.offset(input.u32le(header + 12));
        return offset > 0 ? image.text(offset, PeLimits.DLL_NAME) : null;
    }

    /** Returns the number of the first export with a name, case apart, -1 when there is none. */
    int indexOf(byte[] name) {
        for (int i = 0; i < exports.size(); i++) {
            byte[] candidate = exports.get(i).name();
            if (candidate != null && CText.equalsIgnoreCase(candidate, name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the number of the export with an ordinal, -1 when there is none. libyara takes ordinals above the number of exports for absent
     * even when the base is higher than 1.
     */
    int indexOf(long ordinal) {
        if (ordinal == 0 || ordinal > exports.size()) {
            return -1;
        }
        for (int i = 0; i < exports.size(); i++) {
            if (exports.get(i).ordinal() == ordinal) {
                return i;
            }
        }
        return -1;
    }

    /** Builds {@code export_details}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (Export export : exports) {
            StructValue value = new StructValue(PeStructure.EXPORT, null);
            if (export.offset() >= 0) {
                value.set("offset", export.offset());
            }
            value.set("name", export.name());
            value.set("forward_name", export.forward());
            value.set("ordinal", export.ordinal());
            value.set("rva", export.address());
            result.add(value);
        }
        return result;
    }

    private List<Export> read() {
        int count = (int) Math.min(input.u32le(header + 20), PeLimits.EXPORTS);
        // libyara asks for room behind the library's name here, which only drops files that are cut off.
        if (4L * count > input.length() - image.offset(input.u32le(header + 12))) {
            return List.of();
        }
        long nameCount = input.u32le(header + 24);
        long names = -1;
        if (nameCount > 0) {
            names = image.offset(input.u32le(header + 32));
            if (names < 0 || 4 * nameCount > input.length() - names) {
                return List.of();
            }
        }
        long ordinals = image.offset(input.u32le(header + 36));
        long addresses = image.offset(input.u32le(header + 28));
        if (!input.contains(ordinals, 2L * count) || !input.contains(addresses, 4L * count)) {
            return List.of();
        }
        int[] nameOf = namesByIndex(count, ordinals, (int) Math.min(nameCount, count));
        List<Export> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % PeLimits.CLOCK_STEPS == 0 && input.expired()) {
                break;
            }
            byte[] name = nameOf[i] < 0 ? null : text(input.u32le(names + 4L * nameOf[i]));
            result.add(export(i, input.u32le(addresses + 4L * i), name));
        }
        return result;
    }

    /** Returns for each export the first position in the name table that stands for it, -1 without one. */
    private int[] namesByIndex(int count, long ordinals, int nameCount) {
        int[] result = new int[count];
        Arrays.fill(result, -1);
        for (int i = nameCount - 1; i >= 0; i--) {
            int index = input.u16le(ordinals + 2L * i);
            if (index < count) {
                result[index] = i;
            }
        }
        return result;
    }

    private Export export(int index, long address, byte @Nullable [] name) {
        long ordinal = (input.u32le(header + 16) + index) & 0xffff_ffffL;
        long offset = image.offset(address);
        // An address inside the directory is that of the forward name.
        if (offset > header && offset < header + image.directorySize(DIRECTORY)) {
            return new Export(ordinal, address, -1, name, image.text(offset, PeLimits.EXPORT_NAME));
        }
        return new Export(ordinal, address, offset, name, null);
    }

    private byte @Nullable [] text(long address) {
        long offset = image.offset(address);
        return offset > 0 ? image.text(offset, PeLimits.EXPORT_NAME) : null;
    }
}
