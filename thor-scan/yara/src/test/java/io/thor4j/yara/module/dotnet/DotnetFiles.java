package io.thor4j.yara.module.dotnet;

import java.util.List;

/** Small valid .NET files, for tests that damage files. */
public final class DotnetFiles {
    private DotnetFiles() {}

    /** Returns a file with most tables, and one of 64 bits with nothing but its name. */
    public static List<byte[]> dotnet() {
        CliFile wide = new CliFile().wide().machine(0x8664).userString("text");
        wide.row(0x00, "22222", 0, wide.string("wide.dll"), 0, 0, 0);
        return List.of(DotnetDamageTest.file(), wide.build());
    }

    /** Returns a file of 20 KB whose 1,000 methods have 1,000 parameters each, all of one type with a name of 2,000 bytes. */
    public static byte[] withLongTypes() {
        CliFile file = new CliFile();
        int[] signature = new int[3 + 2 * 1001];
        // 1,000 in two bytes; then the result and the parameters, each a class: row 1 of the table TypeRef.
        signature[1] = 0x83;
        signature[2] = 0xe8;
        for (int i = 3; i < signature.length; i += 2) {
            signature[i] = 0x12;
            signature[i + 1] = 1 << 2 | 1;
        }
        int blob = file.blob(signature);
        file.row(0x00, "22222", 0, file.string("a"), 0, 0, 0);
        file.row(0x01, "222", 0, file.string("N".repeat(1000)), file.string("S".repeat(1000)));
        file.row(0x02, "422222", 1, file.string("C"), 0, 0, 1, 1);
        for (int i = 0; i < 1000; i++) {
            file.row(0x06, "422222", 0, 0, 0x16, file.string("m"), blob, 1);
        }
        return file.build();
    }
}
