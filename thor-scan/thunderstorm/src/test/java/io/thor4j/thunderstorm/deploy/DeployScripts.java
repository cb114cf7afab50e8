package io.thor4j.thunderstorm.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands and the scripts of the deploy folder. */
final class DeployScripts {
    private DeployScripts() {}

    record Run(int exitCode, String output) {}

    /** The folder with the scripts: tests run in the module's folder. */
    static Path folder() {
        return Path.of("deploy").toAbsolutePath();
    }

    static Run run(Path where, Map<String, String> environment, String input, String... words)
            throws IOException, InterruptedException {
        Path in = Files.createTempFile(where, ".in", "");
        Files.writeString(in, input);
        File out = Files.createTempFile(where, ".out", "").toFile();
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)))
                .directory(where.toFile())
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out);
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        String output = Files.readString(out.toPath(), StandardCharsets.UTF_8);
        Files.delete(in);
        Files.delete(out.toPath());
        return new Run(exitCode, output);
    }

    static boolean has(Path where, String command) throws InterruptedException {
        try {
            return run(where, Map.of(), "", command, "--version").exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
