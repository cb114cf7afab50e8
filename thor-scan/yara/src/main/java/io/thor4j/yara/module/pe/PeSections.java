package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section table, and the overlay behind the last section. */
final class PeSections {
    private static final int SHORT_NAME = 8;

    /** Bytes of a COFF symbol: PE format, "COFF Symbol Table". */
    private static final int SYMBOL = 18;

    private final PeImage image;
    private final ModuleInput input;

    PeSections(PeImage image) {
        this.image = image;
        this.input = image.input();
    }

    /** Builds {@code sections}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (int i = 0; i < image.sections(); i++) {
            long at = image.sectionHeader(i);
            byte[] name = name(i);
            StructValue section = new StructValue(PeStructure.SECTION, null);
            section.set("name", name);
            section.set("full_name", fullName(name));
            section.set("virtual_size", input.u32le(at + 8));
            section.set("virtual_address", input.u32le(at + 12));
            section.set("raw_data_size", input.u32le(at + 16));
            section.set("raw_data_offset", input.u32le(at + 20));
            section.set("pointer_to_relocations", input.u32le(at + 24));
            section.set("pointer_to_line_numbers", input.u32le(at + 28));
            section.set("number_of_relocations", input.u16le(at + 32));
            section.set("number_of_line_numbers", input.u16le(at + 34));
            section.set("characteristics", input.u32le(at + 36));
            result.add(section);
        }
        return result;
    }

    /**
     * Builds {@code overlay}: what follows the section whose raw data end last, 0 and 0 when nothing does.
     *
     * <p>The end of one section is computed in 32 bits, as in libyara, so a section that claims to reach beyond 4 GB ends near 0.
     */
    StructValue overlay() {
        long last = 0;
        for (int i = 0; i < image.sections(); i++) {
            long at = image.sectionHeader(i);
            long size = input.u32le(at + 16);
            long pointer = input.u32le(at + 20);
            if (((pointer + size) & 0xffff_ffffL) > last) {
                last = pointer + size;
            }
        }
        boolean present = last != 0 && last < input.length();
        StructValue overlay = new StructValue(PeStructure.OVERLAY, null);
        overlay.set("offset", present ? last : 0);
        overlay.set("size", present ? input.length() - last : 0);
        return overlay;
    }

    /** Returns the number of the first section with a name, compared as C strings; null when there is none. */
    @Nullable
    Long indexOf(byte[] name) {
        byte[] wanted = CText.cut(name);
        for (int i = 0; i < image.sections(); i++) {
            if (Arrays.equals(wanted, CText.cut(name(i)))) {
                return (long) i;
            }
        }
        return null;
    }

    /** Returns the number of the first section whose raw data hold a file offset, null when there is none. */
    @Nullable
    Long indexOf(long offset) {
        for (int i = 0; i < image.sections(); i++) {
            long at = image.sectionHeader(i);
            long begin = input.u32le(at + 20);
            if (offset >= begin && offset < begin + input.u32le(at + 16)) {
                return (long) i;
            }
        }
        return null;
    }

    /** Returns the name without the NULs at its end; there are files with more behind the first NUL. */
    private byte[] name(int section) {
        byte[] name = input.bytes(image.sectionHeader(section), SHORT_NAME);
        if (name == null) {
            return new byte[0];
        }
        int length = SHORT_NAME;
        while (length > 0 && name[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(name, length);
    }

    /**
     * Follows a name like "/123" into the string table behind the COFF symbols.
     *
     * @return null when there is no printable text
     */
    private byte @Nullable [] fullName(byte[] name) {
        long symbols = input.u32le(image.header() + 12);
        if (symbols == 0 || name.length == 0 || name[0] != '/') {
            return name;
        }
        long index = 0;
        for (int i = 1; i < name.length && name[i] >= '0' && name[i] <= '9'; i++) {
            index = index * 10 + (name[i] - '0');
        }
        long begin = symbols + input.u32le(image.header() + 16) * SYMBOL + index;
        long end = begin;
        for (int octet = input.u8(end); octet != 0; octet = input.u8(end)) {
            if (octet < 0x20 || octet > 0x7e || end - begin >= PeLimits.SECTION_NAME) {
                return null;
            }
            end++;
        }
        return input.bytes(begin, end - begin);
    }
}
