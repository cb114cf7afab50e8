package io.thor4j.thunderstorm.transport;

import io.thor4j.core.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS context of a client. Stateless. */
final class TlsSetup {
    private TlsSetup() {}

    static SSLContext context(List<byte[]> authorities, boolean insecure, KeyManager @Nullable [] keys) {
        try {
            TrustManager[] trust = null;
            if (insecure) {
                trust = new TrustManager[] {new TrustsAll()};
            } else if (!authorities.isEmpty()) {
                trust = managers(store(authorities));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (CertificateException e) {
            throw new MalformedInputException("not a certificate", "CA file", "it has to be PEM or DER", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates of this Java cannot be read", e);
        }
    }

    /* The given authorities beside those that Java trusts, as Go's collector does. */
    private static KeyStore store(List<byte[]> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (byte[] file : authorities) {
            for (Certificate certificate : certificates(file, "CA file")) {
                store.setCertificateEntry("given-" + store.size(), certificate);
            }
        }
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager system) {
                for (X509Certificate certificate : system.getAcceptedIssuers()) {
                    store.setCertificateEntry("system-" + store.size(), certificate);
                }
            }
        }
        return store;
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    static Collection<? extends Certificate> certificates(byte[] file, String place) {
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file));
            if (all.isEmpty()) {
                throw new MalformedInputException("no certificate", place, "it has to be PEM or DER", null);
            }
            return all;
        } catch (CertificateException e) {
            throw new MalformedInputException("not a certificate", place, "it has to be PEM or DER", e);
        }
    }

    /** Makes what shows the client's own certificate; the key has to be PKCS#8 and not encrypted. */
    static KeyManager[] clientKey(byte[] certificateFile, byte[] keyFile) {
        Certificate[] chain =
                certificates(certificateFile, "client certificate").toArray(Certificate[]::new);
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

    /** Accepts whatever a server shows. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
