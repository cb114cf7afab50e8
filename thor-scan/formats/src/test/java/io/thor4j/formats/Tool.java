package io.thor4j.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs archivers of the system, with which our readers are compared. */
public final class Tool {
    private Tool() {}

    /** Skips the test, and says why, where a command is not installed. */
    public static void require(String command) {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        Assumptions.assumeTrue(there, "no command " + command + " on this machine to compare with");
    }

    /** Runs a command to its end. */
    public static void run(Path folder, String... command) throws Exception {
        run(folder, List.of(command));
    }

    /** Runs a command to its end. */
    public static void run(Path folder, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + output);
    }
}
