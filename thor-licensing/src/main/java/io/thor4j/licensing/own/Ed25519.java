package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures of the JDK. Threads may share it. */
final class Ed25519 {
    static final int SIGNATURE_BYTES = 64;
    private static final String NAME = "Ed25519";

    private Ed25519() {}

    static PublicKey publicKey(byte[] encoded, String place) {
        try {
            return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | ProviderException e) {
            throw new MalformedInputException("'public' is not an Ed25519 key", place, null, e);
        }
    }

    static PrivateKey privateKey(byte[] encoded, String place) {
        try {
            return KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | ProviderException e) {
            // Without the cause, whose message may show the key.
            throw new MalformedInputException("'private' is not an Ed25519 key", place, null, null);
        }
    }

    static byte[] sign(PrivateKey key, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    static boolean verifies(PublicKey key, byte[] bytes, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(key);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.verify(bytes);
        } catch (GeneralSecurityException | ProviderException e) {
            return false;
        }
    }

    static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
