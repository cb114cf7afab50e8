package io.thor4j.threatintel.files;

import io.thor4j.core.LimitException;
import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file was when it was read. Immutable.
 *
 * @param size in bytes
 * @param time of its last change in milliseconds since 1970, -1 when it was changed so shortly before that a later change may have the same
 * @param digest SHA-256 of its content, hex
 */
record FileState(long size, long time, String digest) {
    // The coarsest times of changes are those of FAT, two seconds.
    private static final Duration COARSE = Duration.ofSeconds(2);

    /** A content and what its file was. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, and compared with nothing
    record Read(byte[] content, FileState state, Instant changed) {}

    /** Reads a file of at most so many bytes. */
    static Read read(Path file, String name, long limit, Instant now) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            byte[] content;
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, limit + 1));
            }
            if (content.length > limit) {
                throw new LimitException(
                        "larger than " + limit + " bytes", name, "split the file; nothing of it was used", null);
            }
            Instant changed = attributes.lastModifiedTime().toInstant();
            boolean settled = changed.plus(COARSE).isBefore(now);
            return new Read(
                    content,
                    new FileState(content.length, settled ? changed.toEpochMilli() : -1, digest(content)),
                    changed);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    static MalformedInputException failure(String name, IOException e) {
        return new MalformedInputException(
                "it cannot be read: " + e.getClass().getSimpleName(),
                name,
                "what it brought before stays until it can be read or is removed",
                e);
    }

    /** Tells whether size and time are those of a file, so that its content need not be looked at. */
    boolean looksLike(Path file, String name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() == size && attributes.lastModifiedTime().toMillis() == time;
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("size", size);
        fields.put("time", time);
        fields.put("digest", digest);
        return fields;
    }

    static FileState of(Map<?, ?> fields) {
        return new FileState(
                Long.parseLong(String.valueOf(fields.get("size"))),
                Long.parseLong(String.valueOf(fields.get("time"))),
                String.valueOf(fields.get("digest")));
    }
}
