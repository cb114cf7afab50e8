package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import io.thor4j.thunderstorm.transport.PemFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;

/** The key that packs are signed with. Immutable, may be shared by threads. */
public final class PackKey {
    private static final String PLACE = "pack key";
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    /** The name that the JDK has for PBES2 (RFC 8018) with PBKDF2-HMAC-SHA256 and AES-256-CBC. */
    private static final String PBES2 = "PBEWithHmacSHA256AndAES_256";

    /** What OWASP's Password Storage Cheat Sheet asks for with HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;

    /* Tags of DER (X.690). */
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int NULL = 0x05;
    private static final int OBJECT_ID = 0x06;
    private static final int SEQUENCE = 0x30;

    private static final int SHORTEST_PASSPHRASE = 12;

    private final PrivateKey key;

    private PackKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * A new key and what verifiers need of it.
     *
     * @param key the key
     * @param publicPem the file for {@link PackTrust}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one place to another
    public record Pair(PackKey key, byte[] publicPem) {}

    /**
     * Makes a new key.
     *
     * @param random where its bits come from
     */
    public static Pair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            KeyPair pair = generator.generateKeyPair();
            PublicKey publicKey = pair.getPublic();
            return new Pair(
                    new PackKey(pair.getPrivate()),
                    PemFile.write(new PemFile.Block("PUBLIC KEY", publicKey.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /**
     * Reads a key's file.
     *
     * @param pem the file
     * @param passphrase what it is encrypted with, null when it is not
     * @throws MalformedInputException when it is none, or the passphrase is wrong
     */
    public static PackKey parse(byte[] pem, char @Nullable [] passphrase) {
        for (PemFile.Block block : PemFile.read(pem, PLACE)) {
            if (block.label().equals(PLAIN)) {
                return new PackKey(key(new PKCS8EncodedKeySpec(block.bytes())));
            }
            if (block.label().equals(ENCRYPTED)) {
                if (passphrase == null) {
                    throw new MalformedInputException("the key is encrypted", PLACE, "give its passphrase", null);
                }
                return new PackKey(key(decrypt(block.bytes(), passphrase)));
            }
        }
        throw new MalformedInputException("no private key in it", PLACE, null, null);
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(encoded);
        } catch (GeneralSecurityException e) {
            // Without the cause, whose message may show the key.
            throw new MalformedInputException("not an Ed25519 key", PLACE, null, null);
        }
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] bytes, char[] passphrase) {
        PBEKeySpec secret = new PBEKeySpec(passphrase);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
            // For PBES2 the JDK only names the functions in it by the text of its parameters.
            String name = info.getAlgParameters() == null
                    ? info.getAlgName()
                    : info.getAlgParameters().toString();
            SecretKey key = SecretKeyFactory.getInstance(name).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new MalformedInputException("the passphrase is wrong, or the file is damaged", PLACE, null, null);
        } finally {
            secret.clearPassword();
        }
    }

    /** Returns the file that {@link #parse} reads, not encrypted. */
    public byte[] toPem() {
        return PemFile.write(new PemFile.Block(PLAIN, key.getEncoded()));
    }

    /**
     * Returns the file that {@link #parse} reads, encrypted.
     *
     * @param passphrase what to encrypt it with, at least 12 characters
     * @param random salt and start value
     * @throws IllegalArgumentException when the passphrase is shorter
     */
    public byte[] toPem(char[] passphrase, SecureRandom random) {
        if (passphrase.length < SHORTEST_PASSPHRASE) {
            throw new IllegalArgumentException("the passphrase has fewer than 12 characters");
        }
        byte[] salt = new byte[16];
        byte[] iv = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(iv);
        PBEKeySpec secret = new PBEKeySpec(passphrase);
        try {
            SecretKey derived = SecretKeyFactory.getInstance(PBES2).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(PBES2);
            cipher.init(Cipher.ENCRYPT_MODE, derived, new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(iv)));
            byte[] encrypted = cipher.doFinal(key.getEncoded());
            return PemFile.write(new PemFile.Block(ENCRYPTED, encryptedInfo(salt, iv, encrypted)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBES2 with AES", e);
        } finally {
            secret.clearPassword();
        }
    }

    /*
     * EncryptedPrivateKeyInfo of RFC 5208 section 6 with the parameters of RFC 8018 appendix A.4; Java 17 reads it, and cannot write it.
     */
    private static byte[] encryptedInfo(byte[] salt, byte[] iv, byte[] encrypted) {
        byte[] iterations = BigInteger.valueOf(ITERATIONS).toByteArray();
        byte[] hmac = der(SEQUENCE, oid("2a864886f70d0209"), der(NULL));
        byte[] derivation = der(SEQUENCE, der(OCTETS, salt), der(INTEGER, iterations), hmac);
        byte[] pbkdf2 = der(SEQUENCE, oid("2a864886f70d01050c"), derivation);
        byte[] aes = der(SEQUENCE, oid("60864801650304012a"), der(OCTETS, iv));
        byte[] pbes2 = der(SEQUENCE, oid("2a864886f70d01050d"), der(SEQUENCE, pbkdf2, aes));
        return der(SEQUENCE, pbes2, der(OCTETS, encrypted));
    }

    private static byte[] oid(String hex) {
        return der(OBJECT_ID, HexFormat.of().parseHex(hex));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (body.size() > 0x7f) {
            // All of these have fewer than 256 bytes.
            whole.write(0x81);
        }
        whole.write(body.size());
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
        return "PackKey";
    }
}
