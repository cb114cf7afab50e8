package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the delay-load import directory. PE format, "Delay-Load Import Tables"; descriptors with attributes 0 (Visual C++ 6) hold virtual
 * addresses instead of relative ones.
 */
final class PeDelayedImports {
    private static final int DIRECTORY = 13;
    private static final int DESCRIPTOR = 32;
    private static final int DOS_HEADER = 64;

    private final PeImage image;
    private final ModuleInput input;
    private final long imageBase;
    private int functions;
    private int entries;

    private PeDelayedImports(PeImage image) {
        this.image = image;
        this.input = image.input();
        long optional = image.optionalHeader();
        this.imageBase = image.wide() ? input.i64le(optional + 24) : input.u32le(optional + 28);
    }

    static ImportTable read(PeImage image) {
        return new PeDelayedImports(image).read();
    }

    private ImportTable read() {
        long descriptor = image.directoryOffset(DIRECTORY);
        if (descriptor < 0) {
            return ImportTable.EMPTY;
        }
        List<ImportTable.Library> libraries = new ArrayList<>();
        for (int i = 0; i < PeLimits.IMPORTS && input.contains(descriptor, DESCRIPTOR); i++, descriptor += DESCRIPTOR) {
            long attributes = input.u32le(descriptor);
            if (attributes > 1 || isEnd(descriptor) || (i % PeLimits.CLOCK_STEPS == 0 && input.expired())) {
                break;
            }
            boolean absolute = attributes == 0 && !image.wide();
            long name = address(input.u32le(descriptor + 4), absolute);
            long addresses = address(input.u32le(descriptor + 12), absolute);
            long names = address(input.u32le(descriptor + 16), absolute);
            long imageSize = input.u32le(image.optionalHeader() + 56);
            if (names >= imageSize || addresses >= imageSize || name < DOS_HEADER || names < DOS_HEADER) {
                break;
            }
            byte[] library = PeImports.libraryName(image, name, PeLimits.DELAYED_LIBRARY_NAME);
            if (library != null) {
                libraries.add(new ImportTable.Library(library, functions(library, names, addresses, attributes == 0)));
            }
        }
        return new ImportTable(libraries);
    }

    private boolean isEnd(long descriptor) {
        for (int i = 0; i < DESCRIPTOR; i += 4) {
            if (input.u32le(descriptor + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private List<ImportTable.Function> functions(byte[] library, long names, long addresses, boolean absolute) {
        int size = image.wide() ? 8 : 4;
        List<ImportTable.Function> result = new ArrayList<>();
        for (long at = 0; functions < PeLimits.IMPORTS && !spent(); at += size) {
            Long name = pointer(names + at);
            Long address = pointer(addresses + at);
            if (name == null || address == null || name == 0 || address == 0) {
                break;
            }
            ImportTable.Function function = function(name, library, addresses + at, absolute);
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

    private ImportTable.@Nullable Function function(long value, byte[] library, long address, boolean absolute) {
        long ordinalFlag = image.wide() ? Long.MIN_VALUE : 0x8000_0000L;
        if ((value & ordinalFlag) != 0) {
            int ordinal = (int) (value & 0xffff);
            byte[] name = PeOrdinals.name(library, ordinal).getBytes(StandardCharsets.US_ASCII);
            return new ImportTable.Function(name, ordinal, address);
        }
        // Two bytes of hint stand before the name. Unlike standard imports any name is taken, as in libyara.
        long offset = image.offset(address(value, absolute) + 2);
        return offset < 0 ? null : new ImportTable.Function(image.text(offset, PeLimits.FUNCTION_NAME), -1, address);
    }

    private @Nullable Long pointer(long address) {
        long offset = image.offset(address);
        if (offset < 0 || !input.contains(offset, image.wide() ? 8 : 4)) {
            return null;
        }
        return image.wide() ? input.i64le(offset) : input.u32le(offset);
    }

    /** Turns a virtual address into a relative one; some files mix both, so what is not above the image base stays. */
    private long address(long value, boolean absolute) {
        return absolute && Long.compareUnsigned(value, imageBase) > 0 ? value - imageBase : value;
    }
}
