package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Programs: PE and its forerunners, ELF, Mach-O, Java classes. Stateless. */
final class ExecutableDetector {
    private static final String MIME_PE = "application/vnd.microsoft.portable-executable";
    private static final String MIME_DOS = "application/x-dosexec";
    private static final String MIME_MACHO = "application/x-mach-binary";

    /** Sections or segments looked at; the PE loader takes no more. */
    private static final int MAX_PARTS = 96;

    private static final Map<Integer, String> PE_MACHINES = Map.of(
            0x14c, "Intel 80386",
            0x8664, "x86-64",
            0x1c0, "ARM",
            0x1c4, "ARMv7 Thumb",
            0xaa64, "Aarch64",
            0x200, "Intel Itanium",
            0xebc, "EFI byte code",
            0x166, "MIPS R4000",
            0x1f0, "PowerPC");

    private static final Map<Integer, String> PE_SUBSYSTEMS = Map.of(
            1, "(native)",
            2, "(GUI)",
            3, "(console)",
            5, "(OS/2)",
            7, "(POSIX)",
            9, "(Windows CE)",
            10, "(EFI application)",
            11, "(EFI boot service driver)",
            12, "(EFI runtime driver)",
            14, "(XBOX)");

    private static final Map<Integer, String> ELF_MACHINES = Map.ofEntries(
            Map.entry(2, "SPARC"),
            Map.entry(3, "Intel 80386"),
            Map.entry(4, "Motorola m68k"),
            Map.entry(8, "MIPS"),
            Map.entry(20, "PowerPC or cisco 4500"),
            Map.entry(21, "64-bit PowerPC or cisco 7500"),
            Map.entry(22, "IBM S/390"),
            Map.entry(40, "ARM"),
            Map.entry(42, "Renesas SH"),
            Map.entry(50, "IA-64"),
            Map.entry(62, "x86-64"),
            Map.entry(183, "ARM aarch64"),
            Map.entry(243, "UCB RISC-V"),
            Map.entry(247, "eBPF"),
            Map.entry(258, "LoongArch"));

    private static final Map<Integer, String> ELF_ABIS =
            Map.of(0, "SYSV", 1, "HP-UX", 2, "NetBSD", 3, "GNU/Linux", 6, "Solaris", 9, "FreeBSD", 12, "OpenBSD");

    private static final Map<Integer, String> MACHO_CPUS = Map.of(
            7, "i386",
            0x01000007, "x86_64",
            12, "arm",
            0x0100000c, "arm64",
            18, "ppc",
            0x01000012, "ppc64");

    private static final String[] MACHO_TYPES = {
        "",
        "object",
        "executable",
        "fixed virtual memory shared library",
        "core",
        "preload executable",
        "dynamically linked shared library",
        "dynamic linker",
        "bundle",
        "dynamically linked shared library stub",
        "dSYM companion file",
        "kext bundle"
    };

    private ExecutableDetector() {}

    static @Nullable FileKind detect(ModuleInput input) {
        long magic = input.u32be(0);
        if (input.u16be(0) == 0x4d5a) {
            return dosFamily(input);
        } else if (magic == 0x7f454c46) {
            return elf(input);
        } else if (magic == 0xcafebabeL) {
            return cafebabe(input);
        } else if (magic == 0xfeedfaceL || magic == 0xfeedfacfL) {
            return macho(input, magic == 0xfeedfacfL, true);
        } else if (magic == 0xcefaedfeL || magic == 0xcffaedfeL) {
            return macho(input, magic == 0xcffaedfeL, false);
        }
        return null;
    }

    private static FileKind dosFamily(ModuleInput input) {
        long header = input.u32le(0x3c);
        if (input.u32le(header) == 0x4550 && input.contains(header, 26)) {
            return pe(input, header);
        }
        return switch (input.u16be(header)) {
            case 0x4e45 -> new FileKind("MS-DOS executable, NE for MS Windows 3.x", MIME_DOS);
            case 0x4c45 -> new FileKind("MS-DOS executable, LE executable", MIME_DOS);
            case 0x4c58 -> new FileKind("MS-DOS executable, LX for OS/2", MIME_DOS);
            default -> new FileKind("MS-DOS executable, MZ for MS-DOS", MIME_DOS);
        };
    }

    private static FileKind pe(ModuleInput input, long header) {
        int kind = input.u16le(header + 24);
        boolean wide = kind == 0x20b;
        int flags = input.u16le(header + 22);
        int sections = input.u16le(header + 6);
        StringBuilder text =
                new StringBuilder(wide ? "PE32+" : kind == 0x107 ? "PE32 (ROM)" : "PE32").append(" executable");
        text.append((flags & 0x2000) == 0 ? "" : " (DLL)");
        text.append(prefixed(" ", PE_SUBSYSTEMS.get(input.u16le(header + 92))));
        text.append(prefixed(" ", PE_MACHINES.get(input.u16le(header + 4))));
        text.append((flags & 0x200) == 0 ? "" : " (stripped to external PDB)");
        boolean managed =
                input.u32le(header + (wide ? 248 : 232)) > 0 && input.u16le(header + 20) >= (wide ? 232 : 216);
        text.append(managed ? " Mono/.Net assembly" : "").append(", for MS Windows");
        long section = header + 24 + input.u16le(header + 20);
        for (int i = 0; i < Math.min(sections, MAX_PARTS); i++) {
            if (input.u32be(section + 40L * i) == 0x55505830) { // UPX0
                text.append(", UPX compressed");
                break;
            }
        }
        return new FileKind(
                text.append(", ").append(sections).append(" sections").toString(), MIME_PE);
    }

