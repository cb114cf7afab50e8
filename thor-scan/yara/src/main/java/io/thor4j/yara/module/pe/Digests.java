package io.thor4j.yara.module.pe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Message digests and their text form. */
final class Digests {
    private Digests() {}

    /**
     * Returns a digest that every Java platform has: MD5, SHA-1, SHA-256.
     *
     * @throws IllegalStateException when the platform lacks it
     */
    static MessageDigest named(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns lower-case hexadecimal digits. */
    static byte[] hex(byte[] digest) {
        return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    }
}
