package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/** Fills THOR's {@code file} object from an element's facts (reference/thor-scanner.md sections 4.4 and 5.6). Stateless. */
public final class FileSubject {
    private FileSubject() {}

    /**
     * Describes a file element.
     *
     * @param element the element; its content is read for hashes and first bytes
     * @return the object of type {@code file}
     */
    public static ObservedObject of(Element element) {
        FileMetadata metadata = element.metadata();
        boolean gone = element.path() != null && metadata == null;
        ObservedObject.Builder file = ObservedObject.builder("file")
                .set("path", element.name().text())
                .set("exists", gone ? missing(element) : "yes")
                .set("extension", element.extension());
        if (!gone && (metadata == null || metadata.kind() == FileMetadata.Kind.REGULAR)) {
            file.set("magic_header", element.magicType())
                    .set("hashes", hashes(element.hashes()))
                    .set("first_bytes", element.firstBytes().toObject())
                    .set("size", element.size());
        }
        if (metadata != null) {
            Permissions permissions = metadata.permissions();
            file.set("file_times", metadata.times())
                    .set("permissions", permissions == null ? null : permissions.toObject())
                    .set("target", metadata.linkTarget());
        }
        if (!element.unpackSource().isEmpty()) {
            file.set("unpack_source", element.unpackSource());
        }
        return file.build();
    }

    private static String missing(Element element) {
        return ContentReader.DISAPPEARED.equals(element.content().detail()) ? "disappeared" : "unknown";
    }

    private static @Nullable ObservedObject hashes(@Nullable Hashes hashes) {
        return hashes == null ? null : hashes.toObject();
    }

    /**
     * Describes a file that other data only names (a log, a registry value).
     *
     * @param path the path as data
     * @param exists one of THOR's words: {@code yes no unknown disappeared expansion_infeasible nonlocal excluded}
     * @return the object of type {@code file} with path, extension and existence
     */
    public static ObservedObject named(String path, String exists) {
        return ObservedObject.builder("file")
                .set("path", path)
                .set("exists", exists)
                .set("extension", new ScannedPath(path).extension())
                .build();
    }
}
