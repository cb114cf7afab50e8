package io.thor4j.scan.signature;

import io.thor4j.core.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts and decrypts signature files, in a format of thor's own: that of THOR is not public (thor-scanner.md section 11, item 2). Stateless.
 *
 * <pre>
 * offset  bytes
 *      0      8  "THOR4JSG"
 *      8      1  version, 1
 *      9      1  key: 0 a key of 256 bits, 1 a passphrase
 *     10      4  rounds of PBKDF2 with HMAC-SHA-256, big endian; 0 for a key
 *     14     16  salt, for PBKDF2; random also for a key
 *     30     12  nonce
 *     42      n  AES-256-GCM of the file, with its tag of 16 bytes at the end; bytes 0 to 41 are authenticated with it
 * </pre>
 */
public final class SignatureContainer {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureContainer.class);

    private static final byte[] MAGIC = "THOR4JSG".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int HEADER = MAGIC.length + 1 + 1 + Integer.BYTES + SALT + NONCE;

    /* OWASP's Password Storage Cheat Sheet asks for this many with HMAC-SHA-256. */
    private static final int ROUNDS = 600_000;
    /* A hostile file must not keep the scanner busy for minutes. */
    private static final int MAX_ROUNDS = 5_000_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private SignatureContainer() {}

    /**
     * Encrypts a file's content.
     *
     * @param content the plain bytes
     * @param key the key
     * @return the container
     */
    public static byte[] encrypt(byte[] content, SignatureKey key) {
        byte[] salt = random(SALT);
        byte[] nonce = random(NONCE);
        int rounds = key.isPassphrase() ? ROUNDS : 0;
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put(VERSION)
                .put((byte) (key.isPassphrase() ? 1 : 0))
                .putInt(rounds)
                .put(salt)
                .put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, rounds, salt, nonce, header.array());
            byte[] sealed = cipher.doFinal(content);
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(header.array())
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do AES-GCM with PBKDF2", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Decrypts a container.
     *
     * @param container what {@link #encrypt} made
     * @param keys keys to try, in this order
     * @return the plain bytes
     * @throws MalformedInputException when it is no container, was changed, or no key opens it
     */
    public static byte[] decrypt(byte[] container, List<SignatureKey> keys) {
        if (container.length < HEADER + TAG || !Arrays.equals(container, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw malformed(
                    "not an encrypted signature file of thor",
                    "THOR's own encrypted files cannot be read: their format is not public");
        }
        ByteBuffer in = ByteBuffer.wrap(container);
        in.position(MAGIC.length);
        byte version = in.get();
        byte kind = in.get();
        int rounds = in.getInt();
        if (version != VERSION || kind < 0 || kind > 1) {
            throw malformed("encrypted by another version of thor", null);
        } else if (kind == 1 ? rounds < 1 || rounds > MAX_ROUNDS : rounds != 0) {
            throw malformed("damaged: " + rounds + " rounds of key derivation", null);
        }
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        in.get(salt).get(nonce);
        List<SignatureKey> fitting =
                keys.stream().filter(key -> key.isPassphrase() == (kind == 1)).toList();
        if (fitting.isEmpty()) {
            throw malformed("encrypted, and no " + (kind == 1 ? "passphrase" : "key") + " was given", null);
        }
        for (SignatureKey key : fitting) {
            try {
                Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, rounds, salt, nonce, Arrays.copyOf(container, HEADER));
                return cipher.doFinal(container, HEADER, container.length - HEADER);
            } catch (AEADBadTagException e) {
                LOG.debug("a key does not open the file", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java cannot do AES-GCM with PBKDF2", e);
            }
        }
        throw malformed("encrypted with another key, or changed since", null);
    }

    private static Cipher cipher(int mode, SignatureKey key, int rounds, byte[] salt, byte[] nonce, byte[] header)
            throws GeneralSecurityException {
        byte[] secret = key.isPassphrase() ? derive(key, rounds, salt) : key.bytes();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    private static byte[] derive(SignatureKey key, int rounds, byte[] salt) throws GeneralSecurityException {
        char[] text = new String(key.bytes(), StandardCharsets.UTF_8).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(text, salt, rounds, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
    }

    private static MalformedInputException malformed(String reason, @Nullable String hint) {
        return new MalformedInputException(reason, null, hint, null);
    }

    /**
     * Returns the name of a file once it is encrypted: {@code my-hashes.txt} becomes {@code my-hashes.dat}, {@code .yar} and {@code .yara}
     * become {@code .yas}, {@code .yml} and {@code .yaml} become {@code .yms}, {@code .json} becomes {@code .jsos}.
     *
     * @param fileName the plain file's name
     * @return the name, null when the extension is that of no signature file
     */
    public static @Nullable String encryptedName(String fileName) {
        SignatureFamily family = SignatureFamily.of(fileName);
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (family == null || !lower.endsWith(family.plain())) {
            return null;
        }
        return fileName.substring(0, fileName.length() - family.plain().length()) + family.encrypted();
    }
}
