package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes a signed pack of a folder. Stateless. */
public final class PackWriter {
    private static final int BUFFER = 1 << 16;

    private PackWriter() {}

    /**
     * Makes a pack. It appears when it is whole.
     *
     * @param folder the signatures: all regular files below it
     * @param target the pack
     * @param version its version
     * @param key signs it
     * @param created its time
     * @return what is in it
     * @throws MalformedInputException when there is a link or special file in the folder, a name that not every system takes, or no file
     * @throws IOException when a file cannot be read, changes meanwhile, or the pack cannot be written
     */
    public static PackManifest write(Path folder, Path target, PackVersion version, PackKey key, Instant created)
            throws IOException {
        PackManifest manifest = new PackManifest(version, created.truncatedTo(ChronoUnit.SECONDS), list(folder));
        manifest.check();
        byte[] json = manifest.toJson();
        if (json.length > PackLimits.MAX_MANIFEST_BYTES) {
            throw new MalformedInputException("too many files for one pack", folder.toString(), null, null);
        }
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel);
                    ZipOutputStream zip = new ZipOutputStream(new java.io.BufferedOutputStream(out, BUFFER))) {
                entry(zip, PackReader.MANIFEST, json);
                entry(zip, PackReader.SIGNATURE, key.sign(json));
                for (PackManifest.Entry file : manifest.files()) {
                    zip.putNextEntry(named(PackReader.FILES + file.path()));
                    copy(folder.resolve(file.path()), file, zip);
                    zip.closeEntry();
                }
                zip.finish();
                zip.flush();
                channel.force(true);
            }
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return manifest;
    }

    private static List<PackManifest.Entry> list(Path folder) throws IOException {
        List<PackManifest.Entry> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile()) {
                    throw new MalformedInputException(
                            "a link or special file cannot be in a pack", file.toString(), null, null);
                }
                String path = folder.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                if (!PackPath.safe(path)) {
                    throw new MalformedInputException(
                            "not every system takes this name", file.toString(), "rename it", null);
                }
                files.add(new PackManifest.Entry(path, attributes.size(), Sha256.of(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(PackManifest.Entry::path));
        return files;
    }

    private static void copy(Path path, PackManifest.Entry file, OutputStream out) throws IOException {
        java.security.MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[BUFFER];
        try (java.io.InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        if (!Sha256.hex(digest).equals(file.sha256())) {
            throw new IOException("changed while the pack was made: " + path);
        }
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(named(name));
        zip.write(content);
        zip.closeEntry();
    }

    /* The same folder, version and time give the same pack. */
    private static ZipEntry named(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
        return entry;
    }
}
