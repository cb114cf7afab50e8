package io.thor4j.yara.module.pe;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/** The cryptography of signatures, by the JDK's providers. What they do not support counts as not verified. */
final class SignatureCheck {
    private SignatureCheck() {}

    /**
     * Computes a digest.
     *
     * @param longName OpenSSL's long name
     * @return null when it is not supported
     */
    static byte @Nullable [] digest(@Nullable String longName, byte[] data) {
        MessageDigest digest = digest(longName);
        return digest == null ? null : digest.digest(data);
    }

    /** Returns a digest by OpenSSL's long name, null when it is not supported. */
    static @Nullable MessageDigest digest(@Nullable String longName) {
        String name = longName == null ? null : ObjectIds.digest(longName);
        try {
            return name == null ? null : MessageDigest.getInstance(name);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /**
     * Tells whether the first signer's signature is good: the digest of the content stands in the signed attributes, and the certificate's
     * key signed these. Neither the certificate's validity nor its issuers are looked at, as in libyara.
     */
    static boolean verify(SignedData data, X509 certificate) throws DerException {
        SignerInfo signer = data.signers().get(0);
        DerValue stated = signer.signedAttribute(ObjectIds.MESSAGE_DIGEST);
        byte[] signed = signer.signedBytes();
        if (stated == null || signed == null || !data.digests().contains(signer.digest())) {
            return false;
        }
        byte[] actual = digest(ObjectIds.algorithm(signer.digest()), data.digestedContent());
        return actual != null
                && Arrays.equals(actual, stated.contents())
                && verify(certificate, signer.digest(), signed, signer.signature());
    }

    private static boolean verify(X509 certificate, String digestId, byte[] data, byte[] signature) {
        String digest = ObjectIds.digest(ObjectIds.algorithm(digestId));
        String keyAlgorithm = ObjectIds.key(certificate.keyAlgorithm());
        if (digest == null || keyAlgorithm == null) {
            return false;
        }
        String digestPart = digest.startsWith("SHA-") ? digest.replace("-", "") : digest;
        String keyPart = keyAlgorithm.equals("EC") ? "ECDSA" : keyAlgorithm;
        try {
            Signature check = Signature.getInstance(digestPart + "with" + keyPart);
            check.initVerify(publicKey(certificate, keyAlgorithm));
            check.update(data);
            return check.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers also throw unchecked exceptions on keys and signatures that make no sense.
            return false;
        }
    }

    /**
     * Opens an RSA signature: what was signed, a digest or a DigestInfo.
     *
     * @return null when it is not a PKCS #1 signature by that key
     */
    static byte @Nullable [] recover(X509 certificate, byte[] signature) {
        String keyAlgorithm = ObjectIds.key(certificate.keyAlgorithm());
        if (keyAlgorithm == null || !keyAlgorithm.equals("RSA")) {
            return null;
        }
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.DECRYPT_MODE, publicKey(certificate, keyAlgorithm));
            return cipher.doFinal(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    private static PublicKey publicKey(X509 certificate, String algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(certificate.publicKey()));
    }
}
