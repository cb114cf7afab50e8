package io.thor4j.yara.module.lnk;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a shortcut part by part in the order of [MS-SHLLINK] 2. Used by one thread. */
final class LnkReader {
    private static final int HEADER_SIZE = 0x4c;
    private static final int HAS_LINK_TARGET_ID_LIST = 0x01;
    private static final int HAS_LINK_INFO = 0x02;
    private static final int IS_UNICODE = 0x80;
    private static final int VOLUME_ID_AND_LOCAL_BASE_PATH = 0x01;
    private static final int COMMON_NETWORK_RELATIVE_LINK_AND_PATH_SUFFIX = 0x02;
    private static final long TRACKER_DATA = 0xa0000003L;

    /** String data by the flag that says that it is there ([MS-SHLLINK] 2.1.1, 2.4): the first has 0x04, each other the next bit. */
    private static final String[] STRING_DATA = {
        "name", "relative_path", "working_dir", "cmd_line_args", "icon_location"
    };

    /** Seconds from 1601 to 1970. */
    private static final long EPOCH = 11_644_473_600L;

    private static final int ASK_EVERY = 4_096;

    private final ModuleInput input;
    private final StructValue value;

    LnkReader(ModuleInput input, StructValue value) {
        this.input = input;
        this.value = value;
    }

    /**
     * Tells whether a file begins with a whole header and the class identifier of shortcuts ([MS-SHLLINK] 2.1).
     *
     * @param input the file
     */
    static boolean isShortcut(ModuleInput input) {
        return input.contains(0, HEADER_SIZE)
                && input.u32le(0) == HEADER_SIZE
                && input.i64be(4) == 0x0114020000000000L
                && input.i64be(12) == 0xc000000000000046L;
    }

    /** Fills the fields; leaves the rest undefined from the first damaged part on. */
    void read() {
        long flags = input.u32le(0x14);
        value.set("file_attributes", input.u32le(0x18));
        setTime("creation_time", 0x1c);
        setTime("access_time", 0x24);
        setTime("write_time", 0x2c);
        value.set("file_size", input.u32le(0x34));
        value.set("icon_index", input.u32le(0x38));
        value.set("show_command", input.u32le(0x3c));
        long at = HEADER_SIZE;
        if ((flags & HAS_LINK_TARGET_ID_LIST) != 0) {
            at = readTargets(at);
        }
        if (at >= 0 && (flags & HAS_LINK_INFO) != 0) {
            at = readLinkInfo(at);
        }
        for (int i = 0; i < STRING_DATA.length && at >= 0; i++) {
            if ((flags & 4 << i) != 0) {
                at = readString(STRING_DATA[i], at, (flags & IS_UNICODE) != 0);
            }
        }
        if (at >= 0) {
            readExtraData(at);
        }
    }

    private void setTime(String field, long offset) {
        long seconds = Long.divideUnsigned(input.i64le(offset), 10_000_000) - EPOCH;
        if (seconds >= 0) {
            value.set(field, seconds);
        }
    }

    /** LinkTargetIDList (2.2): a size, then items with a size each, up to an item of size 0. */
    private long readTargets(long offset) {
        int size = input.u16le(offset);
        long end = offset + 2 + size;
        if (size < 0 || !input.contains(offset + 2, size)) {
            return -1;
        }
        List<StructValue> items = new ArrayList<>();
        long at = offset + 2;
        while (at + 2 <= end) {
            int itemSize = input.u16le(at);
            if (itemSize < 2 || at + itemSize > end) {
                break;
            }
            items.add(ShellItem.read(input, at + 2, at + itemSize));
            at += itemSize;
        }
        value.set("target_id_list", items);
        return end;
    }

    /** LinkInfo (2.3). */
    private long readLinkInfo(long offset) {
        long size = input.u32le(offset);
        if (!input.contains(offset, 28) || !input.contains(offset, size)) {
            return -1;
        }
        long end = offset + size;
        boolean wide = input.u32le(offset + 4) >= 0x24;
        if (wide && !input.contains(offset, 36)) {
            return -1;
        }
        long flags = input.u32le(offset + 8);
        if ((flags & VOLUME_ID_AND_LOCAL_BASE_PATH) != 0) {
            readVolume(offset + input.u32le(offset + 12), end);
            value.set(
                    "local_base_path",
                    path(offset, end, input.u32le(offset + 16), wide ? input.u32le(offset + 28) : 0));
        }
        if ((flags & COMMON_NETWORK_RELATIVE_LINK_AND_PATH_SUFFIX) != 0) {
            value.set(
                    "common_path_suffix",
                    path(offset, end, input.u32le(offset + 24), wide ? input.u32le(offset + 32) : 0));
        }
        return end;
    }

    private byte @Nullable [] path(long offset, long end, long plain, long wide) {
        if (offset + (wide > 0 ? wide : plain) > end) {
            return null;
        }
        return wide > 0 ? LnkText.wide(input, offset + wide, end) : LnkText.terminated(input, offset + plain, end);
    }

    /** VolumeID (2.3.1). A label offset of 0x14 says that the label is UTF-16 and that its offset stands behind. */
    private void readVolume(long offset, long end) {
        if (offset + 16 > end) {
            return;
        }
        value.set("drive_type", input.u32le(offset + 4));
        value.set("drive_serial_number", input.u32le(offset + 8));
        long size = input.u32le(offset);
        long label = input.u32le(offset + 12);
        if (offset + size > end) {
            return;
        }
        if (label == 0x14) {
            long wide = offset + 20 > end ? size + 1 : input.u32le(offset + 16);
            value.set("volume_label", wide > size ? null : LnkText.wide(input, offset + wide, offset + size));
        } else {
            value.set("volume_label", offset + label > end ? null : LnkText.terminated(input, offset + label, end));
        }
    }

    /** StringData (2.4): a count of characters, then the characters. */
    private long readString(String field, long offset, boolean wide) {
        int count = input.u16le(offset);
        long end = offset + 2 + (wide ? count * 2L : count);
        if (count < 0 || !input.contains(offset, end - offset)) {
            return -1;
        }
        value.set(field, wide ? LnkText.wide(input, offset + 2, end) : LnkText.plain(input, offset + 2, end));
        return end;
    }

    /** ExtraData (2.5): blocks with a size each, up to a size below 4; what follows belongs to nothing. */
    private void readExtraData(long begin) {
        long at = begin;
        for (int i = 1; input.contains(at, 4); i++) {
            long size = input.u32le(at);
            if (size < 4) {
                long overlay = input.length() - (at + 4);
                value.set("overlay_size", overlay);
                if (overlay > 0) {
                    value.set("overlay_offset", at + 4);
                }
                return;
            }
            if (!input.contains(at, size) || (i % ASK_EVERY == 0 && input.expired())) {
                return;
            }
            if (size >= 96 && input.u32le(at + 4) == TRACKER_DATA) {
                value.set("tracker_data", tracker(at + 8));
            }
            at += size;
        }
    }

    /** TrackerDataBlock (2.5.10) behind its signature. */
    private StructValue tracker(long offset) {
        StructValue result = new StructValue(LnkModule.TRACKER, null);
        result.set("version", input.u32le(offset + 4));
        result.set("machine_id", LnkText.terminated(input, offset + 8, offset + 24));
        result.set("droid_volume_id", LnkText.guid(input, offset + 24));
        result.set("droid_file_id", LnkText.guid(input, offset + 40));
        result.set("droid_birth_volume_id", LnkText.guid(input, offset + 56));
        result.set("droid_birth_file_id", LnkText.guid(input, offset + 72));
        return result;
    }
}
