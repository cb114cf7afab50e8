package io.thor4j.threatintel.ecs;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a scan's events in the Elastic Common Schema, a document a line with its id in {@code _id}, by the mapping that pulled logs go
 * through ({@link ThorLogMapping}). It stands here and not beside the scanner's other outputs because the scanner knows nothing of threat
 * intelligence; any scan takes it as a sink. Used by one thread at a time.
 *
 * <p>What cannot be written is thrown as {@link UncheckedIOException}, which a scan reports.
 */
public final class EcsSink implements OutputSink {
    private final OutputStream out;
    private final EcsLines lines;

    /**
     * Writes to a stream, which is closed with the sink.
     *
     * @param out takes the documents
     * @param options whose result is wanted
     * @param campaign the campaign of the scan, or null
     */
    public EcsSink(OutputStream out, EcsOptions options, @Nullable String campaign) {
        this.out = Objects.requireNonNull(out, "out");
        this.lines = new EcsLines(options, campaign);
    }

    /**
     * Writes to a file.
     *
     * @param file the file, made when it is not there
     * @param append whether to keep what is in it
     * @param options whose result is wanted
     * @return the open sink
     * @throws IOException when it cannot be opened
     */
    public static EcsSink of(Path file, boolean append, EcsOptions options) throws IOException {
        return new EcsSink(new FileOutputStream(file.toFile(), append), options, null);
    }

    @Override
    public void accept(Assessment assessment) {
        write(lines.line(assessment));
    }

    @Override
    public void accept(Message message) {
        write(lines.line(message));
    }

    private void write(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        /* A PrintStream keeps its errors to itself. */
        if (out instanceof PrintStream print && print.checkError()) {
            throw new UncheckedIOException(new IOException("the stream cannot be written"));
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
