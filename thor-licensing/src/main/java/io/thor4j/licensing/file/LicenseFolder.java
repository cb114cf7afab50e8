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

    /**
     * Stores a licence under a name that an archive gave it: whole, or not at all.
     *
     * @param name {@code NAME.lic}, a name in one folder
     * @param license its bytes
     * @return the file
     * @throws io.thor4j.core.MalformedInputException when the name is no such name
     * @throws IOException when it cannot be written
     */
    public Path store(String name, byte[] license) throws IOException {
        String base = name.endsWith(".lic") ? name.substring(0, name.length() - ".lic".length()) : name;
        Files.createDirectories(folder);
        Path file = folder.resolve(HostName.of(base).fileName());
        AtomicFile.write(file, license);
        return file;
    }

    /**
     * Writes a file whole or not at all.
     *
     * @param file its place
     * @param content its bytes
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content);
    }

    /**
     * Writes a file whole or not at all; only its owner may read it, where the file system knows owners.
     *
     * @param file its place
     * @param content its bytes
     * @throws IOException when it cannot be written
     */
    public static void writeSecret(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content, true);
    }
}
