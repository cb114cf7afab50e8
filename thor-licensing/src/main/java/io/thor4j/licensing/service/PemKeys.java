package io.thor4j.licensing.service;

import io.thor4j.core.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads a server's certificate and private key from PEM, for {@link LicenseServer.Builder#tls}. */
public final class PemKeys {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemKeys() {}

    /**
     * Reads a certificate and its key.
     *
     * @param certificates the server's certificate first, then those between it and its authority
     * @param privateKey the key in PKCS#8, not encrypted
     * @param password the password of the result
     * @return both in a key store
     * @throws MalformedInputException when one of them is something else, or they do not belong together
     */
    public static KeyStore read(byte[] certificates, byte[] privateKey, char[] password) {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates))
                    .toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new MalformedInputException("no certificate", "certificate file", "it has to be PEM", null);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(privateKey, chain[0].getPublicKey().getAlgorithm()), password, chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            // Without the cause's text, which may show the key.
            throw new MalformedInputException(
                    "the certificate cannot be read, or the key is not its key",
                    "certificate file",
                    "both have to be PEM",
                    null);
        }
    }

    private static PrivateKey key(byte[] pem, String algorithm) throws GeneralSecurityException {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new MalformedInputException(
                    "no private key in PKCS#8",
                    "key file",
                    "openssl pkcs8 -topk8 -nodes -in key.pem -out key8.pem makes one",
                    null);
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("the private key is not base64", "key file", null, null);
        }
    }
}
