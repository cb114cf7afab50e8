package io.thor4j.threatintel.http;

import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The transport on Apache HttpClient 5. Threads may share it. */
public final class ApacheTransport implements HttpTransport {
    private static final int HEADERS = 200;
    private static final int HEADER_BYTES = 16 << 10;

    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "thor-intel-deadline");
        thread.setDaemon(true);
        return thread;
    });
    private final CloseableHttpClient client;
    private final Duration deadline;

    private ApacheTransport(Builder builder) {
        deadline = builder.deadline;
        Http1Config http = Http1Config.custom()
                .setMaxHeaderCount(HEADERS)
                .setMaxLineLength(HEADER_BYTES)
                .build();
        Timeout connect = Timeout.of(builder.connectTimeout);
        Timeout silence = Timeout.of(builder.silence);
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> {
                    SilentConnection connection = new SilentConnection(http);
                    if (socket != null) {
                        connection.bind(socket);
                    }
                    return connection;
                })
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(silence)
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(silence).build());
        SSLContext trust = builder.trust;
        if (trust != null) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(trust));
        }
        client = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(silence)
                        .setConnectionRequestTimeout(connect)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setRoutePlanner(new ProxyRoutes(builder.proxies))
                .setDefaultCredentialsProvider(new ProxyLogins(builder.proxies))
                .setUserAgent("thor")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    /** Starts a transport with system trust, no proxy, 10 seconds to connect, 60 of silence and 10 minutes for a call. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public <T> T exchange(HttpCall call, AnswerReader<T> reader) {
        AtomicBoolean late = new AtomicBoolean();
        HttpUriRequestBase request = new HttpUriRequestBase("GET", call.uri());
        call.headers().forEach(request::addHeader);
        String body = call.body();
        if (body != null) {
            request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        }
        ScheduledFuture<?> timer = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> {
                HttpEntity entity = response.getEntity();
                InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
                boolean whole = false;
                try {
                    T value = reader.read(new Answer(
                            response.getCode(),
                            entity == null ? 0 : entity.getContentLength(),
                            header(response, "Retry-After"),
                            Retry.date(header(response, "Date")),
                            name -> header(response, name),
                            in));
                    whole = in.read() < 0;
                    return value;
                } finally {
                    // Otherwise the client would read the rest of an answer that was given up, even one without end.
                    if (!whole) {
                        request.cancel();
                    }
                }
            });
        } catch (IOException e) {
            throw late.get()
                    ? new RemoteException.Unreachable(
                            call.server(), "no whole answer within " + deadline.toSeconds() + " seconds", null)
                    : new RemoteException.Unreachable(call.server(), reason(e), e);
        } finally {
            timer.cancel(false);
        }
    }

    private static @Nullable String header(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "the server's certificate is not trusted";
            }
        }
        if (e instanceof UnknownHostException) {
            return "its name, or the proxy's, is not known";
        } else if (e instanceof SocketTimeoutException || e instanceof InterruptedIOException) {
            return "no answer in time";
        } else if (e instanceof SSLException) {
            return "no TLS connection could be made";
        } else if (e instanceof ConnectException) {
            return "no connection";
        }
        return "the connection broke off";
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.GRACEFUL);
    }

    /** Sends each request by its proxy. */
    private static final class ProxyRoutes extends DefaultRoutePlanner {
        private final ProxySettings proxies;

        ProxyRoutes(ProxySettings proxies) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxies = proxies;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            ProxySettings.Proxy proxy = proxies.proxyFor(target.getSchemeName(), target.getHostName());
            return proxy == null ? null : new HttpHost("http", proxy.host(), proxy.port());
        }
    }

    /** Logs in at proxies, and nowhere else. */
    private record ProxyLogins(ProxySettings proxies) implements CredentialsProvider {
        @Override
        public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
            Credentials login = loginAt(proxies.http(), scope);
            return login == null ? loginAt(proxies.https(), scope) : login;
        }

        private static @Nullable Credentials loginAt(ProxySettings.@Nullable Proxy proxy, AuthScope scope) {
            if (proxy == null
                    || proxy.user() == null
                    || !proxy.host().equalsIgnoreCase(scope.getHost())
                    || proxy.port() != scope.getPort()) {
                return null;
            }
            Secret password = proxy.password();
            return new UsernamePasswordCredentials(
                    proxy.user(),
                    password == null ? new char[0] : password.reveal().toCharArray());
        }
    }

    /** Builds a transport. Used by one thread. */
    public static final class Builder {
        private @Nullable SSLContext trust;
        private ProxySettings proxies = ProxySettings.NONE;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration silence = Duration.ofSeconds(60);
        private Duration deadline = Duration.ofMinutes(10);

        private Builder() {}

        /**
         * Sets which certificates are accepted; the names in them are checked always.
         *
         * @param value the context
         * @return this
         */
        public Builder trust(SSLContext value) {
            trust = Objects.requireNonNull(value, "trust");
            return this;
        }

        /**
         * Sets the proxies.
         *
         * @param value the proxies
         * @return this
         */
        public Builder proxies(ProxySettings value) {
            proxies = Objects.requireNonNull(value, "proxies");
            return this;
        }

        /**
         * Sets the time limits.
         *
         * @param connect for a connection
         * @param quiet for silence on a connection
         * @param whole for a call and its whole answer
         * @return this
         */
        public Builder timeouts(Duration connect, Duration quiet, Duration whole) {
            connectTimeout = Objects.requireNonNull(connect, "connect");
            silence = Objects.requireNonNull(quiet, "quiet");
            deadline = Objects.requireNonNull(whole, "whole");
            return this;
        }

        /** Returns the transport. */
        public ApacheTransport build() {
            return new ApacheTransport(this);
        }
    }
}
