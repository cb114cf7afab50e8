package io.thor4j.yara.module.lnk;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;

/**
 * One item of a shortcut's target list. Microsoft leaves its form open; the forms are those of "Windows Shell Item format" by Joachim Metz
 * (libfwsi). Stateless.
 */
final class ShellItem {
    private ShellItem() {}

    /**
     * Reads an item.
     *
     * @param input the file
     * @param offset where the item's class type stands
     * @param end end of the item
     * @return the values, empty when there is no class type
     */
    static StructValue read(ModuleInput input, long offset, long end) {
        StructValue value = new StructValue(LnkModule.SHELL_ITEM, null);
        if (offset >= end) {
            return value;
        }
        int code = input.u8(offset);
        int type = type(code);
        long data = offset + 1;
        value.set("item_type", type);
        value.set("item_type_code", code);
        value.set("data", input.bytes(data, end - data));
        switch (type) {
            case 0x00 -> {
                if (data + 21 < end) {
                    value.set("cpl_file_path", LnkText.wide(input, data + 21, end));
                }
            }
            case 0x1f -> {
                if (data + 17 <= end) {
                    value.set("root_folder_id", LnkText.guid(input, data + 1));
                }
            }
            case 0x20 -> readVolume(input, value, code, data, end);
            case 0x30 -> readFileEntry(input, value, code, data, end);
            case 0x40 -> {
                if (data + 2 < end) {
                    value.set("network_location", LnkText.terminated(input, data + 2, end));
                }
            }
            default -> {}
        }
        return value;
    }

    /** Volumes, files and network locations have ranges of class types, the others one each. */
    private static int type(int code) {
        int range = code & 0xf0;
        return range == 0x20 || range == 0x30 || range == 0x40 ? range : code;
    }

    private static void readVolume(ModuleInput input, StructValue value, int code, long data, long end) {
        boolean named = (code & 1) != 0;
        if (named && data < end) {
            value.set("volume_name", LnkText.terminated(input, data, end));
        } else if (!named && data + 17 <= end) {
            value.set("volume_id", LnkText.guid(input, data + 1));
        }
    }

    /** Size, time and attributes stand before the name. */
    private static void readFileEntry(ModuleInput input, StructValue value, int code, long data, long end) {
        long name = data + 11;
        if (name < end) {
            boolean wide = (code & 4) != 0;
            value.set("file_entry_name", wide ? LnkText.wide(input, name, end) : LnkText.terminated(input, name, end));
        }
    }
}
