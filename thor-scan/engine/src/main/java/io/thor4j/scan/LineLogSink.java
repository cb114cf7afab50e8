package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.output.LineFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as lines of any {@link LineFormat}, in UTF-8 with {@code \n}, and flushes after each. Used by one thread at a time.
 *
 * <p>What cannot be written is thrown as {@link java.io.UncheckedIOException}: a scan reports it to the other sinks and in
 * {@link ScanReport#pluginFailures()}, and tries again with the next event.
 */
public final class LineLogSink implements OutputSink {
    private final LineFormat format;
    private final LogOutput out;

    private LineLogSink(LineFormat format, LogOutput out) {
        this.format = format;
        this.out = out;
    }

    /**
     * Writes to a stream, which is closed with the sink.
     *
     * @param out takes the lines
     * @param format makes the lines
     */
    public static LineLogSink of(OutputStream out, LineFormat format) {
        return new LineLogSink(format, LogOutput.of(out));
    }

    /**
     * Writes to a file.
     *
     * @param file the file, made when it is not there
     * @param append whether to keep what is in it
     * @param format makes the lines
     * @throws IOException when the file cannot be opened
     */
    public static LineLogSink of(Path file, boolean append, LineFormat format) throws IOException {
        return new LineLogSink(format, LogOutput.of(file, append));
    }

    @Override
    public void accept(Assessment assessment) {
        write(format.line(assessment));
    }

    @Override
    public void accept(Message message) {
        write(format.line(message));
    }

    private void write(@Nullable String line) {
        if (line != null) {
            out.line(line);
        }
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
