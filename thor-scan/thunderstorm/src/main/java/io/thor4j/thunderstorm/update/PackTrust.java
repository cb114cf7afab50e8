package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import io.thor4j.thunderstorm.transport.PemFile;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/** The public keys whose packs are taken: more than one while a key is replaced by another. Immutable, may be shared by threads. */
public final class PackTrust {
    private final List<PublicKey> keys;

    private PackTrust(List<PublicKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads key files.
     *
     * @param files each PEM, with one {@code PUBLIC KEY} or more
     * @throws MalformedInputException when there is another kind of key in them, or none
     */
    public static PackTrust parse(List<byte[]> files) {
        List<PublicKey> keys = new ArrayList<>();
        for (byte[] file : files) {
            for (PemFile.Block block : PemFile.read(file, "public key")) {
                if (!block.label().equals("PUBLIC KEY")) {
                    throw new MalformedInputException("not a public key", "public key", null, null);
                }
                try {
                    keys.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(block.bytes())));
                } catch (GeneralSecurityException | ProviderException e) {
                    throw new MalformedInputException("not an Ed25519 key", "public key", null, e);
                }
            }
        }
        if (keys.isEmpty()) {
            throw new MalformedInputException("no key", "public key", "updates need one at least", null);
        }
        return new PackTrust(List.copyOf(keys));
    }

    boolean verifies(byte[] content, byte[] signature) {
        return keys.stream().anyMatch(key -> verifies(key, content, signature));
    }

    private static boolean verifies(PublicKey key, byte[] content, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(bytes);
        } catch (GeneralSecurityException | ProviderException e) {
            return false;
        }
    }
}
