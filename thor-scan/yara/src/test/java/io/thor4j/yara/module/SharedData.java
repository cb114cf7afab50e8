package io.thor4j.yara.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Files that tests read: the conformance data, and what is installed on this machine. */
public final class SharedData {
    /** Larger programs are passed over: they take long and show nothing new. */
    private static final long MAX_SIZE = 1 << 20;

    private SharedData() {}

    /** Reads a file of the conformance data, skips the test when that was not given. */
    public static byte[] read(String name) throws IOException {
        String shared = System.getProperty("thor.shared", "");
        Path file = Path.of(shared.isEmpty() ? "/nowhere" : shared, "conformance", "yara", "data", name);
        Assumptions.assumeTrue(Files.isReadable(file), "skipped: no conformance data (property thor.shared)");
        return Files.readAllBytes(file);
    }

    /** Returns the first ELF files of /usr/bin by name. */
    public static List<Path> systemElfFiles(int limit) throws IOException {
        List<Path> result = new ArrayList<>();
        Path directory = Path.of("/usr/bin");
        if (!Files.isDirectory(directory)) {
            return result;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (result.size() < limit && Files.isRegularFile(file) && Files.isReadable(file) && isElf(file)) {
                    result.add(file);
                }
            }
        }
        return result;
    }

    private static boolean isElf(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(4);
            return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
        }
    }
}