    private static String prefixed(String prefix, @Nullable String text) {
        return text == null ? "" : prefix + text;
    }

    /** Reads numbers of an ELF file in its own byte order. */
    private record Elf(ModuleInput input, boolean big, boolean wide) {
        int half(long offset) {
            return big ? input.u16be(offset) : input.u16le(offset);
        }

        long word(long offset) {
            return big ? input.u32be(offset) : input.u32le(offset);
        }

        long address(long offset) {
            return !wide ? word(offset) : big ? input.i64be(offset) : input.i64le(offset);
        }
    }

    private static FileKind elf(ModuleInput input) {
        Elf elf = new Elf(input, input.u8(5) == 2, input.u8(4) == 2);
        StringBuilder text = new StringBuilder("ELF ");
        text.append(elf.wide ? "64-bit" : "32-bit").append(elf.big ? " MSB " : " LSB ");
        String interpreter = interpreter(elf);
        boolean dynamic = segment(elf, 2) >= 0;
        String mime;
        switch (elf.half(16)) {
            case 1 -> mime = append(text, "relocatable", "application/x-object");
            case 2 -> mime = append(text, "executable", "application/x-executable");
            case 3 ->
                mime = interpreter == null
                        ? append(text, "shared object", "application/x-sharedlib")
                        : append(text, "pie executable", "application/x-pie-executable");
            case 4 -> mime = append(text, "core file", "application/x-coredump");
            default -> mime = append(text, "unknown type", "application/octet-stream");
        }
        text.append(", ")
                .append(ELF_MACHINES.getOrDefault(elf.half(18), "unknown arch 0x" + Integer.toHexString(elf.half(18))));
        text.append(", version ").append(elf.word(20)).append(prefixed(" (", ELF_ABIS.get(input.u8(7))));
        text.append(ELF_ABIS.containsKey(input.u8(7)) ? ")" : "");
        if (elf.half(16) == 2 || elf.half(16) == 3) {
            text.append(dynamic ? ", dynamically linked" : ", statically linked");
        }
        text.append(prefixed(", interpreter ", interpreter));
        text.append(hasSection(elf, 2) ? ", not stripped" : elf.half(16) == 4 ? "" : ", stripped");
        return new FileKind(text.toString(), mime);
    }

    private static String append(StringBuilder text, String type, String mime) {
        text.append(type);
        return mime;
    }

    /** Where a program header of a type stands, -1 when there is none. */
    private static long segment(Elf elf, int type) {
        long table = elf.address(elf.wide ? 32 : 28);
        int size = elf.half(elf.wide ? 54 : 42);
        for (int i = 0; i < Math.min(elf.half(elf.wide ? 56 : 44), MAX_PARTS); i++) {
            if (elf.word(table + (long) i * size) == type) {
                return table + (long) i * size;
            }
        }
        return -1;
    }

    private static @Nullable String interpreter(Elf elf) {
        long header = segment(elf, 3);
        if (header < 0) {
            return null;
        }
        long offset = elf.address(header + (elf.wide ? 8 : 4));
        int end = elf.input.indexOf(0, offset, 256);
        byte[] path = end < 0 ? null : elf.input.bytes(offset, end - offset);
        return path == null ? null : new String(path, StandardCharsets.ISO_8859_1);
    }

    private static boolean hasSection(Elf elf, int type) {
        long table = elf.address(elf.wide ? 40 : 32);
        int size = elf.half(elf.wide ? 58 : 46);
        for (int i = 0; i < elf.half(elf.wide ? 60 : 48) && table > 0; i++) {
            if (elf.word(table + (long) i * size + 4) == type) {
                return true;
            }
        }
        return false;
    }

    /** Java classes and fat Mach-O files begin alike: a count of architectures is small, a class version is 45 or more. */
    private static @Nullable FileKind cafebabe(ModuleInput input) {
        long number = input.u32be(4);
        int major = input.u16be(6);
        if (number > 0 && number < 30) {
            return new FileKind(
                    "Mach-O universal binary with " + number + " architecture" + (number == 1 ? "" : "s"), MIME_MACHO);
        }
        if (major < 45 || major > 255) {
            return null;
        }
        String java = major < 49
                ? " (Java 1." + (major - 44) + ")"
                : " (Java SE " + (major == 49 ? "5.0" : String.valueOf(major - 44)) + ")";
        return new FileKind(
                "compiled Java class data, version " + major + "." + input.u16be(4) + java,
                "application/x-java-applet");
    }

    private static @Nullable FileKind macho(ModuleInput input, boolean wide, boolean big) {
        int cpu = (int) (big ? input.u32be(4) : input.u32le(4));
        long type = big ? input.u32be(12) : input.u32le(12);
        if (type < 0) {
            return null;
        }
        String name = type > 0 && type < MACHO_TYPES.length ? MACHO_TYPES[(int) type] : "filetype=" + type;
        return new FileKind(
                "Mach-O" + (wide ? " 64-bit " : " ") + MACHO_CPUS.getOrDefault(cpu, "cputype (" + cpu + ")") + " "
                        + name,
                MIME_MACHO);
    }
}
