package io.thor4j.scan;

import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.output.EventFilter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The regular file that a log is written to: can be made durable, and cut back to where a scan stood. For one thread at a time. */
final class LogFile {
    /** Bytes of a line that are looked at for the scan's id; ours, it stands near the begin. */
    private static final int LINE_BEGIN = 64 << 10;

    private final Path path;
    private final FileOutputStream stream;

    LogFile(Path path, FileOutputStream stream) {
        this.path = path;
        this.stream = stream;
    }

    /**
     * What was cut off.
     *
     * @param bytes how many
     * @param torn whether the last line had no end
     */
    record Cut(long bytes, boolean torn) {}

    /** Returns the file that a sink writes to, null when it is none of ours or writes to something else. */
    static @Nullable LogFile of(OutputSink sink) {
        if (sink instanceof EventFilter filter) {
            return of(filter.sink());
        } else if (sink instanceof Journal journal) {
            return journal.logFile();
        } else if (sink instanceof JsonLogSink json) {
            return json.logFile();
        } else if (sink instanceof LineLogSink lines) {
            return lines.logFile();
        }
        return sink instanceof TextLogSink text ? text.logFile() : null;
    }

    Path path() {
        return path;
    }

    /** Makes all that was written durable, and returns the length. */
    long sync() throws IOException {
        stream.getFD().sync();
        return Files.size(path);
    }

    /**
     * Cuts off what a scan wrote after its last checkpoint.
     *
     * @param length the length at the checkpoint
     * @param scanId stands in every whole line that is cut off; empty to take any
     * @throws IOException when the file is shorter, or another scan wrote to it since: nothing is changed then
     */
    Cut cut(long length, String scanId) throws IOException {
        long size = Files.size(path);
        if (size < length) {
            throw new IOException("it is shorter than at the last checkpoint");
        }
        boolean torn = checkTail(length, scanId);
        truncate(length);
        return new Cut(size - length, torn);
    }

    /**
     * Cuts off everything behind a place.
     *
     * @param length the place
     * @throws IOException when the file cannot be written
     */
    void truncate(long length) throws IOException {
        /* The stream appends, so it goes on at the new end. */
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
            file.getFD().sync();
        }
    }

    private boolean checkTail(long length, String scanId) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(path.toFile()), 1 << 16)) {
            in.skipNBytes(length);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean begun = false;
            for (int next = in.read(); next >= 0; next = in.read()) {
                begun = next != '\n';
                if (begun && line.size() < LINE_BEGIN) {
                    line.write(next);
                } else if (!begun) {
                    if (line.size() > 0
                            && !line.toString(StandardCharsets.UTF_8).contains(scanId)) {
                        throw new IOException("something else was written to it since");
                    }
                    line.reset();
                }
            }
            return begun;
        }
    }
}
