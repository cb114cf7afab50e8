package io.thor4j.yara.module.pe;

import java.util.List;

/** Small valid PE files, for tests that damage files. */
public final class PeFiles {
    private PeFiles() {}

    /** Returns files that have between them every directory that the module reads, but for signatures. */
    public static List<byte[]> pe() {
        return List.of(imports32(), imports64(), exports(), resources(), delayed());
    }

    /**
     * Returns a file of 16 KB with 65,536 resources: two directories of 256 entries, each of which leads to the next, and labels of 2,000 bytes.
     *
     * @param spread whether the names of the inner directory begin at different places
     */
    public static byte[] withManyResources(boolean spread) {
        PeBuilder file = PeBuilder.empty32()
                .section(".data", PeBuilder.SECTION, 0x4000, 0x400, 0x4000)
                .size(0x4400)
                .directory(2, 0x1000, 0x4000);
        int[] directories = {0x1000, 0x1820};
        for (int directory : directories) {
            file.u16(directory + 12, 256);
        }
        for (int i = 0; i < 256; i++) {
            file.u32(0x1010 + 8 * i, 0x80002000L, 0x80000820L);
            file.u32(0x1830 + 8 * i, 0x80002000L + (spread ? 2L * i : 0), 0x1040L);
        }
        for (int at = 0x3000; at < 0x4000; at += 2) {
            file.u16(at, 1000);
        }
        return file.u32(0x2040, 0x3000, 16, 0, 0).bytes();
    }

    private static byte[] imports32() {
        return PeBuilder.pe32()
                .directory(1, 0x1000, 40)
                .u32(0x1000, 0x1100, 0, 0, 0x1200, 0x1180)
                .u32(0x1100, 0x1220, 0x80000010L, 0)
                .u32(0x1180, 0x1220, 0x80000010L, 0)
                .text(0x1200, "ws2_32.dll")
                .text(0x1222, "WSAStartup")
                .bytes();
    }

    private static byte[] imports64() {
        return PeBuilder.pe64()
                .directory(1, 0x1000, 40)
                .u32(0x1000, 0x1100, 0, 0, 0x1200, 0x1180)
                .u64(0x1100, 0x1220, 0x8000000000000010L, 0)
                .u64(0x1180, 0x1220, 0x8000000000000010L, 0)
                .text(0x1200, "a.dll")
                .text(0x1222, "Function")
                .directory(6, 0x1300, 28)
                .u32(0x1300, 0, 0, 0, 2, 30, 0x1340, 0x740)
                .text(0x1340, "RSDS")
                .text(0x1358, "C:\\a.pdb")
                .bytes();
    }

    private static byte[] exports() {
        return PeBuilder.pe32()
                .directory(0, 0x1000, 0x200)
                .u32(0x1000, 0, 0, 0, 0x1100, 1, 2, 2, 0x1040, 0x1060, 0x1080)
                .u32(0x1040, 0x1000, 0x1120)
                .u32(0x1060, 0x1110, 0x1118)
                .u16(0x1082, 1)
                .text(0x1100, "lib.dll")
                .text(0x1110, "one")
                .text(0x1118, "two")
                .text(0x1120, "other.forward")
                .bytes();
    }

    /** One icon in one language, and a version resource. */
    private static byte[] resources() {
        return PeBuilder.pe32()
                .directory(2, 0x1000, 0x200)
                .u16(0x100e, 2)
                .u32(0x1010, 3, 0x80000020L, 16, 0x80000060L)
                .u16(0x102e, 1)
                .u32(0x1030, 1, 0x80000038L)
                .u16(0x1046, 1)
                .u32(0x1048, 0x409, 0x50)
                .u32(0x1050, 0x1200, 16, 0, 0)
                .u16(0x106e, 1)
                .u32(0x1070, 1, 0x80000078L)
                .u16(0x1086, 1)
                .u32(0x1088, 0x409, 0x90)
                .u32(0x1090, 0x1300, 0x120, 0, 0)
                .u16(0x1300, 0x120)
                .u16(0x1302, 52)
                .wide(0x1306, "VS_VERSION_INFO")
                .u32(0x1328, 0xfeef04bdL)
                .u16(0x135c, 0xc0)
                .u16(0x1360, 1)
                .wide(0x1362, "StringFileInfo")
                .u16(0x1380, 0x9c)
                .u16(0x1384, 1)
                .wide(0x1386, "040904b0")
                .u16(0x1398, 0x30)
                .u16(0x139a, 5)
                .u16(0x139c, 1)
                .wide(0x139e, "Comments")
                .wide(0x13b4, "none")
                .bytes();
    }

    private static byte[] delayed() {
        return PeBuilder.pe32()
                .directory(13, 0x1000, 64)
                .u32(0x1000, 1, 0x1200, 0, 0x1180, 0x1100, 0, 0, 0)
                .u32(0x1100, 0x1220, 0)
                .u32(0x1180, 0x1220, 0)
                .text(0x1200, "late.dll")
                .text(0x1222, "Later")
                .bytes();
    }
}
