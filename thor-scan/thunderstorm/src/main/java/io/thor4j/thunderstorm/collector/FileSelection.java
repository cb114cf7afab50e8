package io.thor4j.thunderstorm.collector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides which files are sent, in the Go collector's order: size, age, then extension or magic. Immutable, may be shared by threads. */
final class FileSelection {
    private final @Nullable Duration maxAge;
    private final long maxFileSize;
    private final List<String> extensions;
    private final List<MagicPrefix> magics;

    FileSelection(@Nullable Duration maxAge, long maxFileSize, List<String> extensions, List<MagicPrefix> magics) {
        this.maxAge = maxAge;
        this.maxFileSize = maxFileSize;
        this.extensions =
                extensions.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        this.magics = magics;
    }

    /**
     * Decides about a file.
     *
     * @param now the time that ages are counted from
     * @return why it is left out, null when it is sent
     * @throws IOException when it cannot be read
     */
    @Nullable
    String leftOut(Path file, BasicFileAttributes attributes, Instant now) throws IOException {
        if (attributes.size() > maxFileSize) {
            return "larger than " + maxFileSize + " bytes";
        }
        Duration age = maxAge;
        if (age != null && newest(file, attributes).isBefore(now.minus(age))) {
            return "older than " + age.toSeconds() + " seconds";
        }
        if (extensions.isEmpty() && magics.isEmpty()) {
            return null;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (extensions.stream().anyMatch(name::endsWith)) {
            return null;
        }
        return begins(file) ? null : magics.isEmpty() ? "extension not wanted" : "neither extension nor magic wanted";
    }

    private boolean begins(Path file) throws IOException {
        int longest = magics.stream().mapToInt(MagicPrefix::length).max().orElse(0);
        if (longest == 0) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(longest);
            return magics.stream().anyMatch(magic -> magic.begins(head, head.length));
        }
    }

    /* Any of the three times: a copied file keeps the time of its last write, and a moved one all but that of its change. */
    private static Instant newest(Path file, BasicFileAttributes attributes) throws IOException {
        Instant newest = later(attributes.lastModifiedTime().toInstant(), attributes.lastAccessTime());
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Object changed = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            return changed instanceof FileTime time ? later(newest, time) : newest;
        }
        return later(newest, attributes.creationTime());
    }

    private static Instant later(Instant one, FileTime other) {
        return other.toInstant().isAfter(one) ? other.toInstant() : one;
    }
}
