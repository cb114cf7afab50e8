package io.thor4j.yara.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that real compilers and linkers made: those that Jazzer brings for its platforms, and what is installed on this machine. */
final class RealFiles {
    private static final List<String> RESOURCES = List.of(
            "jazzer_preload_macos_x86_64/libjazzer_preload.dylib",
            "jazzer_preload_macos_aarch64/libjazzer_preload.dylib",
            "driver/jazzer_signal_handler_macos_x86_64/libjazzer_signal_handler.dylib",
            "jazzer_preload_linux_aarch64/libjazzer_preload.so",
            "driver/jazzer_signal_handler_linux_x86_64/libjazzer_signal_handler.so",
            "driver/jazzer_signal_handler_windows_x86_64/jazzer_signal_handler.dll");

    /** Where other kinds lie on Linux, macOS and Windows; what is missing is passed over. */
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/bin"),
            Path.of("/usr/lib/mono"),
            Path.of("/usr/lib/gcc/x86_64-w64-mingw32"),
            Path.of("/usr/lib/x86_64-linux-gnu/wine"),
            Path.of("C:\\Windows\\System32\\drivers"),
            Path.of("C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319"));

    private static final int MAX_SIZE = 100_000;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_VISITED = 3_000;

    private RealFiles() {}

    /**
     * Returns files of a kind by their names.
     *
     * @param kind the kind
     * @param limit how many at most of this machine, beside those of Jazzer
     */
    static Map<String, byte[]> of(FileKind kind, int limit) throws IOException {
        Map<String, byte[]> result = new TreeMap<>();
        for (String name : RESOURCES) {
            try (InputStream in = ClassLoader.getSystemResourceAsStream("com/code_intelligence/jazzer/" + name)) {
                if (in == null) {
                    throw new AssertionError("Jazzer has no " + name);
                }
                byte[] file = in.readAllBytes();
                if (kind.is(file)) {
                    result.put(
                            name.substring(name.lastIndexOf('/') + 1) + " of "
                                    + name.substring(0, name.lastIndexOf('/')),
                            file);
                }
            }
        }
        int installed = 0;
        for (Path folder : FOLDERS) {
            if (Files.isDirectory(folder) && installed < limit) {
                installed += addInstalled(result, kind, folder, limit - installed);
            }
        }
        if (installed == 0) {
            System.out.println(
                    "skipped: no installed " + kind + " file on this machine is damaged, only those of the tests"
                            + (result.isEmpty() ? "" : " and of Jazzer"));
        }
        return result;
    }

    private static int addInstalled(Map<String, byte[]> result, FileKind kind, Path folder, int limit)
            throws IOException {
        int added = 0;
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            for (Path path : (Iterable<Path>) walk.limit(MAX_VISITED).sorted()::iterator) {
                if (added < limit
                        && Files.isRegularFile(path)
                        && Files.isReadable(path)
                        && Files.size(path) <= MAX_SIZE) {
                    byte[] file = read(path, kind);
                    if (file.length > 8 && kind.is(file)) {
                        result.put(path.getFileName().toString(), file);
                        added++;
                    }
                }
            }
        }
        return added;
    }

    /** Reads a file, of one that cannot be of the kind only the first bytes. */
    private static byte[] read(Path path, FileKind kind) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(8);
            return kind.mayBe(head) ? Files.readAllBytes(path) : head;
        }
    }
}
