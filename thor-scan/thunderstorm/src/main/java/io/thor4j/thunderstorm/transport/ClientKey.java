package io.thor4j.thunderstorm.transport;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.http.TlsTrust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What a client shows servers that ask for its certificate. Stateless. */
final class ClientKey {
    private ClientKey() {}

    /** Makes what shows the client's own certificate; the key has to be PKCS#8 and not encrypted. */
    static KeyManager[] read(byte[] certificateFile, byte[] keyFile) {
        Certificate[] chain =
                TlsTrust.certificates(certificateFile, "client certificate").toArray(Certificate[]::new);
        PrivateKey key = privateKey(keyFile, chain[0].getPublicKey().getAlgorithm());
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        char[] password = HexFormat.of().formatHex(random).toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, password, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new MalformedInputException("key and certificate do not go together", "client certificate", null, e);
        }
    }

    private static PrivateKey privateKey(byte[] file, String algorithm) {
        for (PemFile.Block block : PemFile.read(file, "client key")) {
            if (block.label().equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
                } catch (GeneralSecurityException e) {
                    // Without the cause, whose message may show the key.
                    throw new MalformedInputException(
                            "not a private key of the certificate's kind, " + algorithm, "client key", null, null);
                }
            }
        }
        throw new MalformedInputException(
                "no private key in it",
                "client key",
                "it has to be PKCS#8 without a password: openssl pkcs8 -topk8 -nocrypt",
                null);
    }
}
