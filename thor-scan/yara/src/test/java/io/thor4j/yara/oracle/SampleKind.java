package io.thor4j.yara.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of file a sample is, by its first bytes. */
enum SampleKind {
    ELF,
    PE,
    DOTNET,
    MACHO,
    CLASS,
    DEX,
    ARCHIVE,
    TEXT,
    OTHER;

    /** Bytes that are enough to tell: a PE's headers lie within. */
    private static final int HEAD = 4_096;

    /** Tells a file's kind. */
    static SampleKind of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        }
    }

    static SampleKind of(byte[] head) {
        if (begins(head, 0x7f, 'E', 'L', 'F')) {
            return ELF;
        } else if (begins(head, 'M', 'Z')) {
            return isDotnet(head) ? DOTNET : PE;
        } else if (begins(head, 0xca, 0xfe, 0xba, 0xbe)) {
            // A class file's version stands where a fat Mach-O has its number of parts.
            return head.length > 7 && (head[7] & 0xff) < 40 ? MACHO : CLASS;
        } else if (begins(head, 0xcf, 0xfa, 0xed, 0xfe) || begins(head, 0xce, 0xfa, 0xed, 0xfe)) {
            return MACHO;
        } else if (begins(head, 'd', 'e', 'x', '\n')) {
            return DEX;
        } else if (begins(head, 'P', 'K', 3, 4)
                || begins(head, 0x1f, 0x8b)
                || begins(head, 0xfd, '7', 'z')
                || begins(head, 'B', 'Z', 'h')
                || begins(head, 0x28, 0xb5, 0x2f, 0xfd)
                || begins(head, '!', '<', 'a', 'r')) {
            return ARCHIVE;
        }
        for (byte octet : head) {
            if (octet >= 0 && octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r' && octet != '\f') {
                return OTHER;
            }
        }
        return TEXT;
    }

    private static boolean begins(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the directory entry of .NET, the fifteenth, is set. */
    private static boolean isDotnet(byte[] head) {
        int pe = word(head, 0x3c);
        int magic = word(head, pe + 24) & 0xffff;
        int directories = pe + 24 + (magic == 0x20b ? 112 : 96);
        return word(head, pe) == 0x4550 && word(head, directories + 14 * 8) != 0;
    }

    private static int word(byte[] head, int at) {
        if (at < 0 || at + 4 > head.length) {
            return 0;
        }
        return (head[at] & 0xff) | (head[at + 1] & 0xff) << 8 | (head[at + 2] & 0xff) << 16 | head[at + 3] << 24;
    }
}
