package io.thor4j.thunderstorm.server;

import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sets Jetty up: HTTP/1.0, 1.1 and 2, as lenient with targets as real clients need it (thunderstorm.md section 4, rules 1 and 2). */
final class HttpServer {
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Nothing blocks these threads for long: they read what has come and write what is there. */
    private static final int THREADS = 48;

    /** The target may hold a source of any length that is usual in names, and tokens. */
    private static final int REQUEST_HEADER_BYTES = 16 << 10;

    private static final int BACKLOG = 1_024;

    /** When there are as many connections as there may be, those without a request have to go soon. */
    private static final Duration CROWDED_IDLE = Duration.ofSeconds(5);

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionWatch connections;

    HttpServer(ThunderstormBuilder builder) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("thor-thunderstorm");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHttpCompliance(HttpCompliance.LEGACY.with(
                "thunderstorm",
                HttpCompliance.Violation.MISMATCHED_AUTHORITY,
                HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        connector = new ServerConnector(server, factories(builder, http));
        connector.setHost(builder.host);
        connector.setPort(builder.port);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        connections = new ConnectionWatch(builder.headTime.toNanos(), builder.nanoClock);
        connector.addBean(connections);
        server.addConnector(connector);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(builder.connections, connector);
        limit.setEndPointIdleTimeout(CROWDED_IDLE.toMillis());
        server.addBean(limit);
        server.setStopTimeout(builder.grace.toMillis());
        server.setErrorHandler(new AnswerErrors());
    }

    private static ConnectionFactory[] factories(ThunderstormBuilder builder, HttpConfiguration http) {
        List<ConnectionFactory> factories = new ArrayList<>();
        KeyStore keys = builder.keys;
        if (keys == null) {
            factories.add(new HttpConnectionFactory(http));
            factories.add(new HTTP2CServerConnectionFactory(http));
            return factories.toArray(new ConnectionFactory[0]);
        }
        // Clients reach the service by whatever name or address it has; what they trust is for them to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(keys);
        context.setKeyStorePassword(new String(builder.password));
        KeyStore authority = builder.clientAuthority;
        if (authority != null) {
            context.setTrustStore(authority);
            // A token does as well, where there are any.
            context.setWantClientAuth(true);
            context.setNeedClientAuth(builder.clients.isEmpty());
        }
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        factories.add(new SslConnectionFactory(context, alpn.getProtocol()));
        factories.add(alpn);
        factories.add(new HTTP2ServerConnectionFactory(http));
        factories.add(new HttpConnectionFactory(http));
        return factories.toArray(new ConnectionFactory[0]);
    }

    Server server() {
        return server;
    }

    ServerConnector connector() {
        return connector;
    }

    ConnectionWatch connections() {
        return connections;
    }
}
