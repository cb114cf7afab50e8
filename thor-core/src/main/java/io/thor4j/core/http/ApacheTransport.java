package io.thor4j.core.http;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ConnectionException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
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
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The transport on Apache HttpClient 5. Threads may share it. */
public final class ApacheTransport implements HttpTransport {
    private static final int HEADERS = 200;
    private static final int HEADER_BYTES = 16 << 10;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int PROXY_LOGIN_WANTED = 407;

    private final SilentConnection.Placeholders placeholders = new SilentConnection.Placeholders();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "thor-http-deadline");
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
        SSLContext context = builder.trust.context(builder.keys);
        DefaultClientTlsStrategy tls = builder.trust.checksName()
                ? new DefaultClientTlsStrategy(context)
                : new DefaultClientTlsStrategy(
                        context, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
        Timeout connect = Timeout.of(builder.connectTimeout);
        Timeout silence = Timeout.of(builder.silence);
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(socket -> {
                            SilentConnection connection = new SilentConnection(http, placeholders);
                            if (socket != null) {
                                connection.bind(socket);
                            }
                            return connection;
                        })
                        .setTlsSocketStrategy(tls)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(silence).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(silence)
                        .setConnectionRequestTimeout(connect)
                        .setContentCompressionEnabled(false)
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
    public <T> T exchange(HttpCall call, AnswerReader<T> reader) throws ConnectionException {
        AtomicBoolean late = new AtomicBoolean();
        List<String> used = new ArrayList<>();
        HttpUriRequestBase request = request(call, used);
        ScheduledFuture<?> timer = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> read(request, response, reader));
        } catch (IOException e) {
            throw late.get()
                    ? new ConnectionException(
                            Kind.UNREACHABLE, "no whole answer within " + deadline.toSeconds() + " seconds", e)
                    : failure(e);
        } finally {
            timer.cancel(false);
            used.forEach(placeholders::remove);
        }
    }

    private HttpUriRequestBase request(HttpCall call, List<String> used) {
        StringBuilder address = new StringBuilder(call.uri().toString());
        char separator = call.uri().getRawQuery() == null ? '?' : '&';
        for (Map.Entry<String, Secret> parameter : call.secretQuery().entrySet()) {
            String placeholder = placeholders.add(parameter.getValue());
            used.add(placeholder);
            address.append(separator).append(parameter.getKey()).append('=').append(placeholder);
            separator = '&';
        }
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), URI.create(address.toString()));
        call.headers().forEach(request::addHeader);
        call.secretHeaders().forEach((name, secret) -> {
            String placeholder = placeholders.add(secret);
            used.add(placeholder);
            request.addHeader(name, placeholder);
        });
        HttpBody body = call.body();
        if (body != null) {
            request.setEntity(new Sent(body));
        }
        return request;
    }

    private static <T> T read(HttpUriRequestBase request, ClassicHttpResponse response, AnswerReader<T> reader)
            throws IOException {
        boolean whole = false;
        try {
            if (response.getCode() == PROXY_LOGIN_WANTED) {
                throw new ConnectionException(Kind.PROXY, "the proxy wants a user and a password, or others", null);
            }
            HttpEntity entity = response.getEntity();
            InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
            T value = reader.read(new Answer(
                    response.getCode(),
                    entity == null ? 0 : entity.getContentLength(),
                    header(response, "Retry-After"),
                    Retry.date(header(response, "Date")),
                    name -> header(response, name),
                    in));
            // A connection is only used again when nothing of this answer is left on it.
            whole = in.read() < 0;
            return value;
        } finally {
            // Otherwise the client would read the rest of an answer that was given up, even one without end.
            if (!whole) {
                request.cancel();
            }
        }
    }

    private static @Nullable String header(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static ConnectionException failure(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException known) {
                return known;
            }
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return new ConnectionException(Kind.UNTRUSTED, "the server's certificate is not trusted", e);
            }
        }
        String reason;
        if (e instanceof UnknownHostException) {
            reason = "its name, or the proxy's, is not known";
        } else if (e instanceof SocketTimeoutException || e instanceof InterruptedIOException) {
            reason = "no answer in time";
        } else if (e instanceof SSLException) {
            reason = "no TLS connection could be made";
        } else if (e instanceof ConnectException) {
            reason = "no connection";
        } else {
            reason = "the connection broke off";
        }
        return new ConnectionException(Kind.UNREACHABLE, reason, e);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.GRACEFUL);
    }

    /** A body as HttpClient wants it. */
    private static final class Sent extends AbstractHttpEntity {
        private final HttpBody body;

        Sent(HttpBody body) {
            super(ContentType.parse(body.type()), null, false);
            this.body = body;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException("it is written, not read");
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {}
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
            ProxySettings.Proxy proxy =
                    proxies.proxyFor(target.getSchemeName(), target.getHostName(), target.getPort());
            return proxy == null ? null : new HttpHost("http", proxy.host(), proxy.port());
        }
    }

    /** Logs in at proxies, and nowhere else. */
    private record ProxyLogins(ProxySettings proxies) implements CredentialsProvider {
        @Override
        public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
            for (ProxySettings.Proxy proxy : proxies.all()) {
                String user = proxy.user();
                if (user != null && proxy.host().equalsIgnoreCase(scope.getHost()) && proxy.port() == scope.getPort()) {
                    Secret password = proxy.password();
                    return new UsernamePasswordCredentials(
                            user,
                            password == null ? new char[0] : password.reveal().toCharArray());
                }
            }
            return null;
        }
    }

    /** Builds a transport. Used by one thread. */
    public static final class Builder {
        private TlsTrust trust = TlsTrust.system();
        private KeyManager @Nullable [] keys;
        private ProxySettings proxies = ProxySettings.NONE;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration silence = Duration.ofSeconds(60);
        private Duration deadline = Duration.ofMinutes(10);

        private Builder() {}

        /**
         * Sets which certificates are accepted.
         *
         * @param value the trust
         * @return this
         */
        public Builder trust(TlsTrust value) {
            trust = Objects.requireNonNull(value, "trust");
            return this;
        }

        /**
         * Shows a certificate to servers that ask for one.
         *
         * @param value what has it and its key, null for none
         * @return this
         */
        public Builder keys(KeyManager @Nullable [] value) {
            keys = value == null ? null : value.clone();
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
