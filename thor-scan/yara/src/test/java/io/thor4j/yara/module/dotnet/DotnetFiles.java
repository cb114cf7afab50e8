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
}
