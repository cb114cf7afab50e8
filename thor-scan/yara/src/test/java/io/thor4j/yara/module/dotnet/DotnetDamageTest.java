package io.thor4j.yara.module.dotnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.ModuleLines;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DotnetDamageTest {
    private static final DotnetModule MODULE = new DotnetModule();
    private static final byte[] FILE = file();

    /** A file with a row in most of the tables that the module reads. */
    static byte[] file() {
        CliFile file = new CliFile().userString("one").guids(new byte[32]);
        file.row(0x00, "22222", 0, file.string("mod.dll"), 0, 0, 0);
        file.row(0x01, "222", 0, file.string("GuidAttribute"), 0);
        file.row(0x02, "422222", 1, file.string("C"), file.string("N"), 1 << 2 | 2, 1, 1);
        file.row(0x02, "422222", 2, file.string("D"), 0, 0, 1, 2);
        file.row(0x06, "422222", 0, 0, 0x16, file.string("m"), file.blob(0x10, 1, 1, 0x15, 0x12, 6, 1, 8, 0x1d, 8), 1);
        file.row(0x06, "422222", 0, 0, 0x16, file.string("n"), file.blob(0, 1, 1, 0x14, 8, 2, 1, 3, 1, 1), 1);
        file.row(0x08, "222", 0, 1, file.string("p"));
        file.row(0x09, "22", 1, 1 << 2);
        file.row(0x0a, "222", 1 << 3 | 1, file.string(".ctor"), 0);
        file.row(0x0b, "1122", 0x0e, 0, 0, file.blob('x', 0));
        file.row(0x0c, "222", 1 << 5 | 0x0e, 1 << 3 | 3, file.blob(1, 0, 1, 'a', 0, 0));
        file.row(0x1b, "2", file.blob(0x15, 0x12, 0x05, 1, 0x0e));
        file.row(0x20, "422224222", 0, 1, 2, 3, 4, 0, 0, file.string("asm"), 0);
        file.row(0x23, "222242222", 5, 6, 7, 8, 0, file.blob(0xb0), file.string("ref"), 0, 0);
        file.row(0x28, "4422", 0, 0, file.string("res"), 0);
        file.row(0x29, "22", 2, 1);
        file.row(0x2a, "2222", 0, 0, 1 << 1, file.string("T"));
        return file.build();
    }

    @Property(tries = 3000)
    void survivesChangedBytes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) {
        byte[] data = FILE.clone();
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(4) == 0 ? random.nextInt(data.length) : 0x200 + random.nextInt(data.length - 0x200);
            data[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xff;
        }
        assertTrue(ModuleLines.lines(ModuleLines.parse(MODULE, data)).size() < 100_000);
    }

    @Property(tries = 1000)
    void survivesTruncation(
            @ForAll @IntRange(min = 0, max = 1) int half, @ForAll @IntRange(min = 0, max = 5000) int length) {
        byte[] data = Arrays.copyOf(FILE, half == 0 ? length : Math.min(length, FILE.length));
        assertTrue(ModuleLines.lines(ModuleLines.parse(MODULE, data)).size() < 1_000);
    }
}
