package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The AES-256 key of an issuer and all that verify its licences. Immutable, may be shared by threads. */
final class SealKey {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private final byte[] bytes;

    private SealKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static SealKey random(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new SealKey(bytes);
    }

    static SealKey of(byte[] bytes, String place) {
        if (bytes.length != KEY_BYTES) {
            throw new MalformedInputException("'seal' is not " + KEY_BYTES + " bytes", place, null, null);
        }
        return new SealKey(bytes.clone());
    }

    byte[] seal(byte[] nonce, byte[] header, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key(), nonce, header).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** Returns the plain text of {@code data[offset, end)}. */
    byte[] open(byte[] nonce, byte[] header, byte[] data, int offset) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key(), nonce, header).doFinal(data, offset, data.length - offset);
    }

    static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    private SecretKey key() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** Returns a keyed checksum for what a verifier remembers, separate from the encryption by its label. */
    byte[] checksum(byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update("thor-clock-memory".getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SealKey[***]";
    }
}
