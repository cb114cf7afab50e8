package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every value that the yara command prints for the PE files on this machine is ours too. The command is 4.2.3 here; where 4.5 answers
 * differently on purpose, {@link #differsBetweenVersions} says so.
 */
class YaraCommandTest {
    private static final int MAX_FILES = 800;
    private static final long MAX_SIZE = 8L << 20;

    @Test
    void sameValuesAsTheYaraCommand(@TempDir Path folder) throws IOException, InterruptedException {
        Path rule = Files.writeString(folder.resolve("r.yar"), "import \"pe\" rule r { condition: true }");
        Assumptions.assumeTrue(run("yara", "--version") != null, "skipped: no yara command");
        List<Path> files = files();
        Assumptions.assumeFalse(files.isEmpty(), "skipped: no PE files");
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (Path file : files) {
            Map<String, String> theirs =
                    FlatDump.parse(String.valueOf(run("yara", "-D", rule.toString(), file.toString())));
            Map<String, String> ours = FlatDump.of(PeBuilder.parse(Files.readAllBytes(file)));
            for (Map.Entry<String, String> entry : theirs.entrySet()) {
                String path = entry.getKey();
                String value = ours.getOrDefault(path, "YR_UNDEFINED");
                compared++;
                if (!value.equals(entry.getValue()) && !differsBetweenVersions(file, path, entry.getValue(), value)) {
                    differences.put(file + " " + path, entry.getValue() + " but ours is " + value);
                }
            }
        }
        System.out.println("compared " + compared + " values of " + files.size() + " files with the yara command");
        assertTrue(compared > 0);
        assertEquals(Map.of(), differences);
    }

    private static boolean differsBetweenVersions(Path file, String path, String theirs, String ours) {
        String name = file.getFileName().toString();
        // 4.2.3 counts functions over all libraries.
        return path.endsWith("].number_of_functions")
                // 4.2.3 sets its own "not found" as an offset.
                || (path.endsWith("].offset") && theirs.equals("-1") && ours.equals("YR_UNDEFINED"))
                // 4.2.3 reads all entries of the certificate table and shows nothing of entries that it cannot read.
                || path.startsWith("signatures[1]")
                || path.equals("number_of_signatures")
                // 4.2.3 took any bytes for names of functions and libraries, and knew no MTOC records and short rich
                // headers.
                || ((name.equals("tiny-idata-5200") || name.equals("tiny_empty_import_name"))
                        && path.contains("import"))
                || (path.equals("pdb_path") && theirs.equals("YR_UNDEFINED"))
                || (name.equals("undersized_rich") && path.startsWith("rich_signature"));
    }

    /** Finds PE files: the conformance data, and what packages of cross compilers, boot loaders bring along; more in the folder THOR_PE_SAMPLES. */
    private static List<Path> files() throws IOException {
        List<Path> result = new ArrayList<>();
        List<Path> roots = new ArrayList<>();
        String shared = System.getProperty("thor.shared", "");
        if (!shared.isEmpty()) {
            roots.add(Path.of(shared, "conformance/yara/data"));
        }
        String more = System.getenv("THOR_PE_SAMPLES");
        if (more != null) {
            roots.add(Path.of(more));
        }
        for (String root : List.of("/usr/lib/shim", "/usr/lib/grub", "/usr/lib/gcc", "/usr/lib/syslinux")) {
            roots.add(Path.of(root));
        }
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> walk = Files.walk(root)) {
                    walk.filter(YaraCommandTest::isExecutable)
                            .sorted()
                            .limit(MAX_FILES)
                            .forEach(result::add);
                } catch (UncheckedIOException e) {
                    System.out.println("skipped " + root + ": " + e.getMessage());
                }
            }
        }
        return result;
    }

    private static boolean isExecutable(Path path) {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > MAX_SIZE || Files.size(path) < 2) {
                return false;
            }
            try (InputStream in = Files.newInputStream(path)) {
                return in.read() == 'M' && in.read() == 'Z';
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            process.waitFor();
            return output;
        } catch (IOException e) {
            return null;
        }
    }
}
