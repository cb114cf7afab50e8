package io.thor4j.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The hashes of a content, lower-case hex digits. Immutable.
 *
 * @param md5 32 digits
 * @param sha1 40 digits
 * @param sha256 64 digits
 */
public record Hashes(String md5, String sha1, String sha256) {
    /** Bytes fed to all three digests before moving on; small enough to stay in a core's cache. */
    private static final int STEP = 16 * 1024;

    /**
     * Hashes in one pass.
     *
     * @param bytes the array
     * @param length how many bytes from the start count
     * @return the hashes
     * @throws IndexOutOfBoundsException when the length is not inside the array
     */
    public static Hashes of(byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        MessageDigest md5 = digest(HashAlgorithm.MD5);
        MessageDigest sha1 = digest(HashAlgorithm.SHA1);
        MessageDigest sha256 = digest(HashAlgorithm.SHA256);
        int from = 0;
        while (from < length) {
            int count = Math.min(STEP, length - from);
            md5.update(bytes, from, count);
            sha1.update(bytes, from, count);
            sha256.update(bytes, from, count);
            from += count;
        }
        HexFormat hex = HexFormat.of();
        return new Hashes(hex.formatHex(md5.digest()), hex.formatHex(sha1.digest()), hex.formatHex(sha256.digest()));
    }

    /**
     * Computes one hash.
     *
     * @param algorithm which
     * @param bytes the array
     * @param length how many bytes from the start count
     * @return lower-case hex digits
     * @throws IndexOutOfBoundsException when the length is not inside the array
     */
    public static String one(HashAlgorithm algorithm, byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        MessageDigest digest = digest(algorithm);
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(HashAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm.algorithm(), e);
        }
    }

    /**
     * Returns one of the hashes.
     *
     * @param algorithm which
     */
    public String get(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> md5;
            case SHA1 -> sha1;
            case SHA256 -> sha256;
        };
    }

    /** Returns the JSON v3 part {@code hashes}. */
    public ObservedObject toObject() {
        return ObservedObject.builder("hashes")
                .set("md5", md5)
                .set("sha1", sha1)
                .set("sha256", sha256)
                .build();
    }
}
