package io.thor4j.scan.walk;

import io.thor4j.core.ScannedPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries of one folder that are still to be visited. For one thread. */
final class FolderCursor {
    private static final Logger LOG = LoggerFactory.getLogger(FolderCursor.class);

    /** Stands for "not known": file systems without the {@code unix} view. */
    static final long NO_DEVICE = -1;

    /**
     * Entries held and sorted at once. A larger folder is visited in sorted runs of this size, in the order in which the file system hands
     * them out, so that a folder of millions of files does not fill the memory.
     */
    static final int RUN = 100_000;

    private final String name;
    private final long device;
    private @Nullable DirectoryStream<Path> stream;
    private final Iterator<Path> entries;
    private final int runLength;
    private List<Path> run = List.of();
    private int position;

    private FolderCursor(String name, long device, DirectoryStream<Path> stream, int runLength) {
        this.name = name;
        this.device = device;
        this.stream = stream;
        this.entries = stream.iterator();
        this.runLength = runLength;
    }

    @SuppressWarnings("StreamResourceLeak") // closed by close(), or by next() at the end
    static FolderCursor open(Path folder, String name, long device, int runLength) throws IOException {
        return new FolderCursor(name, device, Files.newDirectoryStream(folder), runLength);
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
        if (position == run.size() && stream != null) {
            run = readRun();
            position = 0;
        }
        return position < run.size() ? run.get(position++) : null;
    }

    private List<Path> readRun() throws IOException {
        List<Path> paths = new ArrayList<>();
        try {
            while (paths.size() < runLength && entries.hasNext()) {
                paths.add(entries.next());
            }
        } catch (DirectoryIteratorException e) {
            close();
            throw e.getCause();
        }
        if (paths.size() < runLength) {
            close();
        }
        paths.sort(null);
        return paths;
    }

    void close() {
        DirectoryStream<Path> closing = stream;
        stream = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                LOG.debug("closing a folder", e);
            }
        }
    }
}
