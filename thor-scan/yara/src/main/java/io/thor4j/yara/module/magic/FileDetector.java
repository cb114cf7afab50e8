package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import org.jspecify.annotations.Nullable;

/** Asks the detectors one after the other, those that look closest first. Stateless. */
final class FileDetector {
    private FileDetector() {}

    /**
     * Tells what a file is.
     *
     * @param input the file
     */
    static FileKind detect(ModuleInput input) {
        if (input.length() == 0) {
            return new FileKind("empty", "inode/x-empty");
        }
        if (input.length() == 1) {
            return new FileKind("very short file (no magic)", "application/octet-stream");
        }
        FileKind result = detailed(input);
        if (result == null) {
            result = SignatureTable.find(input);
        }
        if (result == null) {
            result = TextDetector.detect(input);
        }
        return result == null ? FileKind.DATA : result;
    }

    private static @Nullable FileKind detailed(ModuleInput input) {
        FileKind result = ExecutableDetector.detect(input);
        if (result == null) {
            result = ContainerDetector.detect(input);
        }
        return result == null ? MediaDetector.detect(input) : result;
    }
}
