package io.thor4j.core.walk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Visits the files below a path, folder by folder in the order of their names, without recursion. Every entry is either handed over as a
 * file, or as skipped or failed with a reason: nothing is left out in silence. Folders are not handed over unless they are skipped or fail.
 * For one thread.
 */
public final class FileWalker {
    /** The reason of a file that went away. */
    public static final String DISAPPEARED = "file disappeared";

    static final String SYMBOLIC_LINK = "symbolic link";
    /** The reason of what an exclude names. */
    public static final String EXCLUDED = "excluded by pattern";

    static final String VISITED = "folder already visited (symbolic link loop)";
    static final String NO_TARGET = "target does not exist";

    /* st_mode, POSIX <sys/stat.h>. */
    private static final int S_IFMT = 0170000;

    /** Takes what the walker meets. Names are those to show. */
    public interface Visitor {
        /** A regular file; the path is free of symbolic links that lead away from the walked tree. */
        void file(Path path, String name) throws InterruptedException;

        void skipped(String name, boolean folder, String reason) throws InterruptedException;

        void failed(String name, boolean folder, String reason) throws InterruptedException;

        /** Asked before each entry; true ends the walk. */
        boolean stopped();
    }

    private final Predicate<String> excluded;
    private final boolean followLinks;
    private final Set<MountKind> mounts;
    private final Visitor visitor;
    private final Deque<Level> open = new ArrayDeque<>();
    /* Only filled while links are followed: the folders met, by file key, or by real path where there are no keys (Windows). */
    private final Set<Object> visited = new HashSet<>();
    private @Nullable Place place;
    private boolean silent;

    /* A folder on the way: its place, what of an earlier walk lies in it, and whether all of it was met then. */
    private record Level(FolderCursor folder, @Nullable Place place, List<Path> done, boolean silent) {}

    /** Makes a walker that enters no pseudo file systems. */
    public FileWalker(Predicate<String> excluded, boolean followLinks, boolean networkMounts, Visitor visitor) {
        this(
                excluded,
                followLinks,
                networkMounts ? EnumSet.of(MountKind.LOCAL, MountKind.NETWORK) : EnumSet.of(MountKind.LOCAL),
                visitor);
    }

    /** Makes a walker that enters the given kinds of file systems when it meets them. */
    public FileWalker(Predicate<String> excluded, boolean followLinks, Set<MountKind> mounts, Visitor visitor) {
        this.excluded = excluded;
        this.followLinks = followLinks;
        this.mounts = Set.copyOf(mounts);
        this.visitor = visitor;
    }

    /**
     * Visits a path and all below it. A link at its end is followed, because the caller named it; so is a mounted file system.
     *
     * @param start where to begin
     * @param displayName the name to show for it, null for its absolute path
     */
    public void walk(Path start, @Nullable String displayName) throws InterruptedException {
        walk(start, displayName, List.of());
    }

