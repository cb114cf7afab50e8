package io.thor4j.thunderstorm.server.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one upload, in memory while they are few and in a file else, so that no sample is whole in memory. For one thread at a time.
 */
public final class Sample {
    private static final Logger LOG = LoggerFactory.getLogger(Sample.class);

    /** Bytes that stay in memory: the median of what collectors send is smaller, and a thousand waiting ones fit a small heap. */
    public static final int IN_MEMORY = 32 << 10;

    private final Path folder;
    private final SpaceLimits space;
    private final long maximum;
    private final boolean durable;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(512);
    private String name = "";
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long size;
    private long taken;

    /**
     * Begins a sample.
     *
     * @param folder where its file is made if it needs one
     * @param space the limits of that folder
     * @param maximum its size at most, in bytes
     * @param durable whether its file is on the disk, not only in the system's memory, when it is finished
     */
    public Sample(Path folder, SpaceLimits space, long maximum, boolean durable) {
        this.folder = folder;
        this.space = space;
        this.maximum = maximum;
        this.durable = durable;
    }

    /** Returns the name that the client gave it: data, not a path. */
    public String name() {
        return name;
    }

    /**
     * Sets the name.
     *
     * @param value as the client sent it
     */
    public void name(String value) {
        name = value;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns its file, null when it is in memory. */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the bytes when it is in memory. */
    public byte[] bytes() {
        return memory.toByteArray();
    }

    /**
     * Adds bytes.
     *
     * @throws UploadException when it becomes too large, or there is no room
     * @throws IOException when it cannot be written
     */
    void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > maximum - size) {
            throw new UploadException(413, "the file is larger than " + maximum + " bytes");
        }
        if (channel == null && size + length <= IN_MEMORY) {
            memory.write(bytes, offset, length);
        } else {
            FileChannel out = channel == null ? open() : channel;
            space.take(length);
            taken += length;
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        }
        size += length;
    }

    private FileChannel open() throws IOException {
        Path path = folder.resolve(UUID.randomUUID().toString());
        FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        file = path;
        channel = out;
        byte[] before = memory.toByteArray();
        memory.reset();
        space.take(before.length);
        taken += before.length;
        ByteBuffer rest = ByteBuffer.wrap(before);
        while (rest.hasRemaining()) {
            out.write(rest);
        }
        return out;
    }

    /**
     * Ends it: the file of a durable one is on the disk then, whatever happens to the machine, but for its name in the folder. The bytes of
     * one without a file are whoever's who takes it, their room on the disk is taken already.
     *
     * @throws UploadException when there is no room
     * @throws IOException when it cannot be written
     */
    void finish() throws IOException {
        if (durable && channel == null) {
            space.take(size);
            taken = size;
        }
        FileChannel out = channel;
        if (out != null) {
            if (durable) {
                out.force(true);
            }
            out.close();
        }
    }

    /** Removes it, and gives its room back. What cannot be removed is when the service starts again. */
    public void discard() {
        memory.reset();
        FileChannel out = channel;
        Path path = file;
        if (out != null && path != null) {
            try {
                // Windows deletes no file that is open.
                out.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("A sample could not be removed: {}", path, e);
            }
        }
        space.give(taken);
        taken = 0;
    }

    /** Returns the bytes of the disk that it takes; whoever keeps the file gives them back. */
    public long taken() {
        return taken;
    }
}
