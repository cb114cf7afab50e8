package io.thor4j.scan.output.syslog;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue of lines on disk, bounded in bytes. Lines have numbers from 0. What was read stays until it is confirmed, so that it can be read
 * again. Files of the queue hold one line each line, and are deleted when all of theirs are confirmed. May be shared by threads.
 *
 * <p>The folder of a queue is locked while its process lives, and says how far lines are confirmed: the next queue of the same name takes what
 * a process left that died. A kill of the process loses nothing, since what was written is the system's then.
 */
final class Spool implements AutoCloseable {
    /** Bytes of a file before the next is begun; ours. */
    private static final long SEGMENT_BYTES = 1 << 20;

    private static final String SEGMENT = ".spool";

    /** Holds the number of lines that are confirmed, and the lock. */
    private static final String CONFIRMED = "confirmed";

    /* A lock is the process's, and lost when the process closes the file anywhere: folders of this one are not even looked at. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

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
    private final RandomAccessFile confirmedFile;
    private final long maxBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long bytes;
    private long appended;
    private long confirmed;
    private long read;
    private @Nullable Segment reading;
    private @Nullable InputStream in;

    /**
     * Begins a queue with what queues of the same name left whose process died.
     *
     * @param parent where a folder for the queue is made, readable for its owner only where that can be said
     * @param name the begin of that folder's name
     * @param maxBytes the bytes of lines that are not confirmed, at most; those that were left come on top
     * @throws IOException when nothing can be written there, or what was left cannot be read
     */
    Spool(Path parent, String name, long maxBytes) throws IOException {
        Files.createDirectories(parent);
        this.folder = Files.createTempDirectory(parent, name + "-").toRealPath();
        this.maxBytes = maxBytes;
        OWN.add(folder);
        this.confirmedFile = new RandomAccessFile(folder.resolve(CONFIRMED).toFile(), "rw");
        confirmedFile.getChannel().lock();
        /* Only now others know that the folder is one. */
        confirmedFile.writeLong(0);
        for (Path left : folders(parent, name)) {
            takeFrom(left);
        }
    }

    private static List<Path> folders(Path parent, String name) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path one : all) {
                String rest = String.valueOf(one.getFileName());
                /* What the JDK's names of temporary folders end with. */
                if (rest.startsWith(name + "-")
                        && rest.substring(name.length() + 1).chars().allMatch(c -> c >= '0' && c <= '9')
                        && !OWN.contains(one.toRealPath())) {
                    folders.add(one);
                }
            }
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    /* A file goes as soon as its lines are here: who dies on the way leaves them in one of the two folders, a few in both. */
    private void takeFrom(Path left) throws IOException {
        Path count = left.resolve(CONFIRMED);
        if (!Files.exists(count)) {
            return;
        }
        try (RandomAccessFile lock = new RandomAccessFile(count.toFile(), "rw")) {
            if (lock.getChannel().tryLock() == null || lock.length() < Long.BYTES) {
                return;
            }
            long done = lock.readLong();
            for (Path file : segmentsOf(left)) {
                takeLines(file, Math.max(0, done - number(file)));
                Files.delete(file);
            }
        }
        Files.delete(count);
        Files.deleteIfExists(left);
    }

    private static List<Path> segmentsOf(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SEGMENT)) {
            all.forEach(files::add);
        }
        files.sort(Comparator.comparingLong(Spool::number));
        return files;
    }

    private static long number(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return Long.parseLong(name.substring(0, name.length() - SEGMENT.length()));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /* A last line without its end was not accepted any more: the process died while it wrote it. */
    private void takeLines(Path file, long skipped) throws IOException {
        try (InputStream stream = new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            long number = 0;
            for (int next = stream.read(); next >= 0; next = stream.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                if (number++ >= skipped) {
                    appendLeft(line.toByteArray());
                }
                line.reset();
            }
        }
    }

    /**
     * Adds a line that an earlier process had accepted, whether there is room for it or not.
     *
     * @param line its bytes without a line break
     * @throws IOException when the disk takes no more
     */
    synchronized void appendLeft(byte[] line) throws IOException {
        write(line);
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
        write(line);
        return true;
    }

    private void write(byte[] line) throws IOException {
        Segment last = segments.peekLast();
        if (last == null || last.bytes >= SEGMENT_BYTES) {
            if (last != null) {
                last.out.close();
            }
            last = new Segment(folder.resolve(appended + SEGMENT), appended);
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
        confirmedFile.seek(0);
        confirmedFile.writeLong(number);
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
        confirmedFile.close();
        Files.deleteIfExists(folder.resolve(CONFIRMED));
        Files.deleteIfExists(folder);
        OWN.remove(folder);
    }
}
