package io.thor4j.licensing.service;

import io.thor4j.core.ThorException;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The licence service over HTTP or HTTPS. Threads may share it. It answers (thor-scanner.md section 1.5):
 *
 * <ul>
 *   <li>{@code POST /api/v0/licensing/issue?token=TOKEN} with a form {@code type=server&hostnames=A&hostnames=B}: a ZIP with a
 *       {@code <hostname>.lic} for each host, or for none.
 *   <li>{@code GET /api/v0/licensing/download-all?token=TOKEN}: a ZIP with all licences, named by the hosts' hashes.
 *   <li>{@code POST /api/public/contracts/issue/CONTRACT/TYPE/HASH?download=1} with the key in {@code Authorization}: a licence. Without
 *       {@code download=1}, JSON with its number, contract and last day.
 * </ul>
 *
 * Every error is a text {@code Error: HTTP-<status>}: 400 bad request, 401 API key, 403 download token, 404 no such contract, 405 method,
 * 409 no licence left, 413 too large, 503 no store. Jetty's loggers show whole requests at debug level; keep {@code org.eclipse.jetty} at
 * info where tokens must not be logged.
 */
public final class LicenseServer implements AutoCloseable {
    /** An ASGARD's port. */
    public static final int PORT = 8443;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int THREADS = 64;
    private static final int REQUEST_HEADER_BYTES = 8 << 10;

    private final Server server;
    private final ServerConnector connector;
    private final boolean tls;

    private LicenseServer(Builder builder) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("thor-license");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        KeyStore keys = builder.keys;
        tls = keys != null;
        ConnectionFactory plain = new HttpConnectionFactory(http);
        if (keys != null) {
            // Clients reach a licence server by whatever name or address it has; what they trust is for them to check.
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server context = new SslContextFactory.Server();
            context.setKeyStore(keys);
            context.setKeyStorePassword(new String(builder.password));
            connector = new ServerConnector(
                    server, new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()), plain);
        } else {
            connector = new ServerConnector(server, plain);
        }
        connector.setHost(builder.host);
        connector.setPort(builder.port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new LicenseHandler(builder.service)));
        server.setStopTimeout(GRACE.toMillis());
        server.setErrorHandler(new ErrorTextHandler());
    }

    /**
     * Starts a server's settings.
     *
     * @param service what it offers
     */
    public static Builder builder(LicenseService service) {
        return new Builder(service);
    }

    private LicenseServer begin() {
        try {
            server.start();
            return this;
        } catch (Exception e) {
            close();
            throw new ServerStartException(e);
        }
    }

    /** Returns where it listens. */
    public URI address() {
        String host = connector.getHost() == null ? "localhost" : connector.getHost();
        String text = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create((tls ? "https://" : "http://") + text + ":" + connector.getLocalPort());
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Ends it: requests that have begun are answered, for ten seconds at most. Further calls do nothing. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new ServerStartException(e);
        }
    }

    /** The server could not be started or ended: the port is taken, the certificate is not usable. */
    private static final class ServerStartException extends ThorException {
        private static final long serialVersionUID = 1L;

        ServerStartException(Exception cause) {
            super(
                    "the licence server could not be started or ended: " + cause.getMessage(),
                    null,
                    "check the address, the port and the certificate",
                    cause);
        }
    }

    /** Collects what a server needs. For one thread. */
    public static final class Builder {
        private final LicenseService service;
        private String host = "127.0.0.1";
        private int port = PORT;
        private @Nullable KeyStore keys;
        private char[] password = new char[0];

        private Builder(LicenseService service) {
            this.service = Objects.requireNonNull(service, "service");
        }

        /**
         * Sets where it listens, {@code 127.0.0.1} and {@link #PORT} by default.
         *
         * @param address the address of an interface, {@code 0.0.0.0} for all
         * @param number the port, 0 for any that is free
         * @return this
         */
        public Builder listen(String address, int number) {
            host = Objects.requireNonNull(address, "address");
            port = number;
            return this;
        }

        /**
         * Answers over TLS.
         *
         * @param store the private key and its certificates
         * @param secret the store's password
         * @return this
         */
        public Builder tls(KeyStore store, char[] secret) {
            keys = Objects.requireNonNull(store, "store");
            password = Arrays.copyOf(secret, secret.length);
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         * @throws ThorException when it cannot be started
         */
        public LicenseServer start() {
            return new LicenseServer(this).begin();
        }
    }
}
