package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that gives modules their data. Used by one thread. */
final class ModuleDataFiles {
    @Option(
            names = {"-x", "--module-data"},
            paramLabel = "MODULE=FILE",
            description = "Give FILE's content to MODULE. May be repeated.")
    private Map<String, String> files = new LinkedHashMap<>();

    /** Returns the names of the files by module. */
    Map<String, String> files() {
        return files;
    }

    /**
     * Reads the files.
     *
     * @param exitCode what the process ends with when one cannot be read
     */
    Map<String, byte[]> read(int exitCode) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try {
                data.put(file.getKey(), Files.readAllBytes(Path.of(file.getValue())));
            } catch (IOException | InvalidPathException e) {
                String start = exitCode == ExitCodes.USAGE ? "thor: " : "error: ";
                throw new CommandFailure(exitCode, start + "could not open file \"" + file.getValue() + "\".");
            }
        }
        return data;
    }
}