    /**
     * Visits what comes after a place of an earlier walk from the same start. What went away since is not missed, what is new before the
     * place is not visited.
     *
     * @param start where to begin
     * @param displayName the name to show for it, null for its absolute path
     * @param done the entries of the last element that was met, {@link Place#entries}; empty for none
     */
    public void walk(Path start, @Nullable String displayName, List<Path> done) throws InterruptedException {
        List<Path> names = done.stream().map(FileWalker::fileName).toList();
        Path absolute = absolute(start);
        String name = displayName == null ? absolute.toString() : displayName;
        try {
            if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                failed(name, false, NO_TARGET);
                return;
            }
            if (isExcluded(absolute)) {
                skipped(name, Files.isDirectory(absolute), EXCLUDED);
                return;
            }
            Path real = Files.isSymbolicLink(absolute) ? absolute.toRealPath() : absolute;
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                openFolder(real, name, device(real), attributes, names);
                drain();
            } else {
                visitOther(real, name, attributes);
            }
        } catch (IOException | SecurityException e) {
            failed(name, false, reason(e));
        } finally {
            open.clear();
        }
    }

    /** Returns the place of the element that is being handed over; null for the start itself. */
    public @Nullable Place place() {
        return place;
    }

    private void file(Path path, String name) throws InterruptedException {
        if (!silent) {
            visitor.file(path, name);
        }
    }

    private void skipped(String name, boolean folder, String reason) throws InterruptedException {
        if (!silent) {
            visitor.skipped(name, folder, reason);
        }
    }

    private void failed(String name, boolean folder, String reason) throws InterruptedException {
        if (!silent) {
            visitor.failed(name, folder, reason);
        }
    }

    private static Path fileName(Path entry) {
        Path name = entry.getFileName();
        return name == null ? entry : name;
    }

    private static Path absolute(Path start) {
        Path absolute = start.toAbsolutePath();
        for (Path part : absolute) {
            /* "a/.." is not the same as "" where a is a link. */
            if (part.toString().equals("..")) {
                return absolute;
            }
        }
        return absolute.normalize();
    }

    private void drain() throws InterruptedException {
        while (!open.isEmpty() && !visitor.stopped()) {
            Level level = open.getLast();
            silent = level.silent();
            place = level.place();
            Path entry;
            try {
                entry = level.folder().next();
            } catch (IOException | SecurityException e) {
                failed(level.folder().name(), true, reason(e));
                entry = null;
            }
            if (entry == null) {
                open.removeLast();
            } else {
                place = new Place(level.place(), entry);
                resume(entry, level);
            }
        }
    }

    /* Passes what an earlier walk met; its last folder is entered, where more may be left. */
    private void resume(Path entry, Level level) throws InterruptedException {
        List<Path> done = level.done();
        int order = done.isEmpty() ? 1 : entry.compareTo(entry.resolveSibling(done.get(0)));
        boolean last = order == 0 && done.size() == 1;
        if (order < 0 || last) {
            /* Folders are entered all the same where a link may lead to them later. */
            silent = true;
            if (followLinks) {
                visit(entry, level.folder(), List.of());
            }
        } else {
            visit(entry, level.folder(), order == 0 ? done.subList(1, done.size()) : List.of());
        }
    }

    private void visit(Path entry, FolderCursor folder, List<Path> done) throws InterruptedException {
        String name = folder.nameOf(entry);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (isExcluded(entry)) {
                skipped(name, attributes.isDirectory(), EXCLUDED);
            } else if (attributes.isSymbolicLink()) {
                visitLink(entry, name, done);
            } else if (attributes.isDirectory() && !attributes.isOther()) {
                visitFolder(entry, name, folder.device(), attributes, done);
            } else {
                visitOther(entry, name, attributes);
            }
        } catch (IOException | SecurityException e) {
            failed(name, false, reason(e));
        }
    }

    private void visitLink(Path link, String name, List<Path> done) throws IOException, InterruptedException {
        if (!followLinks) {
            skipped(name, false, SYMBOLIC_LINK);
            return;
        }
        Path real;
        try {
            real = link.toRealPath();
        } catch (NoSuchFileException e) {
            skipped(name, false, "symbolic link to nothing");
            return;
        } catch (FileSystemException e) {
            /* Links that lead in a circle: ELOOP has no exception class of its own. */
            skipped(name, false, "symbolic link that cannot be followed");
            return;
        }
        if (isExcluded(real)) {
            skipped(name, false, EXCLUDED);
            return;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            /* No device to compare with: where a link leads, its mount is asked about. */
            visitFolder(real, name, FolderCursor.NO_DEVICE, attributes, done);
        } else {
            visitOther(real, name, attributes);
        }
    }

    private void visitFolder(
            Path folder, String name, long parentDevice, BasicFileAttributes attributes, List<Path> done)
            throws IOException, InterruptedException {
        long device = device(folder);
        if (device != parentDevice) {
            MountKind mount = MountKind.of(Files.getFileStore(folder).type());
            if (!mounts.contains(mount)) {
                skipped(name, true, mount == MountKind.PSEUDO ? "pseudo file system" : "network file system");
                return;
            }
        }
        openFolder(folder, name, device, attributes, done);
    }

    private void openFolder(Path folder, String name, long device, BasicFileAttributes attributes, List<Path> done)
            throws InterruptedException {
        try {
            if (followLinks && !visited.add(identity(folder, attributes))) {
                skipped(name, true, VISITED);
                return;
            }
            /* All before the place was met; the folder on the way to it is entered again. */
            Path after = done.size() == 1 && !followLinks ? folder.resolve(done.get(0)) : null;
            open.addLast(new Level(
                    FolderCursor.open(folder, name, device, FolderCursor.RUN, after),
                    place,
                    List.copyOf(done),
                    silent));
        } catch (IOException | SecurityException e) {
            failed(name, true, reason(e));
        }
    }

    private static Object identity(Path folder, BasicFileAttributes attributes) throws IOException {
        Object key = attributes.fileKey();
        return key == null ? folder.toRealPath() : key;
    }

    private void visitOther(Path path, String name, BasicFileAttributes attributes) throws InterruptedException {
        if (attributes.isRegularFile()) {
            file(path, name);
        } else {
            skipped(name, attributes.isDirectory(), specialKind(path));
        }
    }

    private boolean isExcluded(Path path) {
        return excluded.test(path.toString());
    }

    private static String specialKind(Path path) {
        try {
            if (hasUnixView(path)
                    && Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode) {
                return switch (mode & S_IFMT) {
                    case 0010000 -> "named pipe";
                    case 0020000 -> "character device";
                    case 0060000 -> "block device";
                    case 0140000 -> "socket";
                    default -> "special file";
                };
            }
        } catch (IOException | SecurityException e) {
            /* It is special all the same. */
            return "special file";
        }
        return "special file";
    }

    private static long device(Path path) throws IOException {
        return hasUnixView(path)
                        && Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS) instanceof Long device
                ? device
                : FolderCursor.NO_DEVICE;
    }

    private static boolean hasUnixView(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Returns a short text without paths, fit for counting. */
    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return DISAPPEARED;
        } else if (e instanceof AccessDeniedException || e instanceof SecurityException) {
            return "access denied";
        }
        return "read error: " + e.getClass().getSimpleName();
    }
}
