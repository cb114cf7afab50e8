package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the import directory. PE format, ".idata"; which names count is libyara's rule, and through it part of the import hash. */
final class PeImports {
    private static final int DIRECTORY = 1;
    private static final int DESCRIPTOR = 20;

    private final PeImage image;
    private final ModuleInput input;
    private final int entrySize;
    private final long ordinalFlag;
    private int functions;
    private int entries;

    private PeImports(PeImage image) {
        this.image = image;
        this.input = image.input();
        this.entrySize = image.wide() ? 8 : 4;
        this.ordinalFlag = image.wide() ? Long.MIN_VALUE : 0x8000_0000L;
    }

    static ImportTable read(PeImage image) {
        return new PeImports(image).read();
    }

    private ImportTable read() {
        long descriptor = image.directoryOffset(DIRECTORY);
        if (descriptor < 0) {
            return ImportTable.EMPTY;
        }
        List<ImportTable.Library> libraries = new ArrayList<>();
        for (int i = 0; i < PeLimits.IMPORTS; i++, descriptor += DESCRIPTOR) {
            if (!input.contains(descriptor, DESCRIPTOR) || input.u32le(descriptor + 12) == 0) {
                break;
            }
            if (i % PeLimits.CLOCK_STEPS == 0 && input.expired()) {
                break;
            }
            byte[] name = libraryName(image, input.u32le(descriptor + 12), PeLimits.LIBRARY_NAME);
            if (name != null) {
                List<ImportTable.Function> imported = functions(descriptor, name);
                if (!imported.isEmpty()) {
                    libraries.add(new ImportTable.Library(name, imported));
                }
            }
        }
        return new ImportTable(libraries);
    }

    /**
     * Reads a library's name.
     *
     * @param address relative virtual address
     * @param limit bytes from which on it is invalid
     * @return null when it is empty, not in the file, not terminated, not printable ASCII, or holds a character that file names cannot have
     */
    static byte @Nullable [] libraryName(PeImage image, long address, int limit) {
        long offset = image.offset(address);
        if (offset < 0) {
            return null;
        }
        byte[] name = image.text(offset, limit);
        if (name.length == 0 || name.length == Math.min(limit, image.input().length() - offset)) {
            return null;
        }
        for (byte octet : name) {
            if (octet < 0x20 || octet > 0x7e || "\"*<>?|".indexOf(octet) >= 0) {
                return null;
            }
        }
        return name;
    }

    private List<ImportTable.Function> functions(long descriptor, byte[] library) {
        // Some linkers leave the name table out; the address table holds the same until the file is loaded.
        long entry = image.offset(input.u32le(descriptor));
        if (entry <= 0) {
            entry = image.offset(input.u32le(descriptor + 16));
        }
        List<ImportTable.Function> result = new ArrayList<>();
        if (entry < 0) {
            return result;
        }
        for (int i = 0; i < PeLimits.IMPORTS && functions < PeLimits.IMPORTS; i++) {
            long at = entry + (long) i * entrySize;
            long value = image.wide() ? input.i64le(at) : Math.max(0, input.u32le(at));
            if (value == 0 || spent()) {
                break;
            }
            long address = input.u32le(descriptor + 16) + (long) i * entrySize;
            ImportTable.Function function = function(value, library, image.wide() ? address : address & 0xffff_ffffL);
            if (function != null) {
                result.add(function);
                functions++;
            }
        }
        return result;
    }

    private boolean spent() {
        entries++;
        return entries > PeLimits.IMPORT_ENTRIES || (entries % PeLimits.CLOCK_STEPS == 0 && input.expired());
    }

    private ImportTable.@Nullable Function function(long value, byte[] library, long address) {
        if ((value & ordinalFlag) != 0) {
            // Above 65,535 the entry is garbage.
            if ((value & ~ordinalFlag) > 0xffff) {
                return null;
            }
            int ordinal = (int) (value & 0xffff);
            byte[] name = PeOrdinals.name(library, ordinal).getBytes(StandardCharsets.US_ASCII);
            return new ImportTable.Function(name, ordinal, address);
        }
        long offset = image.offset(value);
        if (offset < 0 || !input.contains(offset, 3)) {
            return null;
        }
        // Two bytes of hint stand before the name.
        byte[] name = image.text(offset + 2, PeLimits.FUNCTION_NAME);
        return isFunctionName(name) ? new ImportTable.Function(name, -1, address) : null;
    }

    /** pefile's alphabet of function names, which libyara took over. */
    private static boolean isFunctionName(byte[] name) {
        for (byte octet : name) {
            boolean letterOrDigit =
                    (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9');
            if (!letterOrDigit && "._?@$()<>".indexOf(octet) < 0) {
                return false;
            }
        }
        return name.length > 0;
    }

    /**
     * Computes the import hash: MD5 over "library.function" in file order, lower case, joined by commas. Source: Mandiant, "Tracking Malware
     * with Import Hashing", 2014; the endings .dll, .ocx and .sys are cut wherever the last dot is followed by these letters, as in libyara.
     *
     * @return 32 hexadecimal digits; without imports those of the empty text
     */
    static byte[] hash(ImportTable table) {
        MessageDigest digest = Digests.named("MD5");
        boolean first = true;
        for (ImportTable.Library library : table.libraries()) {
            byte[] name = CText.lower(library.name());
            int length = stem(name);
            for (ImportTable.Function function : library.functions()) {
                if (!first) {
                    digest.update((byte) ',');
                }
                first = false;
                digest.update(name, 0, length);
                digest.update((byte) '.');
                digest.update(CText.lower(function.name()));
            }
        }
        return Digests.hex(digest.digest());
    }

    private static int stem(byte[] lowerName) {
        String name = new String(lowerName, StandardCharsets.ISO_8859_1);
        int dot = name.lastIndexOf('.');
        boolean known = dot >= 0
                && (name.startsWith(".dll", dot) || name.startsWith(".ocx", dot) || name.startsWith(".sys", dot));
        return known ? dot : name.length();
    }
}
