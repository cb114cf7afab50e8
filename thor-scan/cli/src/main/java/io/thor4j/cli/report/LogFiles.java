package io.thor4j.cli.report;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.Terminal;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.output.log.LogReader;
import io.thor4j.scan.output.log.LogSummary;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The logs that a command reads. For one thread. */
final class LogFiles {
    private static final Set<String> EXTENSIONS = Set.of(".txt", ".log", ".json", ".jsonl", ".ndjson", ".gz");

    private static final double MEBIBYTE = 1 << 20;

    private final List<Path> files;
    private long events;
    private long malformed;

    private LogFiles(List<Path> files) {
        this.files = files;
    }

    /**
     * Finds logs.
     *
     * @param names files, and folders whose logs (by their extensions) are taken
     */
    static LogFiles find(List<String> names) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            try {
                Path path = Path.of(name);
                if (!Files.exists(path)) {
                    throw CommandFailure.usage("no log at " + name);
                } else if (Files.isDirectory(path)) {
                    try (Stream<Path> all = Files.walk(path)) {
                        all.filter(Files::isRegularFile)
                                .filter(LogFiles::isLog)
                                .sorted()
                                .forEach(files::add);
                    }
                } else {
                    files.add(path);
                }
            } catch (IOException | InvalidPathException e) {
                throw CommandFailure.usage("cannot read " + name + ": " + e.getMessage(), e);
            }
        }
        if (files.isEmpty()) {
            throw CommandFailure.usage("no logs in " + String.join(", ", names));
        }
        return new LogFiles(files);
    }

    private static boolean isLog(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }

    List<String> names() {
        return files.stream().map(Path::toString).toList();
    }

    /** Reads all of them, one after another. */
    void read(LogReader reader, OutputSink to, Terminal terminal) {
        for (Path file : files) {
            /* Not Files.newInputStream, which cannot read from a pipe. */
            try (InputStream in = new FileInputStream(file.toFile())) {
                LogSummary summary = reader.read(in, to, bytes -> progress(terminal, file, bytes));
                if (terminal.interactive()) {
                    terminal.err().print("\r\u001b[K");
                }
                events += summary.events();
                malformed += summary.malformed();
                summary.problems().forEach(problem -> terminal.message("thor: " + file + ": " + problem));
            } catch (IOException e) {
                throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: cannot read " + file + ": " + e.getMessage());
            }
        }
    }

    private static void progress(Terminal terminal, Path file, long bytes) {
        if (terminal.interactive()) {
            terminal.err()
                    .print("\r" + String.format(Locale.ROOT, "%.0f MiB of ", bytes / MEBIBYTE)
                            + file.getFileName().toString().replaceAll("[^\\x20-\\x7e]", "?"));
            terminal.err().flush();
        }
    }

    /** Says what was read, and answers the exit code. */
    int summarise(Terminal terminal, String written) {
        terminal.message("thor: " + files.size() + " logs, " + events + " events"
                + (malformed == 0 ? "" : ", " + malformed + " lines are no events and were left out") + "; written to "
                + written);
        return malformed == 0 ? ExitCodes.OK : ExitCodes.INCOMPLETE;
    }
}
