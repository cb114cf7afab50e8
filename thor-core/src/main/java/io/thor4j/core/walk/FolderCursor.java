package io.thor4j.core.walk;

import io.thor4j.core.ScannedPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The entries of one folder that are still to be visited, in the order of their names. For one thread. */
final class FolderCursor {
    /** Stands for "not known": file systems without the {@code unix} view. */
    static final long NO_DEVICE = -1;

    /**
     * Entries held at once. A larger folder is listed again for each further so many, so that a folder of millions of files neither fills
     * the memory nor is visited in an order that only its file system knows: a resumed walk has to find its place again.
     */
    static final int RUN = 100_000;

    private final Path folder;
    private final String name;
    private final long device;
    private final int runLength;
    private @Nullable Path last;
    private List<Path> run = List.of();
    private int position;
    private boolean more;

    private FolderCursor(Path folder, String name, long device, int runLength, @Nullable Path after) {
        this.folder = folder;
        this.name = name;
        this.device = device;
        this.runLength = runLength;
        this.last = after;
    }

    /**
     * Lists a folder.
     *
     * @param folder the folder
     * @param name the name to show
     * @param device the number of its device
     * @param runLength entries held at once
     * @param after the entry after which to begin, null for the first one
     */
    static FolderCursor open(Path folder, String name, long device, int runLength, @Nullable Path after)
            throws IOException {
        FolderCursor cursor = new FolderCursor(folder, name, device, runLength, after);
        cursor.readRun();
        return cursor;
    }

    /** Returns the name to show. */
    String name() {
        return name;
    }

    /** Returns the number of the device that the folder is on. */
    long device() {
        return device;
    }

    /** Returns the name to show for an entry; a name from another system keeps its own separators. */
    String nameOf(Path entry) {
        String file = String.valueOf(entry.getFileName());
        boolean root = name.endsWith("/") || name.endsWith("\\");
        return root ? name + file : new ScannedPath(name).member(file).text();
    }

    /** Returns the next entry, null after the last. */
    @Nullable
    Path next() throws IOException {
        if (position == run.size() && more) {
            readRun();
        }
        return position < run.size() ? run.get(position++) : null;
    }

    private void readRun() throws IOException {
        PriorityQueue<Path> smallest = new PriorityQueue<>(Comparator.reverseOrder());
        boolean tooMany = false;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (last == null || entry.compareTo(last) > 0) {
                    smallest.add(entry);
                    if (smallest.size() > runLength) {
                        smallest.remove();
                        tooMany = true;
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        List<Path> paths = new ArrayList<>(smallest);
        paths.sort(null);
        run = paths;
        position = 0;
        more = tooMany;
        last = paths.isEmpty() ? last : paths.get(paths.size() - 1);
    }
}
