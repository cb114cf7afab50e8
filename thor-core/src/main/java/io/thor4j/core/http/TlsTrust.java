package io.thor4j.core.http;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
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

    private final TrustManager @Nullable [] managers;
    private final boolean checksName;

    private TlsTrust(TrustManager @Nullable [] managers, boolean checksName) {
        this.managers = managers;
        this.checksName = checksName;
    }

    /** Returns what Java trusts. */
    public static TlsTrust system() {
        return new TlsTrust(null, true);
    }

    /**
     * Trusts authorities beside those that Java trusts, or instead of them.
     *
     * @param files certificates in PEM or DER
     * @param systemToo whether those that Java trusts stay trusted
     * @return the trust
     * @throws MalformedInputException when there is no certificate in it
     */
    public static TlsTrust authorities(List<byte[]> files, boolean systemToo) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (byte[] file : files) {
                for (Certificate certificate : certificates(file, "CA file")) {
                    store.setCertificateEntry("given-" + store.size(), certificate);
                }
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
            return new TlsTrust(managers(store), true);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates of this Java cannot be read", e);
        }
    }

    /**
     * Reads a file of certificates.
     *
     * @param file PEM or DER
     * @param place what the file is, for the message
     * @return the certificates in their order, at least one
     * @throws MalformedInputException when there is no certificate in it
     */
    public static List<Certificate> certificates(byte[] file, String place) {
        try {
            List<Certificate> all = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file)));
            if (all.isEmpty()) {
                throw new MalformedInputException("no certificate", place, "it has to be PEM or DER", null);
            }
            return all;
        } catch (CertificateException e) {
            throw new MalformedInputException("not a certificate", place, "it has to be PEM or DER", e);
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
                return new TlsTrust(new TrustManager[] {new Pinned(pin)}, false);
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
        return new TlsTrust(new TrustManager[] {new Pinned(null)}, false);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    SSLContext context(KeyManager @Nullable [] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
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
