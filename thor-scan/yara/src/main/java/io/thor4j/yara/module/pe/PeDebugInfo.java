package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/** Reads the PDB path. PE format, "Debug Directory"; CodeView records: NB10, RSDS, and MTOC of EFI files converted from Mach-O. */
final class PeDebugInfo {
    private static final int DIRECTORY = 6;
    private static final int ENTRY = 28;
    private static final int TYPE_CODEVIEW = 2;
    private static final long NB10 = 0x3031424eL;
    private static final long RSDS = 0x53445352L;
    private static final long MTOC = 0x434f544dL;

    private PeDebugInfo() {}

    /** Returns the path of the first CodeView record that has a valid one, null when there is none. */
    static byte @Nullable [] pdbPath(PeImage image) {
        ModuleInput input = image.input();
        long directory = image.directoryOffset(DIRECTORY);
        long count = directory < 0 ? 0 : image.directorySize(DIRECTORY) / ENTRY;
        for (long i = 0; i < count; i++) {
            long entry = directory + i * ENTRY;
            if (!input.contains(entry, ENTRY) || (i % PeLimits.CLOCK_STEPS == 0 && input.expired())) {
                return null;
            }
            if (input.u32le(entry + 12) == TYPE_CODEVIEW) {
                byte[] path = path(image, record(image, entry));
                if (path != null) {
                    return path;
                }
            }
        }
        return null;
    }

    /** Finds the record by its address or, when that leads nowhere, by its file offset: files are known that have only one. */
    private static long record(PeImage image, long entry) {
        ModuleInput input = image.input();
        long address = input.u32le(entry + 20);
        long offset = address == 0 ? 0 : image.offset(address);
        return offset > 0 ? offset : input.u32le(entry + 24);
    }

    private static byte @Nullable [] path(PeImage image, long record) {
        ModuleInput input = image.input();
        if (record <= 0) {
            return null;
        }
        long signature = input.u32le(record);
        int nameAt = signature == NB10 ? 16 : signature == RSDS ? 24 : signature == MTOC ? 20 : -1;
        if (nameAt < 0 || !input.contains(record, nameAt + 1L)) {
            return null;
        }
        byte[] path = image.text(record + nameAt, PeLimits.PDB_PATH);
        return path.length < PeLimits.PDB_PATH ? path : null;
    }
}
