package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer keeps secret. A file is the JSON object
 * {@code {"kind":"thor-issuer-key","version":1,"private":"base64","public":"base64","seal":"base64","from":"time"}}; with a passphrase it is
 * {@code {"kind":"thor-issuer-key-encrypted","version":1,"iterations":n,"salt":"base64","nonce":"base64","data":"base64"}}, whose data is
 * that object under AES-256-GCM with a key of PBKDF2-HMAC-SHA256. Immutable, may be shared by threads.
 */
public final class IssuerKey {
    private static final String KIND = "thor-issuer-key";
    private static final String ENCRYPTED = "thor-issuer-key-encrypted";
    private static final String PLACE = "issuer key";

    /** Iterations for new files: what OWASP's Password Storage Cheat Sheet asks for with HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;

    /** Below, a file was weakened; above, it would stop the reader. */
    private static final int MIN_ITERATIONS = 100_000;

    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int AES_BITS = 256;

    private final KeyId id;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final SealKey seal;
    private final Instant from;

    private IssuerKey(PrivateKey privateKey, PublicKey publicKey, SealKey seal, Instant from) {
        this.id = KeyId.of(publicKey);
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.seal = seal;
        this.from = from.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Makes a new key.
     *
     * @param random where its bits come from
     * @param clock tells from when on it is used
     * @return the key
     */
    public static IssuerKey generate(SecureRandom random, Clock clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(AES_BITS - 1, random);
            KeyPair pair = generator.generateKeyPair();
            return new IssuerKey(pair.getPrivate(), pair.getPublic(), SealKey.random(random), clock.instant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /**
     * Reads a key's file.
     *
     * @param file its bytes
     * @param passphrase what it is encrypted with, null when it is not
     * @return the key
     * @throws MalformedInputException when it is none, or the passphrase is wrong
     */
    public static IssuerKey parse(byte[] file, char @Nullable [] passphrase) {
        JsonRecord fields = JsonRecord.read(file, PLACE);
        String kind = fields.string("kind");
        if (fields.number("version") != 1) {
            throw fields.wrong("version", "is not 1");
        }
        if (kind.equals(KIND)) {
            return read(fields);
        }
        if (!kind.equals(ENCRYPTED)) {
            throw fields.wrong("kind", "is not " + KIND);
        }
        if (passphrase == null) {
            throw new MalformedInputException("the key is encrypted", PLACE, "give its passphrase", null);
        }
        JsonRecord plain = JsonRecord.read(decrypt(fields, passphrase), PLACE);
        if (!plain.string("kind").equals(KIND) || plain.number("version") != 1) {
            throw plain.wrong("kind", "is not " + KIND + " of version 1");
        }
        return read(plain);
    }

    private static IssuerKey read(JsonRecord fields) {
        IssuerKey key = new IssuerKey(
                Ed25519.privateKey(fields.bytes("private"), PLACE),
                Ed25519.publicKey(fields.bytes("public"), PLACE),
                SealKey.of(fields.bytes("seal"), PLACE),
                fields.time("from"));
        fields.end();
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        if (!Ed25519.verifies(key.publicKey, Ed25519.sign(key.privateKey, probe), probe)) {
            throw new MalformedInputException("the private and the public key are no pair", PLACE, null, null);
        }
        return key;
    }

    private static byte[] decrypt(JsonRecord fields, char[] passphrase) {
        long iterations = fields.number("iterations");
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw fields.wrong("iterations", "is not between " + MIN_ITERATIONS + " and " + MAX_ITERATIONS);
        }
        byte[] salt = fields.bytes("salt");
        byte[] nonce = fields.bytes("nonce");
        byte[] data = fields.bytes("data");
        fields.end();
        if (salt.length != SALT_BYTES || nonce.length != SealKey.NONCE_BYTES) {
            throw fields.wrong("salt", "or 'nonce' has a wrong length");
        }
        try {
            SecretKey key = derive(passphrase, salt, (int) iterations);
            return SealKey.cipher(Cipher.DECRYPT_MODE, key, nonce, salt).doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new MalformedInputException("the passphrase is wrong, or the file is damaged", PLACE, null, null);
        }
    }

    private static SecretKey derive(char[] passphrase, byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, AES_BITS);
        try {
            byte[] bytes = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(bytes, "AES");
        } finally {
            spec.clearPassword();
        }
    }

    /** Returns the file that {@link #parse} reads, not encrypted. */
    public byte[] toFile() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", KIND);
        fields.put("version", 1);
        fields.put("private", Ed25519.text(privateKey.getEncoded()));
        fields.put("public", Ed25519.text(publicKey.getEncoded()));
        fields.put("seal", seal.text());
        fields.put("from", from);
        return JsonText.write(fields);
    }

    /**
     * Returns the file that {@link #parse} reads, encrypted.
     *
     * @param passphrase what to encrypt it with, at least 12 characters
     * @param random salt and nonce
     * @throws IllegalArgumentException when the passphrase is shorter
     */
    public byte[] toFile(char[] passphrase, SecureRandom random) {
        if (passphrase.length < 12) {
            throw new IllegalArgumentException("the passphrase has fewer than 12 characters");
        }
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[SealKey.NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] plain = toFile();
        try {
            SecretKey key = derive(passphrase, salt, ITERATIONS);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("kind", ENCRYPTED);
            fields.put("version", 1);
            fields.put("iterations", ITERATIONS);
            fields.put("salt", Ed25519.text(salt));
            fields.put("nonce", Ed25519.text(nonce));
            fields.put(
                    "data",
                    Ed25519.text(SealKey.cipher(Cipher.ENCRYPT_MODE, key, nonce, salt)
                            .doFinal(plain)));
            return JsonText.write(fields);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 and AES-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Returns the key's id. */
    public KeyId id() {
        return id;
    }

    /** Returns what verifiers need to know of this key. */
    public TrustAnchor anchor() {
        return new TrustAnchor(publicKey, seal, from, null);
    }

    byte[] sign(byte[]... parts) {
        return Ed25519.sign(privateKey, parts);
    }

    SealKey seal() {
        return seal;
    }

    /** Names the key, not its bytes. */
    @Override
    public String toString() {
        return "IssuerKey[" + id + "]";
    }
}
