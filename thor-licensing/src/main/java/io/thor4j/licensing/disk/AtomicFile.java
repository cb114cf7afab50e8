package io.thor4j.licensing.disk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A file that appears under its name when all of it is written, and leaves nothing behind otherwise: it is written beside its place and
 * then moved there. Used by one thread.
 */
public final class AtomicFile extends FilterOutputStream {
    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private boolean done;

    private AtomicFile(Path target, Path part, FileChannel channel) {
        super(Channels.newOutputStream(channel));
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Begins a file.
     *
     * @param target its place; a file that is there stays as it is until {@link #commit}
     * @param secret whether only the owner may read it, where the file system knows owners
     * @return the open file
     * @throws IOException when its folder cannot be written to
     */
    public static AtomicFile create(Path target, boolean secret) throws IOException {
        Path folder = Objects.requireNonNullElse(target.toAbsolutePath().getParent(), target.toAbsolutePath());
        Path part = folder.resolve("." + UUID.randomUUID() + ".part");
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = secret && posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new AtomicFile(target, part, FileChannel.open(part, options, attributes));
    }

    /**
     * Writes a whole file.
     *
     * @param target its place
     * @param content its bytes
     * @throws IOException when it cannot be written; what was there before then stays
     */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, content, false);
    }

    /**
     * Writes a whole file.
     *
     * @param target its place
     * @param content its bytes
     * @param secret whether only the owner may read it
     * @throws IOException when it cannot be written; what was there before then stays
     */
    public static void write(Path target, byte[] content, boolean secret) throws IOException {
        try (AtomicFile file = create(target, secret)) {
            file.write(content);
            file.commit();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /**
     * Puts the file in its place. Nothing may be written afterwards.
     *
     * @throws IOException when it cannot
     */
    public void commit() throws IOException {
        channel.force(true);
        channel.close();
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        done = true;
    }

    /** Gives the file up unless it was committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!done) {
            Files.deleteIfExists(part);
        }
    }
}
