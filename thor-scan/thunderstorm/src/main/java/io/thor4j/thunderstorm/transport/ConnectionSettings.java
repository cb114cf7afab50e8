package io.thor4j.thunderstorm.transport;

import io.thor4j.core.MalformedInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects: whom it trusts, its own certificate, proxy, bearer token and time limits. By default certificates are checked
 * against those that Java trusts, there is no proxy and no token. Immutable, may be shared by threads.
 */
public final class ConnectionSettings {
    private final SSLContext tls;
    private final boolean insecure;
    private final @Nullable Proxy proxy;
    private final @Nullable String token;
    private final Duration connectTimeout;
    private final Duration silence;
    private final Duration deadline;

    /**
     * A proxy for plain HTTP and for tunnels.
     *
     * @param host its host
     * @param port its port
     * @param user its user, null when it wants none
     * @param password the user's password, null when it wants none
     */
    record Proxy(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private ConnectionSettings(Builder builder) {
        insecure = builder.insecure;
        tls = TlsSetup.context(builder.authorities, insecure, builder.keys);
        proxy = builder.proxy;
        token = builder.token;
        connectTimeout = builder.connectTimeout;
        silence = builder.silence;
        deadline = builder.deadline;
    }

    /** Starts settings with 10 seconds to connect, 5 minutes of silence and one hour for a call. */
    public static Builder builder() {
        return new Builder();
    }

    SSLContext tls() {
        return tls;
    }

    boolean insecure() {
        return insecure;
    }

    @Nullable
    Proxy proxy() {
        return proxy;
    }

    @Nullable
    String token() {
        return token;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration silence() {
        return silence;
    }

    Duration deadline() {
        return deadline;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ConnectionSettings[insecure=" + insecure + ", proxy=" + proxy + ", token="
                + (token == null ? "none" : "***") + "]";
    }

    /** Collects settings. For one thread. */
    public static final class Builder {
        private final List<byte[]> authorities = new ArrayList<>();
        private KeyManager @Nullable [] keys;
        private boolean insecure;
        private @Nullable Proxy proxy;
        private @Nullable String token;
        private Duration connectTimeout = Duration.ofSeconds(10);
        // What the newer collectors of the vendor wait for (thunderstorm.md section 5).
        private Duration silence = Duration.ofMinutes(5);
        private Duration deadline = Duration.ofHours(1);

        private Builder() {}

        /**
         * Trusts authorities beside those that Java trusts. May be called again.
         *
         * @param certificates certificates in PEM or DER
         * @return this
         * @throws MalformedInputException when there is no certificate in it
         */
        public Builder authorities(byte[] certificates) {
            TlsSetup.certificates(certificates, "CA file");
            authorities.add(certificates.clone());
            return this;
        }

        /**
         * Shows a certificate to servers that ask for one.
         *
         * @param certificates the certificate and those between it and its authority, PEM
         * @param privateKey its key, PKCS#8 in PEM without a password
         * @return this
         * @throws MalformedInputException when they are none, or do not go together
         */
        public Builder clientCertificate(byte[] certificates, byte[] privateKey) {
            keys = TlsSetup.clientKey(certificates, privateKey);
            return this;
        }

        /**
         * Trusts every certificate: who sits between can read and change everything.
         *
         * @param value whether
         * @return this
         */
        public Builder insecure(boolean value) {
            insecure = value;
            return this;
        }

        /**
         * Goes through a proxy.
         *
         * @param address {@code host:port} or {@code http://user:password@host:port}; null or empty for none
         * @return this
         * @throws IllegalArgumentException when it is no such address; the message does not show it
         */
        public Builder proxy(@Nullable String address) {
            proxy = address == null || address.isBlank() ? null : parseProxy(address.strip());
            return this;
        }

        /**
         * Sends {@code Authorization: Bearer}.
         *
         * @param value the token, null for none
         * @return this
         * @throws IllegalArgumentException when it cannot stand in a header
         */
        public Builder bearerToken(@Nullable String value) {
            if (value != null && (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c >= 0x7f))) {
                throw new IllegalArgumentException("a token is empty, or has blanks or characters outside ASCII");
            }
            token = value;
            return this;
        }

        /**
         * Sets the time limits.
         *
         * @param connect for a connection
         * @param quiet for silence on a connection, which is also how long a sample may be scanned
         * @param whole for a call and its whole answer
         * @return this
         */
        public Builder timeouts(Duration connect, Duration quiet, Duration whole) {
            connectTimeout = Objects.requireNonNull(connect, "connect");
            silence = Objects.requireNonNull(quiet, "quiet");
            deadline = Objects.requireNonNull(whole, "whole");
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws MalformedInputException when a certificate cannot be used
         */
        public ConnectionSettings build() {
            return new ConnectionSettings(this);
        }

        private static Proxy parseProxy(String address) {
            try {
                URI uri = new URI(address.contains("://") ? address : "http://" + address);
                if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                    int port = uri.getPort() < 0 ? 80 : uri.getPort();
                    String info = uri.getRawUserInfo();
                    if (info == null || info.isEmpty()) {
                        return new Proxy(uri.getHost(), port, null, null);
                    }
                    int colon = info.indexOf(':');
                    return new Proxy(
                            uri.getHost(),
                            port,
                            decode(colon < 0 ? info : info.substring(0, colon)),
                            colon < 0 ? "" : decode(info.substring(colon + 1)));
                }
            } catch (URISyntaxException e) {
                throw badProxy();
            }
            throw badProxy();
        }

        /* Without a cause, whose message shows the password. */
        private static IllegalArgumentException badProxy() {
            return new IllegalArgumentException(
                    "the proxy is not host:port or http://user:password@host:port (special characters are written as in URLs)");
        }

        private static String decode(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}
