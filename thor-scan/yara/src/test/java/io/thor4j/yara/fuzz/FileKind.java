package io.thor4j.yara.fuzz;

import io.thor4j.yara.module.NativeFiles;
import io.thor4j.yara.module.dex.HelloDex;
import io.thor4j.yara.module.dotnet.DotnetFiles;
import io.thor4j.yara.module.pe.PeFiles;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of files that are damaged on purpose. */
enum FileKind {
    PE,
    DOTNET,
    ELF,
    MACHO,
    DEX;

    private static final byte[] CLI_METADATA = {'B', 'S', 'J', 'B'};

    /** Returns the files that tests build. */
    List<byte[]> built() {
        return switch (this) {
            case PE -> PeFiles.pe();
            case DOTNET -> DotnetFiles.dotnet();
            case ELF -> NativeFiles.elf();
            case MACHO ->
                Stream.concat(NativeFiles.macho().stream(), NativeFiles.fat().stream())
                        .toList();
            case DEX -> List.of(HelloDex.bytes());
        };
    }

    /** Tells whether a file is of this kind, by its first bytes; a .NET file by its metadata's too. */
    boolean is(byte[] file) {
        return mayBe(file)
                && switch (this) {
                    case PE -> indexOf(file, CLI_METADATA) < 0;
                    case DOTNET -> indexOf(file, CLI_METADATA) >= 0;
                    default -> true;
                };
    }

    /** Tells whether a file may be of this kind, by its first eight bytes. */
    boolean mayBe(byte[] head) {
        if (head.length < 8) {
            return false;
        }
        int magic = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | head[3] & 0xff;
        return switch (this) {
            case PE, DOTNET -> magic >>> 16 == 0x4d5a;
            case ELF -> magic == 0x7f454c46;
            // A Java class has the magic of a fat file and a version where that has a small count.
            case MACHO ->
                magic == 0xfeedface
                        || magic == 0xfeedfacf
                        || magic == 0xcefaedfe
                        || magic == 0xcffaedfe
                        || magic == 0xcafebabf
                        || (magic == 0xcafebabe && head[7] < 20);
            case DEX -> magic == 0x6465780a;
        };
    }

    static int indexOf(byte[] file, byte[] wanted) {
        for (int i = 0; i + wanted.length <= file.length; i++) {
            int j = 0;
            while (j < wanted.length && file[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
