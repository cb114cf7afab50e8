package io.thor4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs short commands so that the JVM loads the classes of an ordinary start: the launcher has it write them into an archive of shared
 * classes, which later starts map into memory. Stateless.
 */
public final class StartupTraining {
    private static final String RULE = """
            import "pe" import "math" import "hash"
            rule training {
              meta: author = "thor" score = 40
              strings: $a = "training" nocase wide ascii $b = /tra[a-z]{2,9}[0-9]?/ $c = { 74 72 ?? 69 [1-4] ( 6e | 6f ) } $d = "key" xor(1-3)
              condition: (any of them or #a > 3 and for any i in (1..#a) : (@a[i] < 9)) and filesize < 1MB and not pe.is_pe
            }
            """;

    private StartupTraining() {}

    /**
     * Runs the commands; what they print is dropped.
     *
     * @param args not used
     * @throws IOException when there is no room for a few small files
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("thor-training");
        try {
            run(folder);
        } finally {
            delete(folder);
        }
    }

    /** Returns the exit codes of the commands. */
    static List<Integer> run(Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("training.yar"), RULE);
        Path files = Files.createDirectory(folder.resolve("files"));
        Path scanned = Files.writeString(files.resolve("a.txt"), "in training");
        Path compiled = folder.resolve("training.rules");
        List<String[]> commands = List.of(
                new String[] {"--version"},
                new String[] {"yara", "compile", rules.toString(), compiled.toString()},
                new String[] {"yara", "scan", "-s", "-C", compiled.toString(), scanned.toString()},
                new String[] {"yara", "scan", "-r", rules.toString(), files.toString()},
                new String[] {"scan", "--rules", rules.toString(), files.toString()});
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(nowhere, nowhere, false);
        return commands.stream()
                .map(command -> ThorCommand.run(terminal, command))
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
