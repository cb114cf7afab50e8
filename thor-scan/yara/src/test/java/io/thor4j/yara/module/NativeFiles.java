package io.thor4j.yara.module;

import io.thor4j.yara.module.elf.ElfSample;
import io.thor4j.yara.module.macho.MachoSample;
import java.util.List;

/** Small valid ELF and Mach-O files, for tests that damage files. */
public final class NativeFiles {
    private NativeFiles() {}

    /** Returns ELF files of both sizes and byte orders, with all tables that the module reads. */
    public static List<byte[]> elf() {
        return List.of(elf(false, false), elf(false, true), elf(true, false), elf(true, true));
    }

    private static byte[] elf(boolean bigEndian, boolean wide) {
        return new ElfSample(bigEndian, wide)
                .symbol("abcdef", 0x12, 0, 0, 1)
                .symbol("main", 0x11, 2, 1, ElfSample.BASE)
                .data();
    }

    /** Returns thin Mach-O files of both sizes and byte orders. */
    public static List<byte[]> macho() {
        return List.of(
                new MachoSample(false, false, 7).main(1, 2).thread(16).data(),
                new MachoSample(false, true, 0x1000007).main(1, 2).thread(21).data(),
                new MachoSample(true, false, 18).thread(40).data(),
                new MachoSample(true, true, 0x1000012).thread(38).main(3, 4).data());
    }

    /** Returns fat Mach-O files with entries of both sizes. */
    public static List<byte[]> fat() {
        byte[] first = new MachoSample(false, false, 7).main(1, 2).data();
        byte[] second = new MachoSample(false, true, 0x1000007).main(1, 2).data();
        return List.of(fat(first, second), MachoSample.fat(true, second));
    }

    /** Puts Mach-O files into a fat one. */
    public static byte[] fat(byte[]... parts) {
        return MachoSample.fat(false, parts);
    }
}
