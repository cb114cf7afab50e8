package io.thor4j.licensing.file;

import io.thor4j.licensing.disk.AtomicFile;
import io.thor4j.licensing.host.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A folder that retrieved licences are stored in. Threads may share it. */
public final class LicenseFolder {
    private final Path folder;

    /**
     * Names the folder.
     *
     * @param folder where; it is made when the first licence comes
     */
    public LicenseFolder(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    /**
     * Stores a licence as {@code <hostname>.lic}: whole, or not at all. A licence of the same host is replaced.
     *
     * @param host whom it is for
     * @param license its bytes
     * @return the file
     * @throws IOException when it cannot be written
     */
    public Path store(HostName host, byte[] license) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(host.fileName());
        AtomicFile.write(file, license);
        return file;
    }
}
