package io.thor4j.thunderstorm.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One file as it is sent: its type, its policy, its bytes plain and compressed, and a tag of each. Immutable. */
final class StaticFile {
    private final String contentType;
    private final String policy;
    private final byte[] plain;
    private final byte[] compressed;
    private final String digest;

    StaticFile(String contentType, String policy, byte[] plain) {
        this.contentType = contentType;
        this.policy = policy;
        this.plain = plain;
        this.compressed = compress(plain);
        this.digest = digest(plain);
    }

    String contentType() {
        return contentType;
    }

    /** The content security policy it is sent with. */
    String policy() {
        return policy;
    }

    /** The bytes to send; not to be changed. */
    byte[] bytes(boolean gzip) {
        return gzip ? compressed : plain;
    }

    /** A strong entity tag with its quotes: the two encodings are different bytes and have different tags (RFC 9110, section 8.8.3). */
    String tag(boolean gzip) {
        return gzip ? '"' + digest + "-gzip\"" : '"' + digest + '"';
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] plain) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(whole, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
