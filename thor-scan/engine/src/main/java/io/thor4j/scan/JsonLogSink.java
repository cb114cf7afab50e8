package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.json.JsonLogWriter;
import io.thor4j.core.spi.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON lines, THOR's version 3, in UTF-8 with {@code \n}, and flushes after each. Used by one thread at a time.
 *
 * <p>What cannot be written is thrown as {@link java.io.UncheckedIOException}: a scan reports it to the other sinks and in
 * {@link ScanReport#pluginFailures()}, and tries again with the next event.
 */
public final class JsonLogSink implements OutputSink {
    private final JsonLogWriter writer;
    private final LogOutput out;

    private JsonLogSink(JsonLogWriter writer, LogOutput out) {
        this.writer = writer;
        this.out = out;
    }

    /**
     * Writes to a stream, which is closed with the sink.
     *
     * @param out takes the lines
     */
    public static JsonLogSink of(OutputStream out) {
        return new JsonLogSink(new JsonLogWriter(), LogOutput.of(out));
    }

    /**
     * Writes to characters, which are flushed after each line and closed with the sink if they can be.
     *
     * @param out takes the lines
     */
    public static JsonLogSink ofText(Appendable out) {
        return new JsonLogSink(new JsonLogWriter(), LogOutput.of(out));
    }

    /**
     * Writes to a file.
     *
     * @param file the file, made when it is not there
     * @param append whether to keep what is in it
     * @throws IOException when the file cannot be opened
     */
    public static JsonLogSink of(Path file, boolean append) throws IOException {
        return new JsonLogSink(new JsonLogWriter(), LogOutput.of(file, append));
    }

    @Override
    public void accept(Assessment assessment) {
        out.line(writer.toLine(assessment));
    }

    @Override
    public void accept(Message message) {
        out.line(writer.toLine(message));
    }

    @Nullable
    LogFile logFile() {
        return out.file();
    }

    @Override
    public void close() {
        out.close();
    }
}
