package io.thor4j.thunderstorm.transport;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.HttpBody;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects: whom it trusts, its own certificate, proxy, bearer token and time limits. By default certificates are checked
 * against those that Java trusts, there is no proxy and no token. Immutable, may be shared by threads.
 */
public final class ConnectionSettings {
    private final TlsTrust trust;
    private final KeyManager @Nullable [] keys;
    private final ProxySettings proxies;
    private final @Nullable Secret token;
    private final Duration connectTimeout;
    private final Duration silence;
    private final Duration deadline;

    private ConnectionSettings(Builder builder) {
        trust = builder.insecure
                ? TlsTrust.insecure()
                : builder.authorities.isEmpty() ? TlsTrust.system() : TlsTrust.authorities(builder.authorities, true);
        keys = builder.keys;
        proxies = builder.proxies;
        token = builder.token;
        connectTimeout = builder.connectTimeout;
        silence = builder.silence;
        deadline = builder.deadline;
    }

    /** Starts settings with 10 seconds to connect, 5 minutes of silence and one hour for a call. */
    public static Builder builder() {
        return new Builder();
    }

    /** Opens a transport that connects like this; its user closes it. */
    public HttpTransport open() {
        return ApacheTransport.builder()
                .trust(trust)
                .keys(keys)
                .proxies(proxies)
                .timeouts(connectTimeout, silence, deadline)
                .build();
    }

    /**
     * Makes a request that carries the token.
     *
     * @param method {@code GET} or {@code POST}
     * @param uri where to
     * @param body what it carries, null for nothing
     * @return the request
     */
    public HttpCall call(String method, URI uri, @Nullable HttpBody body) {
        return new HttpCall(
                method, uri, Map.of(), Map.of(), token == null ? Map.of() : Map.of("Authorization", token), body);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ConnectionSettings[proxies=" + proxies + ", token=" + (token == null ? "none" : "***") + "]";
    }

    /** Collects settings. For one thread. */
    public static final class Builder {
        private final List<byte[]> authorities = new ArrayList<>();
        private KeyManager @Nullable [] keys;
        private boolean insecure;
        private ProxySettings proxies = ProxySettings.NONE;
        private @Nullable Secret token;
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
            TlsTrust.certificates(certificates, "CA file");
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
            keys = ClientKey.read(certificates, privateKey);
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
         * Goes through proxies.
         *
         * @param value which
         * @return this
         */
        public Builder proxies(ProxySettings value) {
            proxies = Objects.requireNonNull(value, "proxies");
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
            token = value == null ? null : Secret.of("Bearer " + value);
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
    }
}
