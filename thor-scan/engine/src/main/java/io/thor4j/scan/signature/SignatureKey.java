package io.thor4j.scan.signature;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key for encrypted signature files: 256 bits, or a passphrase. Immutable, may be shared by threads; {@code toString} hides it. */
public final class SignatureKey {
    private static final int KEY_BYTES = 32;
    /* A key file is 32 bytes or their hex digits with a line end; more is read from no key file. */
    private static final int MAX_FILE = 4_096;

    private final boolean passphrase;
    private final byte[] bytes;

    private SignatureKey(boolean passphrase, byte[] bytes) {
        this.passphrase = passphrase;
        this.bytes = bytes;
    }

    /**
     * Makes a key of a passphrase.
     *
     * @param text the passphrase
     * @throws IllegalArgumentException when it is empty
     */
    public static SignatureKey passphrase(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the passphrase is empty");
        }
        return new SignatureKey(true, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a key of its bytes.
     *
     * @param key 32 bytes
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static SignatureKey of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        return new SignatureKey(false, key.clone());
    }

    /**
     * Reads a key file: 32 bytes, or 64 hex digits with white space around.
     *
     * @param file the file
     * @throws IOException when it cannot be read
     * @throws MalformedInputException when it holds no key
     */
    public static SignatureKey file(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_FILE);
        }
        if (content.length == KEY_BYTES) {
            return of(content);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (text.length() == 2 * KEY_BYTES) {
            try {
                return of(HexFormat.of().parseHex(text));
            } catch (IllegalArgumentException e) {
                throw noKey(file);
            }
        }
        throw noKey(file);
    }

    private static MalformedInputException noKey(Path file) {
        return new MalformedInputException(
                "not a key file", String.valueOf(file.getFileName()), "32 bytes or 64 hex digits", null);
    }

    boolean isPassphrase() {
        return passphrase;
    }

    /** Returns the key's bytes; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignatureKey that && passphrase == that.passphrase && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns what kind of key it is, not the key. */
    @Override
    public String toString() {
        return passphrase ? "passphrase" : "key";
    }
}
