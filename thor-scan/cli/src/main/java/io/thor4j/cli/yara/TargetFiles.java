package io.thor4j.cli.yara;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a folder, one after another, by name within each folder: yara takes the order of the file system, which tells
 * nobody anything. Symbolic links are followed unless that is unwanted, but never into a folder that is being walked already. Used by one
 * thread.
 */
final class TargetFiles implements Iterator<TargetFiles.Target> {
    /** A file and what the output calls it. */
    record Target(Path path, String display) {}

    private record Folder(Target target, @Nullable Object key, Iterator<Path> entries) {}

    private final boolean recursive;
    private final boolean followLinks;
    private final long skipLarger;
    private final Consumer<String> messages;
    private final Deque<Folder> open = new ArrayDeque<>();
    private @Nullable Target next;

    /**
     * Starts at a folder.
     *
     * @param recursive whether folders inside are walked too
     * @param followLinks whether symbolic links are followed
     * @param skipLarger files of this size, bytes, or larger are left out with a message; 0 for none
     * @param messages takes lines for people
     */
    TargetFiles(Target start, boolean recursive, boolean followLinks, long skipLarger, Consumer<String> messages) {
        this.recursive = recursive;
        this.followLinks = followLinks;
        this.skipLarger = skipLarger;
        this.messages = messages;
        enter(start);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            Folder folder = open.element();
            if (folder.entries().hasNext()) {
                look(folder, folder.entries().next());
            } else {
                open.remove();
            }
        }
        return next != null;
    }

    @Override
    public Target next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Target found = next;
        next = null;
        return found;
    }

    private void look(Folder folder, Path entry) {
        Target target = new Target(entry, folder.target().display() + File.separator + entry.getFileName());
        try {
            if (!followLinks && Files.isSymbolicLink(entry)) {
                return;
            }
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                if (skipLarger > 0 && attributes.size() >= skipLarger) {
                    messages.accept("skipping " + target.display() + " (" + attributes.size()
                            + " bytes) because it's larger than " + skipLarger + " bytes.");
                } else {
                    next = target;
                }
            } else if (attributes.isDirectory() && recursive) {
                enter(target);
            }
        } catch (IOException e) {
            // A link to nothing is nothing to scan; what cannot be looked at must be said.
            if (!Files.isSymbolicLink(entry)) {
                messages.accept("error scanning " + target.display() + ": could not open file");
            }
        }
    }

    private void enter(Target folder) {
        Object key = key(folder.path());
        for (Folder outer : open) {
            if (key != null && key.equals(outer.key())) {
                return;
            }
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            messages.accept("error scanning " + folder.display() + ": could not open folder");
        }
        Collections.sort(entries);
        open.push(new Folder(folder, key, entries.iterator()));
    }

    /** Returns what is equal for two paths to the same folder. */
    private static @Nullable Object key(Path folder) {
        try {
            Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
            return key != null ? key : folder.toRealPath(new LinkOption[0]);
        } catch (IOException e) {
            return null;
        }
    }
}
