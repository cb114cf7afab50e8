package io.thor4j.thunderstorm.collector;

import io.thor4j.core.MalformedInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The list of files that were sent, on disk: what stands in it is not sent again. Threads share it.
 *
 * <p>The file is a line {@code thor collection 1 <32 hex digits>}, which are of the server and the source, then one line a sent file: 32 hex
 * digits of its name, size and time of last write, a blank, and the CRC-32 of those digits. Lines are only added, in whole writes: after a
 * kill -9 at most the last one is cut off, and that file is sent again.
 */
final class SentFiles implements AutoCloseable {
    private static final String FORMAT = "thor collection 1 ";
    private static final int KEY_CHARS = 32;
    private static final int LINE_CHARS = KEY_CHARS + 1 + 8 + 1;

    /** Added lines after which they are made durable: a power cut has a few files sent twice. */
    private static final int SYNC_LINES = 500;

    private final Path path;
    private final RandomAccessFile file;
    private final Set<Key> known;
    private int unsynced;

    /* 128 bits of SHA-256: two files with one key are as good as impossible, and a million of keys fits into the memory. */
    private record Key(long high, long low) {}

    private SentFiles(Path path, RandomAccessFile file, Set<Key> known) {
        this.path = path;
        this.file = file;
        this.known = known;
    }

    /**
     * Opens the list, or begins it.
     *
     * @param path its file
     * @param context what it is about: where the files are sent and as whose
     * @throws IOException when the file cannot be read or written, or another collection uses it
     * @throws MalformedInputException when it is no such list, a damaged one, or one about something else
     */
    static SentFiles open(Path path, String context) throws IOException {
        String header = FORMAT + hex(key(context)) + "\n";
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(file, path);
            Set<Key> known = new HashSet<>();
            long good = file.length() == 0 ? 0 : read(path, header, known);
            file.setLength(good);
            file.seek(good);
            if (good == 0) {
                file.write(header.getBytes(StandardCharsets.US_ASCII));
                file.getFD().sync();
            }
            return new SentFiles(path, file, known);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(RandomAccessFile file, Path path) throws IOException {
        FileLock lock;
        try {
            // Released when the file is closed.
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("another collection uses " + path, e);
        }
        if (lock == null) {
            throw new IOException("another collection uses " + path);
        }
    }

    /* Returns how many bytes are whole lines; 0 when not even the first one is. */
    private static long read(Path path, String header, Set<Key> known) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            byte[] first = in.readNBytes(header.length());
            String text = new String(first, StandardCharsets.US_ASCII);
            if (first.length < header.length() && header.startsWith(text)) {
                return 0;
            }
            if (!text.equals(header)) {
                throw text.startsWith(FORMAT) && text.endsWith("\n")
                        ? damaged(path, "this list is about another server or source")
                        : damaged(path, "this is no list of sent files");
            }
            long good = header.length();
            while (true) {
                byte[] line = in.readNBytes(LINE_CHARS);
                if (line.length < LINE_CHARS) {
                    return good;
                }
                Key key = parse(line);
                if (key == null) {
                    throw damaged(path, "the list is damaged at byte " + good);
                }
                known.add(key);
                good += LINE_CHARS;
            }
        }
    }

    private static @Nullable Key parse(byte[] line) {
        String text = new String(line, StandardCharsets.US_ASCII);
        String digits = text.substring(0, KEY_CHARS);
        if (!text.equals(line(digits))) {
            return null;
        }
        return new Key(
                Long.parseUnsignedLong(digits, 0, KEY_CHARS / 2, 16),
                Long.parseUnsignedLong(digits, KEY_CHARS / 2, KEY_CHARS, 16));
    }

    private static MalformedInputException damaged(Path path, String reason) {
        return new MalformedInputException(reason, path.toString(), "remove it to send everything again", null);
    }

    private static String line(String digits) {
        CRC32 crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        return digits + " " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
    }

    private static Key key(String text) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new Key(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(Key key) {
        return HexFormat.of().toHexDigits(key.high) + HexFormat.of().toHexDigits(key.low);
    }

    private static Key key(String name, long size, long modifiedNanos) {
        return key(name + '\0' + size + '\0' + modifiedNanos);
    }

    /** Tells whether the file was sent as it is now. */
    synchronized boolean contains(String name, long size, long modifiedNanos) {
        return known.contains(key(name, size, modifiedNanos));
    }

    /**
     * Adds a file.
     *
     * @throws IOException when it cannot be written down
     */
    synchronized void add(String name, long size, long modifiedNanos) throws IOException {
        Key key = key(name, size, modifiedNanos);
        if (known.add(key)) {
            /* Not a channel: an interrupt of the writing thread would close it. */
            file.write(line(hex(key)).getBytes(StandardCharsets.US_ASCII));
            unsynced++;
            if (unsynced >= SYNC_LINES) {
                file.getFD().sync();
                unsynced = 0;
            }
        }
    }

    /** Ends the list for good: everything was sent. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
