package io.thor4j.core;

import io.thor4j.core.FileMetadata.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the file system about one path, without following a link at its end. Stateless. */
final class FileMetadataReader {
    private static final Set<AclEntryPermission> WRITE =
            Set.of(AclEntryPermission.WRITE_DATA, AclEntryPermission.APPEND_DATA);
    private static final Set<AclEntryPermission> CHANGE = Set.of(
            AclEntryPermission.READ_DATA,
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.EXECUTE,
            AclEntryPermission.DELETE);

    private FileMetadataReader() {}

    /** Returns what is known of a path; throws when it cannot be asked about. */
    static FileMetadata read(Path path) throws IOException {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Kind kind = kind(basic);
        String linkTarget = kind == Kind.SYMLINK ? Files.readSymbolicLink(path).toString() : null;
        if (views.contains("unix")) {
            return unix(path, basic, kind, linkTarget);
        }
        return new FileMetadata(
                kind,
                basic.size(),
                kind.modeBits() | (kind == Kind.DIRECTORY ? 0777 : 0666),
                instant(basic.lastModifiedTime()),
                instant(basic.lastAccessTime()),
                instant(basic.creationTime()),
                null,
                views.contains("acl") ? windowsPermissions(path) : null,
                linkTarget);
    }

    private static FileMetadata unix(Path path, BasicFileAttributes basic, Kind kind, @Nullable String linkTarget)
            throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:mode,ctime,owner,group", LinkOption.NOFOLLOW_LINKS);
        int mode = unix.get("mode") instanceof Integer number ? number : kind.modeBits();
        Instant changed = unix.get("ctime") instanceof FileTime time ? instant(time) : null;
        /* Where Java cannot tell the birth of a file (Linux before Java 22) it answers with the modification time, which would be a lie. */
        Instant created = basic.creationTime().equals(basic.lastModifiedTime()) ? null : instant(basic.creationTime());
        return new FileMetadata(
                kind,
                basic.size(),
                mode,
                instant(basic.lastModifiedTime()),
                instant(basic.lastAccessTime()),
                created,
                changed,
                new Permissions.Unix(String.valueOf(unix.get("owner")), String.valueOf(unix.get("group")), mode & 0777),
                linkTarget);
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.REGULAR;
        } else if (attributes.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? Kind.SYMLINK : Kind.OTHER;
    }

    /* A time that the log cannot carry (RFC 3339 ends with the year 9999) is as good as unknown. */
    private static @Nullable Instant instant(FileTime time) {
        Instant instant = time.toInstant();
        return instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                        || instant.isAfter(Instant.parse("9999-12-30T00:00:00Z"))
                ? null
                : instant;
    }

    private static @Nullable Permissions windowsPermissions(Path path) {
        AclFileAttributeView view =
                Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            List<Permissions.Acl> acl = view.getAcl().stream()
                    .filter(entry -> entry.type() == AclEntryType.ALLOW)
                    .map(entry -> new Permissions.Acl(entry.principal().getName(), access(entry)))
                    .distinct()
                    .toList();
            return new Permissions.Windows(view.getOwner().getName(), acl);
        } catch (IOException | SecurityException e) {
            /* Unreadable rights are common and no reason to leave the file out. */
            return null;
        }
    }

    private static char access(AclEntry entry) {
        Set<AclEntryPermission> granted = entry.permissions();
        if (granted.containsAll(Set.of(AclEntryPermission.values()))) {
            return 'F';
        } else if (granted.containsAll(CHANGE)) {
            return 'C';
        } else if (granted.containsAll(WRITE)) {
            return 'W';
        }
        return granted.contains(AclEntryPermission.READ_DATA) ? 'R' : 'S';
    }
}
