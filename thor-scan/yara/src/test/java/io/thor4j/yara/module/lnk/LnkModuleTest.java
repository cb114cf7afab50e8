package io.thor4j.yara.module.lnk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LnkModuleTest {
    private static final LnkModule MODULE = new LnkModule();
    private static final String CLSID = "01140200 00000000 c0000000 00000046";
    private static final String MY_COMPUTER = "e04fd020 ea3a6910 a2d80800 2b30309d";

    private static String hex(String... parts) {
        return String.join("", parts).replace(" ", "");
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String wide(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16LE));
    }

    private static String u16(int value) {
        return HexFormat.of().toHexDigits((short) Integer.reverseBytes(value << 16));
    }

    private static String u32(int value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
    }

    private static byte[] bytes(String... parts) {
        return HexFormat.of().parseHex(hex(parts));
    }

    /** 2008-09-12 20:27:17 UTC is 1221251237; creation time only. */
    private static String header(int flags) {
        return hex(
                u32(0x4c),
                CLSID,
                u32(flags),
                u32(0x20),
                "8080dff21515c901",
                "0000000000000000",
                "ffffffffffffffff",
                u32(1234),
                u32(3),
                u32(7),
                u16(0),
                u16(0),
                u32(0),
                u32(0));
    }

    private static String sized(String data) {
        return u16(data.replace(" ", "").length() / 2 + 2) + data;
    }

    private static String targets(String... items) {
        String list = hex(items) + "0000";
        return u16(list.length() / 2) + list;
    }

    private static String linkInfo() {
        String volume = hex(u32(0x14), u32(3), u32(0x307a8a81), u32(0x10), text("lab\0"));
        String path = text("C:\\test\\a.txt\0");
        String suffix = text("suf\0");
        return hex(
                u32(0x1c + 20 + 14 + 4),
                u32(0x1c),
                u32(3),
                u32(0x1c),
                u32(0x1c + 20),
                u32(0),
                u32(0x1c + 34),
                volume,
                path,
                suffix);
    }

    private static String tracker() {
        return hex(
                u32(0x60),
                "030000a0",
                u32(0x58),
                u32(0),
                text("chris-xps\0\0\0\0\0\0\0"),
                "4078c794 47fac746 b3565c2d c6b6d115",
                "ec46cd7b 227fdd11 94990013 7216874a",
                "4078c794 47fac746 b3565c2d c6b6d115",
                "ec46cd7b 227fdd11 94990013 7216874a");
    }

    static byte[] full() {
        return bytes(
                header(0xff),
                targets(
                        sized("1f50" + MY_COMPUTER),
                        sized("2f" + text("C:\\\0\0")),
                        sized("2e00" + MY_COMPUTER),
                        sized("31" + "0000000000" + "2c3969a3" + "1000" + text("test\0\0")),
                        sized("36" + "0000000000" + "2c3969a3" + "2000" + wide("na\u00efve\0") + "beef"),
                        sized("41" + "0180" + text("\\\\server\\share\0x\0")),
                        sized("00" + "00".repeat(21) + wide("x.cpl\0")),
                        sized("88aabbcc")),
                linkInfo(),
                u16(4) + wide("name"),
                u16(3) + wide("rel"),
                u16(2) + wide("wd"),
                u16(3) + wide("a\0b"),
                u16(2) + wide("ic"),
                u32(8) + "07000000",
                tracker(),
                u32(0),
                text("overlay"));
    }

    private static StructValue parse(byte[] data) {
        return ModuleLines.parse(MODULE, data);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "is_lnk, 1",
                "file_attributes, 32",
                "creation_time, 1221251237",
                "access_time, null",
                "write_time, 1833029933770",
                "file_size, 1234",
                "icon_index, 3",
                "show_command, 7",
                "drive_type, 3",
                "drive_serial_number, 813337217",
                "volume_label, lab",
                "local_base_path, C:\\test\\a.txt",
                "common_path_suffix, suf",
                "name, name",
                "relative_path, rel",
                "working_dir, wd",
                "cmd_line_args, a",
                "icon_location, ic",
                "overlay_size, 7",
                "tracker_data.version, 0",
                "tracker_data.machine_id, chris-xps",
                "tracker_data.droid_volume_id, 94c77840-fa47-46c7-b356-5c2dc6b6d115",
                "tracker_data.droid_file_id, 7bcd46ec-7f22-11dd-9499-00137216874a",
                "tracker_data.droid_birth_volume_id, 94c77840-fa47-46c7-b356-5c2dc6b6d115",
                "tracker_data.droid_birth_file_id, 7bcd46ec-7f22-11dd-9499-00137216874a",
                "target_id_list[0].item_type, 31",
                "target_id_list[0].root_folder_id, 20d04fe0-3aea-1069-a2d8-08002b30309d",
                "target_id_list[1].item_type, 32",
                "target_id_list[1].item_type_code, 47",
                "target_id_list[1].volume_name, C:\\",
                "target_id_list[2].volume_id, 20d04fe0-3aea-1069-a2d8-08002b30309d",
                "target_id_list[2].volume_name, null",
                "target_id_list[3].file_entry_name, test",
                "target_id_list[4].file_entry_name, na\u00c3\u00afve",
                "target_id_list[5].network_location, \\\\server\\share",
                "target_id_list[6].cpl_file_path, x.cpl",
                "target_id_list[7].item_type, 136",
                "target_id_list[7].data, \u00aa\u00bb\u00cc",
                "target_id_list[8].item_type, null",
            })
    void readsAShortcut(String path, String expected) {
        assertEquals(expected, String.valueOf(ModuleLines.at(parse(full()), path)));
    }

    @Test
    void tellsWhereTheOverlayBegins() {
        assertEquals(full().length - 7L, parse(full()).get("overlay_offset"));
        byte[] without = Arrays.copyOf(full(), full().length - 7);
        assertEquals(0L, parse(without).get("overlay_size"));
        assertNull(parse(without).get("overlay_offset"));
    }

    @Test
    void readsUtf16OfLinkInfo() {
        String volume = hex(u32(0x1e), u32(2), u32(5), u32(0x14), u32(0x14), wide("v\u00e9l\0"), "0000");
        String path = wide("C:\\\u0416\0");
        String suffix = wide("s\0");
        int at = 0x24 + 0x1e;
        String info = hex(
                u32(at + 10 + 4),
                u32(0x24),
                u32(3),
                u32(0x24),
                u32(0),
                u32(0),
                u32(0),
                u32(at),
                u32(at + 10),
                volume,
                path,
                suffix);
        StructValue value = parse(bytes(header(2), info, u32(0)));
        assertEquals("v\u00c3\u00a9l", ModuleLines.at(value, "volume_label"));
        assertEquals("C:\\\u00d0\u0096", ModuleLines.at(value, "local_base_path"));
        assertEquals("s", ModuleLines.at(value, "common_path_suffix"));
        assertEquals(0L, value.get("overlay_size"));
    }

    @Test
    void keepsTheDriveWhenTheVolumeIsTooLong() {
        byte[] data = full();
        int volume = new String(data, StandardCharsets.ISO_8859_1).indexOf("lab") - 16;
        data[volume + 1] = 1;
        StructValue value = parse(data);
        assertEquals(3L, value.get("drive_type"));
        assertNull(value.get("volume_label"));
        assertEquals("suf", ModuleLines.at(value, "common_path_suffix"));
    }

    @Test
    void takesNarrowStringsAsTheyAre() {
        StructValue value = parse(bytes(header(0x04), u16(5), text("a\0b\u00e9c"), u32(0)));
        assertEquals("a\0b\u00ef\u00bf\u00bdc", ModuleLines.at(value, "name"));
    }

    @Test
    void keepsWhatStandsBeforeDamage() {
        byte[] data = bytes(header(0x0c), u16(1), text("n"), u16(100), text("short"));
        assertEquals("n", ModuleLines.at(parse(data), "name"));
        assertNull(parse(data).get("relative_path"));
        assertNull(parse(data).get("overlay_size"));
    }

    @Test
    void knowsOtherFiles() {
        byte[] other = full();
        other[4] = 2;
        Set<String> lines = new TreeSet<>(ModuleLines.lines(parse(other)));
        lines.removeIf(line -> line.contains("ATTRIBUTE")
                || line.contains("RESERVED")
                || line.contains("Type.")
                || line.startsWith("ShowCommand"));
        assertEquals(Set.of("is_lnk = 0"), lines);
        assertEquals(0L, parse(new byte[0]).get("is_lnk"));
        assertEquals(0L, parse(Arrays.copyOf(full(), 0x4b)).get("is_lnk"));
        assertEquals(1L, parse(Arrays.copyOf(full(), 0x4c)).get("is_lnk"));
    }

    @Test
    void namesItsConstants() {
        Set<String> lines = ModuleLines.lines(parse(new byte[0]));
        assertTrue(lines.contains("FILE_ATTRIBUTE_ENCRYPTED = 16384"));
        assertTrue(lines.contains("ShowCommand.MIN_NO_ACTIVE = 7"));
        assertTrue(lines.contains("DriveType.RAMDISK = 6"));
        assertTrue(lines.contains("ShellItemType.ROOT_FOLDER = 31"));
    }

    @Property(tries = 3000)
    void survivesChangedBytes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int changes) {
        byte[] data = full();
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            data[0x14 + random.nextInt(data.length - 0x14)] =
                    random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xff;
        }
        assertEquals(1L, parse(data).get("is_lnk"));
        assertTrue(ModuleLines.lines(parse(data)).size() < 10_000);
    }

    @Property(tries = 1000)
    void survivesTruncation(@ForAll @IntRange(min = 0, max = 800) int length) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(full(), 0, Math.min(length, full().length));
        assertTrue(ModuleLines.lines(parse(data.toByteArray())).size() < 200);
    }
}
