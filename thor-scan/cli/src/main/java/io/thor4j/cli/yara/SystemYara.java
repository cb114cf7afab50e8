package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The yara command of this system, run as a process of its own for every file: what one file does to it does not cost the others. Its output
 * goes to files in a temporary folder, so that it never waits for a reader. Used by one thread.
 */
final class SystemYara implements AutoCloseable {
    // What yara is given beyond its own timeout before it is ended.
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+\\S*");

    /**
     * What became of a run.
     *
     * @param output the file with what it printed
     * @param error why the output cannot be used, one line, null when it can
     */
    record Run(Path output, @Nullable String error) {}

    private final String command;
    private final @Nullable String compiler;
    private final String version;
    private final Duration timeout;
    private final Path folder;
    private List<String> rules = List.of();

    private SystemYara(String command, @Nullable String compiler, String version, Duration timeout, Path folder) {
        this.command = command;
        this.compiler = compiler;
        this.version = version;
        this.timeout = timeout;
        this.folder = folder;
    }

    /**
     * Finds the command.
     *
     * @param command a name on the PATH or a path
     * @param timeout wall time of a run
     * @throws CommandFailure when there is no such command, or it is not yara
     */
    static SystemYara find(String command, Duration timeout) throws IOException, InterruptedException {
        String version = version(command);
        if (version == null) {
            throw CommandFailure.usage("'" + command + "' cannot be run: install yara (a package of that name, or"
                    + " https://github.com/VirusTotal/yara/releases), or say where it is with --yara");
        }
        boolean named = command.endsWith("yara");
        String compiler = command + "c";
        boolean same = named && version.equals(version(compiler));
        return new SystemYara(
                command, same ? compiler : null, version, timeout, Files.createTempDirectory("thor-verify-"));
    }

    private static @Nullable String version(String command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command, "--version")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return null;
        }
        process.getOutputStream().close();
        if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return null;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            return line != null && VERSION.matcher(line.strip()).matches() ? line.strip() : null;
        }
    }

    /** Returns the version, such as {@code 4.2.3}. */
    String version() {
        return version;
    }

    /**
     * Compiles rules for the scans that follow.
     *
     * @param sources {@code namespace:file} of each
     * @param defines {@code name=value} of each external variable
     * @return yara's first error, null when it takes the rules
     */
    @Nullable
    String compile(List<String> sources, List<String> defines) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-w"));
        defines.forEach(define -> arguments.addAll(List.of("-d", define)));
        if (compiler != null) {
            Path compiled = folder.resolve("rules.yarc");
            arguments.add(0, compiler);
            arguments.addAll(sources);
            arguments.add(compiled.toString());
            rules = List.of("-C", compiled.toString());
            return run(arguments).error();
        }
        arguments.addAll(sources);
        rules = arguments;
        return scan(folder.resolve("nothing"), Map.of()).error();
    }

    /**
     * Scans a file with the rules that were compiled last.
     *
     * @param file the file
     * @param moduleData names of the files by module
     */
    Run scan(Path file, Map<String, String> moduleData) throws IOException, InterruptedException {
        Path nothing = folder.resolve("nothing");
        if (!Files.exists(nothing)) {
            Files.createFile(nothing);
        }
        List<String> arguments =
                new ArrayList<>(List.of(command, "-w", "-e", "-L", "-a", Long.toString(timeout.toSeconds())));
        moduleData.forEach((module, data) -> arguments.addAll(List.of("-x", module + "=" + data)));
        arguments.addAll(rules);
        arguments.add(file.toAbsolutePath().toString());
        return run(arguments);
    }

    private Run run(List<String> arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("out");
        Path errors = folder.resolve("err");
        Process process = new ProcessBuilder(arguments)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(timeout.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Run(output, "no answer within " + timeout.toSeconds() + " s");
        }
        String error = firstError(errors);
        int exit = process.exitValue();
        if (error == null && exit != 0) {
            // A process that a signal ended is reported as 128 and the signal's number.
            error = exit > 128 ? "killed by signal " + (exit - 128) : "exit code " + exit;
        }
        return new Run(output, error);
    }

    private static @Nullable String firstError(Path errors) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(errors), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("error") || line.contains("): error: ")) {
                    return line.strip();
                }
            }
        }
        return null;
    }

    /** Deletes the temporary folder. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
