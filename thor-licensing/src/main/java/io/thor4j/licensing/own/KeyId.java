package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/** The short name of an issuer's key: the first 8 bytes of SHA-256 over the public key. Immutable, may be shared by threads. */
public final class KeyId {
    static final int BYTES = 8;

    private final byte[] bytes;

    private KeyId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the id of a key. */
    static KeyId of(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new KeyId(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the id that lies at an offset. */
    static KeyId at(byte[] data, int offset) {
        return new KeyId(Arrays.copyOfRange(data, offset, offset + BYTES));
    }

    /**
     * Reads an id.
     *
     * @param hex 16 hex digits
     * @return the id
     * @throws MalformedInputException when it is none
     */
    public static KeyId parse(String hex) {
        if (hex.length() == 2 * BYTES) {
            try {
                return new KeyId(HexFormat.of().parseHex(hex));
            } catch (IllegalArgumentException e) {
                throw wrong();
            }
        }
        throw wrong();
    }

    private static MalformedInputException wrong() {
        return new MalformedInputException("not a key id", null, "a key id is 16 hex digits", null);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KeyId id && MessageDigest.isEqual(id.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the 16 hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
