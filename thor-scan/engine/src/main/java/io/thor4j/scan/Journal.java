package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.output.log.LogReader;
import io.thor4j.scan.output.log.LogSummary;
import io.thor4j.scan.plugin.PluginGuard;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The events of a scan in a file beside its state file, for sinks that make a document of all of them: when the scan goes on, they hear
 * again what was found before. It is a log like others: made durable and cut back at the same checkpoints. Used by one thread at a time.
 */
final class Journal implements OutputSink {
    /** What the name of the file has after that of the state file. */
    static final String SUFFIX = ".events";

    private final Path path;
    private @Nullable JsonLogSink log;

    /** Names the journal of a state file. */
    Journal(Path stateFile) {
        Path absolute = stateFile.toAbsolutePath();
        this.path = absolute.resolveSibling(absolute.getFileName() + SUFFIX);
    }

    /** Returns those that make a document. */
    static List<Part<OutputSink>> documents(List<Part<OutputSink>> sinks) {
        return sinks.stream().filter(Journal::isDocument).toList();
    }

    private static boolean isDocument(Part<OutputSink> sink) {
        AtomicBoolean document = new AtomicBoolean();
        PluginGuard.call(
                sink.plugin(),
                OrderedOutput.SINK,
                () -> document.set(sink.part().isDocument()));
        return document.get();
    }

    Path path() {
        return path;
    }

    /** Opens the file with what is in it. */
    void open() throws IOException {
        if (log == null) {
            log = JsonLogSink.of(path, true);
        }
    }

    @Nullable
    LogFile logFile() {
        JsonLogSink open = log;
        return open == null ? null : open.logFile();
    }

    /** Forgets everything. */
    void clear() throws IOException {
        LogFile file = logFile();
        if (file != null) {
            file.truncate(0);
        }
    }

    /**
     * Lets sinks hear what is in the file.
     *
     * @param to the sink
     * @throws IOException when the file cannot be read, or something in it is no event
     */
    void replay(OutputSink to) throws IOException {
        try (InputStream in = new FileInputStream(path.toFile())) {
            LogSummary read =
                    new LogReader(ZoneOffset.UTC, OffsetDateTime.now(ZoneOffset.UTC)).read(in, to, bytes -> {});
            if (read.malformed() > 0) {
                throw new IOException("it holds what is no event, " + List.copyOf(read.problems()));
            }
        }
    }

    @Override
    public void accept(Assessment assessment) {
        if (log != null) {
            log.accept(assessment);
        }
    }

    @Override
    public void accept(Message message) {
        if (log != null) {
            log.accept(message);
        }
    }

    /** Removes the file when there is nothing in it: no scan will go on with it. */
    @Override
    public void close() {
        JsonLogSink open = log;
        if (open == null) {
            return;
        }
        open.close();
        log = null;
        try {
            if (Files.size(path) == 0) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
