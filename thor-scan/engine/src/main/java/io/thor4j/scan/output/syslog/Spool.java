package io.thor4j.scan.output.syslog;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue of lines on disk, bounded in bytes. Lines have numbers from 0. What was read stays until it is confirmed, so that it can be read
 * again. Files of the queue hold one line each line, and are deleted when all of theirs are confirmed. May be shared by threads.
 */
final class Spool implements AutoCloseable {
    /** Bytes of a file before the next is begun; ours. */
    private static final long SEGMENT_BYTES = 1 << 20;

    private static final class Segment {
        final Path path;
        final long first;
        final OutputStream out;
        long lines;
        long bytes;

        Segment(Path path, long first) throws IOException {
            this.path = path;
            this.first = first;
            this.out = new FileOutputStream(path.toFile());
        }
    }

    private final Path folder;
    private final long maxBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long bytes;
    private long appended;
    private long confirmed;
    private long read;
    private @Nullable Segment reading;
    private @Nullable InputStream in;

    /**
     * Begins an empty queue.
     *
     * @param parent where a folder for the queue is made, readable for its owner only where that can be said
     * @param maxBytes the bytes of lines that are not confirmed, at most
     * @throws IOException when nothing can be written there
     */
    Spool(Path parent, long maxBytes) throws IOException {
        Files.createDirectories(parent);
        this.folder = Files.createTempDirectory(parent, "thor-syslog-");
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a line.
     *
     * @param line its bytes without a line break
     * @return false when there is no room for it
     * @throws IOException when the disk takes no more
     */
    synchronized boolean append(byte[] line) throws IOException {
        if (bytes + line.length + 1 > maxBytes) {
            return false;
        }
        Segment last = segments.peekLast();
        if (last == null || last.bytes >= SEGMENT_BYTES) {
            if (last != null) {
                last.out.close();
            }
            last = new Segment(folder.resolve(appended + ".spool"), appended);
            segments.addLast(last);
        }
        byte[] whole = new byte[line.length + 1];
        System.arraycopy(line, 0, whole, 0, line.length);
        whole[line.length] = '\n';
        last.out.write(whole);
        last.lines++;
        last.bytes += whole.length;
        bytes += whole.length;
        appended++;
        notifyAll();
        return true;
    }

    /** Waits until there is something to read, the time is over, or somebody called {@link #wake}. */
    @SuppressWarnings("WaitNotInLoop") // who calls it looks again in any case
    synchronized void await(long millis) throws InterruptedException {
        if (read == appended) {
            wait(millis);
        }
    }

    synchronized void wake() {
        notifyAll();
    }

    /**
     * Reads the next lines.
     *
     * @param most how many, at most
     * @return their bytes, empty when there are none now
     */
    synchronized List<byte[]> next(int most) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        while (lines.size() < most && read < appended) {
            lines.add(line());
            read++;
        }
        return lines;
    }

    private byte[] line() throws IOException {
        Segment segment = reading;
        if (segment == null || read >= segment.first + segment.lines) {
            open(read);
        }
        return line(in);
    }

    private void open(long number) throws IOException {
        closeReader();
        Segment found = segments.stream()
                .filter(one -> number >= one.first && number < one.first + one.lines)
                .findFirst()
                .orElseThrow(() -> new IOException("line " + number + " is not in the buffer"));
        reading = found;
        InputStream stream = new BufferedInputStream(new FileInputStream(found.path.toFile()), 1 << 16);
        in = stream;
        for (long skipped = found.first; skipped < number; skipped++) {
            line(stream);
        }
    }

    private static byte[] line(@Nullable InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (true) {
            int next = in == null ? -1 : in.read();
            if (next < 0) {
                throw new IOException("the buffer was changed by somebody else");
            } else if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
    }

    private void closeReader() throws IOException {
        if (in != null) {
            in.close();
        }
        in = null;
        reading = null;
    }

    /**
     * Goes back to the first line that is not confirmed.
     *
     * @return how many lines will be read again
     */
    synchronized long rewind() throws IOException {
        long again = read - confirmed;
        read = confirmed;
        closeReader();
        return again;
    }

    /** Confirms all lines that were read so far; they are forgotten. */
    synchronized void confirm() throws IOException {
        confirmUpTo(read);
    }

    /**
     * Confirms the first of the lines that were read last.
     *
     * @param count how many
     * @param of how many were read
     */
    synchronized void confirmOf(int count, int of) throws IOException {
        confirmUpTo(read - of + count);
    }

    private void confirmUpTo(long number) throws IOException {
        confirmed = number;
        while (true) {
            Segment first = segments.peekFirst();
            if (first == null || first.first + first.lines > confirmed) {
                return;
            }
            if (first.equals(reading)) {
                closeReader();
            }
            first.out.close();
            segments.removeFirst();
            bytes -= first.bytes;
            Files.deleteIfExists(first.path);
        }
    }

    synchronized long appended() {
        return appended;
    }

    synchronized long confirmed() {
        return confirmed;
    }

    synchronized boolean isRead() {
        return read == appended;
    }

    /**
     * Writes all lines that are not confirmed to the end of a file.
     *
     * @param file the file, made when it is not there
     */
    synchronized void keep(Path file) throws IOException {
        rewind();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file.toFile(), true))) {
            for (List<byte[]> lines = next(100); !lines.isEmpty(); lines = next(100)) {
                for (byte[] line : lines) {
                    out.write(line);
                    out.write('\n');
                }
            }
        }
    }

    /** Deletes what the queue has on disk. */
    @Override
    public synchronized void close() throws IOException {
        closeReader();
        for (Segment segment : segments) {
            segment.out.close();
            Files.deleteIfExists(segment.path);
        }
        segments.clear();
        Files.deleteIfExists(folder);
    }
}
