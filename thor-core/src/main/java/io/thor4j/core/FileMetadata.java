package io.thor4j.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file system or an archive's directory says about a file, without its content. Immutable.
 *
 * @param kind what sort of file it is
 * @param size bytes
 * @param mode the Unix {@code st_mode}; built from kind and attributes where the file system has none (THOR approximates it on Windows
 *     too)
 * @param modified last change of the content, null when unknown
 * @param accessed last read, null when unknown
 * @param created birth, null when unknown
 * @param changed last change of the inode, null when unknown
 * @param permissions owner and rights, null when unknown
 * @param linkTarget where a symbolic link points, null for other kinds
 */
public record FileMetadata(
        Kind kind,
        long size,
        int mode,
        @Nullable Instant modified,
        @Nullable Instant accessed,
        @Nullable Instant created,
        @Nullable Instant changed,
        @Nullable Permissions permissions,
        @Nullable String linkTarget) {
    /** Sorts of files. */
    public enum Kind {
        /** A plain file with content. */
        REGULAR(0100000),
        /** A directory. */
        DIRECTORY(0040000),
        /** A symbolic link, not followed. */
        SYMLINK(0120000),
        /** A device, pipe or socket: never read. */
        OTHER(0);

        private final int modeBits;

        Kind(int modeBits) {
            this.modeBits = modeBits;
        }

        /** Returns the bits of {@code st_mode} that tell this kind. */
        public int modeBits() {
            return modeBits;
        }
    }

    /**
     * Makes the metadata of a member about which only its size is known.
     *
     * @param size bytes
     * @return a regular file without times and permissions
     */
    public static FileMetadata ofSize(long size) {
        return new FileMetadata(Kind.REGULAR, size, Kind.REGULAR.modeBits(), null, null, null, null, null, null);
    }

    /** Returns the JSON v3 part {@code file times}, null when not even the modification time is known. */
    public @Nullable ObservedObject times() {
        return modified == null
                ? null
                : ObservedObject.builder("file times")
                        .set("modified", modified)
                        .set("accessed", accessed)
                        .set("changed", changed)
                        .set("created", created)
                        .build();
    }
}
