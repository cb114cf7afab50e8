package io.thor4j.licensing.client;

import io.thor4j.core.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates a client accepts. ASGARD comes with a self-signed one: name it with {@link #pin}, or its authority with
 * {@link #authorities}. Immutable, may be shared by threads.
 */
public final class TlsTrust {
    private static final int SHA256_BYTES = 32;

    private final SSLContext context;
    private final boolean checksName;

    private TlsTrust(SSLContext context, boolean checksName) {
        this.context = context;
        this.checksName = checksName;
    }

    /** Returns what Java trusts. */
    public static TlsTrust system() {
        return new TlsTrust(context(null), true);
    }

    /**
     * Trusts authorities beside those that Java trusts, or instead of them.
     *
     * @param certificates certificates in PEM or DER
     * @param systemToo whether those that Java trusts stay trusted
     * @return the trust
     * @throws MalformedInputException when there is no certificate in it
     */
    public static TlsTrust authorities(byte[] certificates, boolean systemToo) {
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates));
            if (all.isEmpty()) {
                throw new MalformedInputException("no certificate", "CA file", "it has to be PEM or DER", null);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : all) {
                store.setCertificateEntry("given-" + store.size(), certificate);
            }
            if (systemToo) {
                for (TrustManager manager : managers(null)) {
                    if (manager instanceof X509TrustManager system) {
                        for (X509Certificate certificate : system.getAcceptedIssuers()) {
                            store.setCertificateEntry("system-" + store.size(), certificate);
                        }
                    }
                }
            }
            return new TlsTrust(context(managers(store)), true);
        } catch (CertificateException e) {
            throw new MalformedInputException("not a certificate", "CA file", "it has to be PEM or DER", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates of this Java cannot be read", e);
        }
    }

    /**
     * Trusts one server's certificate, whoever signed it and whatever names are in it.
     *
     * @param sha256 SHA-256 of the certificate in hex, with colons or without; {@code openssl x509 -noout -fingerprint -sha256} prints it
     * @return the trust
     * @throws MalformedInputException when it is no SHA-256
     */
    public static TlsTrust pin(String sha256) {
        try {
            String hex = sha256.replace(":", "").strip().toLowerCase(Locale.ROOT);
            byte[] pin = HexFormat.of().parseHex(hex);
            if (pin.length == SHA256_BYTES) {
                return new TlsTrust(context(new TrustManager[] {new Pinned(pin)}), false);
            }
        } catch (IllegalArgumentException e) {
            throw noPin(e);
        }
        throw noPin(null);
    }

    private static MalformedInputException noPin(@Nullable Throwable cause) {
        return new MalformedInputException("not the SHA-256 of a certificate", "pin", "it has 64 hex digits", cause);
    }

    /** Trusts every certificate: who sits between can read and change everything. Only for tests, and for who was asked. */
    public static TlsTrust insecure() {
        return new TlsTrust(context(new TrustManager[] {new Pinned(null)}), false);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static SSLContext context(TrustManager @Nullable [] managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    SSLContext context() {
        return context;
    }

    boolean checksName() {
        return checksName;
    }

    /** Accepts the certificate with one SHA-256, or every one. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final byte @Nullable [] pin;

        Pinned(byte @Nullable [] pin) {
            this.pin = pin;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (pin == null) {
                return;
            }
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!MessageDigest.isEqual(hash, pin)) {
                    throw new CertificateException("the server's certificate has the SHA-256 "
                            + HexFormat.of().formatHex(hash) + ", not the pinned one");
                }
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

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
