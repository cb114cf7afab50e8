package io.thor4j.yara.module.lnk;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Array;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;

/**
 * The module {@code lnk} of YARA-X 1.20: Windows shortcuts ([MS-SHLLINK]). Damage ends the reading, what was read before stays; texts are
 * UTF-8. Immutable; threads share it.
 */
public final class LnkModule implements YaraModule {
    static final StructType TRACKER = StructType.builder()
            .field("version", Scalar.INTEGER)
            .field("machine_id", Scalar.STRING)
            .field("droid_volume_id", Scalar.STRING)
            .field("droid_file_id", Scalar.STRING)
            .field("droid_birth_volume_id", Scalar.STRING)
            .field("droid_birth_file_id", Scalar.STRING)
            .build();

    static final StructType SHELL_ITEM = StructType.builder()
            .field("item_type", Scalar.INTEGER)
            .field("item_type_code", Scalar.INTEGER)
            .field("data", Scalar.STRING)
            .field("cpl_file_path", Scalar.STRING)
            .field("root_folder_id", Scalar.STRING)
            .field("volume_name", Scalar.STRING)
            .field("volume_id", Scalar.STRING)
            .field("file_entry_name", Scalar.STRING)
            .field("network_location", Scalar.STRING)
            .build();

    private static final StructType SHOW_COMMAND = StructType.builder()
            .constant("NORMAL", 1)
            .constant("MAXIMIZED", 3)
            .constant("MIN_NO_ACTIVE", 7)
            .build();

    private static final StructType DRIVE_TYPE = StructType.builder()
            .constant("UNKNOWN", 0)
            .constant("NO_ROOT_DIR", 1)
            .constant("REMOVABLE", 2)
            .constant("FIXED", 3)
            .constant("REMOTE", 4)
            .constant("CDROM", 5)
            .constant("RAMDISK", 6)
            .build();

    private static final StructType SHELL_ITEM_TYPE = StructType.builder()
            .constant("CONTROL_PANEL_CPL", 0x00)
            .constant("CONTROL_PANEL_CATEGORY", 0x01)
            .constant("ROOT_FOLDER", 0x1f)
            .constant("VOLUME", 0x20)
            .constant("FILE_ENTRY", 0x30)
            .constant("NETWORK_LOCATION", 0x40)
            .constant("COMPRESSED_FOLDER", 0x52)
            .constant("URI", 0x61)
            .constant("CONTROL_PANEL", 0x71)
            .constant("PRINTERS", 0x72)
            .constant("COMMON_PLACES_FOLDER", 0x73)
            .constant("USERS_FILES_FOLDER", 0x74)
            .build();

    private static final StructType STRUCTURE = StructType.builder()
            .constant("FILE_ATTRIBUTE_READONLY", 0x1)
            .constant("FILE_ATTRIBUTE_HIDDEN", 0x2)
            .constant("FILE_ATTRIBUTE_SYSTEM", 0x4)
            .constant("RESERVED_1", 0x8)
            .constant("FILE_ATTRIBUTE_DIRECTORY", 0x10)
            .constant("FILE_ATTRIBUTE_ARCHIVE", 0x20)
            .constant("RESERVED_2", 0x40)
            .constant("FILE_ATTRIBUTE_NORMAL", 0x80)
            .constant("FILE_ATTRIBUTE_TEMPORARY", 0x100)
            .constant("FILE_ATTRIBUTE_SPARSE_FILE", 0x200)
            .constant("FILE_ATTRIBUTE_REPARSE_POINT", 0x400)
            .constant("FILE_ATTRIBUTE_COMPRESSED", 0x800)
            .constant("FILE_ATTRIBUTE_OFFLINE", 0x1000)
            .constant("FILE_ATTRIBUTE_NOT_CONTENT_INDEXED", 0x2000)
            .constant("FILE_ATTRIBUTE_ENCRYPTED", 0x4000)
            .field("ShowCommand", SHOW_COMMAND)
            .field("DriveType", DRIVE_TYPE)
            .field("ShellItemType", SHELL_ITEM_TYPE)
            .field("is_lnk", Scalar.INTEGER)
            .field("name", Scalar.STRING)
            .field("creation_time", Scalar.INTEGER)
            .field("access_time", Scalar.INTEGER)
            .field("write_time", Scalar.INTEGER)
            .field("file_size", Scalar.INTEGER)
            .field("file_attributes", Scalar.INTEGER)
            .field("icon_location", Scalar.STRING)
            .field("icon_index", Scalar.INTEGER)
            .field("show_command", Scalar.INTEGER)
            .field("drive_type", Scalar.INTEGER)
            .field("drive_serial_number", Scalar.INTEGER)
            .field("volume_label", Scalar.STRING)
            .field("local_base_path", Scalar.STRING)
            .field("common_path_suffix", Scalar.STRING)
            .field("relative_path", Scalar.STRING)
            .field("working_dir", Scalar.STRING)
            .field("cmd_line_args", Scalar.STRING)
            .field("overlay_size", Scalar.INTEGER)
            .field("overlay_offset", Scalar.INTEGER)
            .field("tracker_data", TRACKER)
            .field("target_id_list", new Array(SHELL_ITEM))
            .build();

    /** Makes the module. */
    public LnkModule() {}

    @Override
    public String name() {
        return "lnk";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        StructValue value = new StructValue(STRUCTURE, null);
        value.set("ShowCommand", new StructValue(SHOW_COMMAND, null));
        value.set("DriveType", new StructValue(DRIVE_TYPE, null));
        value.set("ShellItemType", new StructValue(SHELL_ITEM_TYPE, null));
        boolean shortcut = LnkReader.isShortcut(input);
        value.set("is_lnk", shortcut ? 1 : 0);
        if (shortcut) {
            new LnkReader(input, value).read();
        }
        return value;
    }
}
