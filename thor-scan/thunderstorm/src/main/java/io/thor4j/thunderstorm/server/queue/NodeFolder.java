package io.thor4j.thunderstorm.server.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's folder: {@code samples} that have receipts or are about to, {@code incoming} for those that have none. Threads share it. */
final class NodeFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFolder.class);

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final String instance;

    private NodeFolder(Path root, FileChannel lockFile, FileLock lock, String instance) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
        this.instance = instance;
    }

    /** Opens it for this process alone, and removes what has no receipt. */
    static NodeFolder open(Path queue, String node) throws IOException {
        Path root = queue.resolve(node);
        Files.createDirectories(root.resolve("samples"));
        Files.createDirectories(root.resolve("incoming"));
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(root);
            }
            NodeFolder folder = new NodeFolder(root, channel, lock, instance(root.resolve("instance")));
            folder.remove(folder.incoming(), Set.of());
            return folder;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(root);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static QueueException inUse(Path root) {
        return new QueueException(
                "another process uses the queue in " + root, "give this one another folder or node name", null);
    }

    /* Tells two folders of one node name apart. */
    private static String instance(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).strip();
    }

    String instance() {
        return instance;
    }

    Path root() {
        return root;
    }

    Path samples() {
        return root.resolve("samples");
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    /** Removes samples without a receipt. */
    void keepOnly(Set<String> files) throws IOException {
        remove(samples(), files);
    }

    private void remove(Path folder, Set<String> kept) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!kept.contains(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                    count++;
                }
            }
        }
        if (count > 0) {
            LOG.info("Removed {} uploads without a receipt from {}", count, folder);
        }
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            lock.release();
        }
    }
}
