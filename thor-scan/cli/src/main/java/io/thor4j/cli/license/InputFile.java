package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.ThorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads the small files that options name. */
final class InputFile {
    private static final int MAX_BYTES = 16 << 20;

    private InputFile() {}

    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw CommandFailure.usage("larger than " + MAX_BYTES + " bytes: " + file);
            }
            return content;
        } catch (IOException e) {
            throw CommandFailure.usage("could not read file: " + file, e);
        }
    }

    /** Reads a file and makes something of it. */
    static <T> T read(Path file, Function<byte[], T> parser) {
        byte[] content = read(file);
        try {
            return parser.apply(content);
        } catch (ThorException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage(), e);
        }
    }
}
