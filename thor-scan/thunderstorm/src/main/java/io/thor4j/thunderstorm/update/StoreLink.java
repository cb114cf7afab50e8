package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A name that leads to a folder of the same store and is replaced in one step: a symbolic link, or a file with the path in it. */
final class StoreLink {
    private static final int MAX_BYTES = 4_096;

    private final Path path;
    private final Path root;
    private final Path fresh;

    StoreLink(Path path) {
        this.path = path;
        this.root = java.util.Objects.requireNonNull(path.getParent(), "path");
        this.fresh = root.resolve("." + path.getFileName() + ".new");
    }

    /** Returns where it leads, null when it is not there. */
    @Nullable
    Path target() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        String text = Files.isSymbolicLink(path)
                ? Files.readSymbolicLink(path).toString()
                : Files.size(path) <= MAX_BYTES ? Files.readString(path).strip() : "";
        Path target = root.resolve(text).normalize();
        // A store is data of its owner, but a link that leads elsewhere was not made here.
        if (text.isEmpty() || !target.startsWith(root) || target.equals(root)) {
            throw new MalformedInputException("it leads out of the store", path.toString(), null, null);
        }
        return target;
    }

    /** Leads to another folder from now on. */
    void set(Path target) throws IOException {
        Path relative = root.relativize(target);
        Files.deleteIfExists(fresh);
        try {
            Files.createSymbolicLink(fresh, relative);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Windows lets only some users make links.
            DurableFile.write(fresh, relative.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncFolder(root);
    }

    void deleteLeftOver() throws IOException {
        Files.deleteIfExists(fresh);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
