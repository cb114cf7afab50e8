package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;

/**
 * The YARA module {@code pe}, as in libyara 4.5: headers, sections, imports, exports, resources, version information, the rich header, PDB
 * path, checksum and Authenticode signatures of Windows executables. On other files {@code is_pe} is 0 and everything else undefined.
 * Immutable; threads share it.
 */
public final class PeModule implements YaraModule {
    /** Makes the module. */
    public PeModule() {}

    @Override
    public String name() {
        return "pe";
    }

    @Override
    public StructType structure() {
        return PeStructure.ROOT;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        PeImage image = PeImage.of(input);
        PeFile file = image == null ? null : new PeFile(image);
        StructValue root = new StructValue(PeStructure.ROOT, new PeFunctions.State(file));
        root.set("is_pe", file == null ? 0 : 1);
        if (file != null) {
            file.set(root);
        }
        return root;
    }
}
