package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts the streams of one 7z archive: AES-256 in CBC mode, its key a SHA-256 over salt, password and a counter, many times (method
 * 06F10701). For one thread.
 */
final class SevenZipKeys {
    /** Rounds of one archive, over all passwords; ours: 16 passwords at the 2^19 that 7-Zip asks for, about four seconds. */
    private static final long MAX_ROUNDS = 16L << 19;

    private static final int NO_HASH = 0x3F;
    private static final int BLOCK = 16;

    private final Map<String, byte[]> known = new HashMap<>();
    private long rounds;

    /**
     * Decrypts a stream.
     *
     * @param properties of the coder: cycles and flags, sizes, salt, initialisation vector
     */
    InputStream open(InputStream packed, Bytes properties, String password) throws IOException {
        int first = properties.u8(0);
        int second = (first & 0xC0) == 0 ? 0 : properties.u8(1);
        int saltSize = (first >> 7 & 1) + (second >> 4);
        int ivSize = (first >> 6 & 1) + (second & 15);
        byte[] salt = properties.slice(2, saltSize).copy();
        byte[] iv = new byte[BLOCK];
        properties.slice(2L + saltSize, ivSize).copyTo(0, iv, 0, ivSize);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            byte[] key = key(password, salt, first & 0x3F);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return new CipherInputStream(packed, cipher);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot decrypt", e);
        }
    }

    private byte[] key(String password, byte[] salt, int power) throws IOException, GeneralSecurityException {
        String name = power + " " + HexFormat.of().formatHex(salt) + " " + password;
        byte[] key = known.get(name);
        if (key == null) {
            key = derive(password.getBytes(StandardCharsets.UTF_16LE), salt, power);
            known.put(name, key);
        }
        return key;
    }

    private byte[] derive(byte[] password, byte[] salt, int power) throws IOException, GeneralSecurityException {
        if (power == NO_HASH) {
            byte[] key = new byte[32];
            System.arraycopy(salt, 0, key, 0, salt.length);
            System.arraycopy(password, 0, key, salt.length, Math.min(password.length, key.length - salt.length));
            return key;
        }
        long count = 1L << Math.min(power, 62);
        if (count > MAX_ROUNDS - rounds) {
            throw new ShortfallException(Shortfall.ENCRYPTED);
        }
        rounds += count;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] round = new byte[salt.length + password.length + 8];
        System.arraycopy(salt, 0, round, 0, salt.length);
        System.arraycopy(password, 0, round, salt.length, password.length);
        int counter = salt.length + password.length;
        for (long i = 0; i < count; i++) {
            digest.update(round);
            for (int at = counter; at < round.length; at++) {
                round[at]++;
                if (round[at] != 0) {
                    break;
                }
            }
        }
        return digest.digest();
    }
}
