package io.thor4j.thunderstorm.transport;

import io.thor4j.thunderstorm.transport.ConnectionException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on Apache HttpClient 5. It follows no redirects, keeps no cookies and repeats nothing. Threads may share it.
 */
public final class HttpTransport implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1_000;

    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "thor-thunderstorm-deadline");
        thread.setDaemon(true);
        return thread;
    });
    private final CloseableHttpClient client;
    private final ConnectionSettings settings;

    /** What a request carries. Asked once for each time that the request is sent. */
    public interface Content {
        /** Returns the media type. */
        String type();

        /** Returns how many bytes {@link #writeTo} writes. */
        long length();

        /**
         * Writes the bytes.
         *
         * @param out where to
         * @throws ConnectionException of {@link Kind#CONTENT} when they cannot be read
         * @throws IOException when the connection fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer while it is being read.
     *
     * @param status the HTTP status
     * @param retryAfter the header field {@code Retry-After}, null when there is none
     * @param body the body, to be read before the reader returns
     */
    public record Answer(int status, @Nullable String retryAfter, InputStream body) {}

    /**
     * Reads an answer.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    public interface AnswerReader<T> {
        /**
         * Reads an answer.
         *
         * @param answer the answer
         * @return what it makes of it
         * @throws IOException when the connection fails
         */
        T read(Answer answer) throws IOException;
    }

    /**
     * Makes a transport.
     *
     * @param settings whom it trusts, its proxy, token and limits
     */
    public HttpTransport(ConnectionSettings settings) {
        this.settings = settings;
        Http1Config http = Http1Config.custom()
                .setMaxHeaderCount(200)
                .setMaxLineLength(16 << 10)
                .build();
        DefaultClientTlsStrategy tls = settings.insecure()
                ? new DefaultClientTlsStrategy(
                        settings.tls(), HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE)
                : new DefaultClientTlsStrategy(settings.tls());
        Timeout connect = Timeout.of(settings.connectTimeout());
        Timeout silence = Timeout.of(settings.silence());
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(socket -> {
                            QuietConnection connection = new QuietConnection(http);
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
                .setUserAgent("thor")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching();
        ConnectionSettings.Proxy proxy = settings.proxy();
        if (proxy != null) {
            builder.setProxy(new HttpHost("http", proxy.host(), proxy.port()))
                    .setDefaultCredentialsProvider(new ProxyLogin(proxy));
        }
        client = builder.build();
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param <T> what the reader makes of the answer
     * @param method the HTTP method
     * @param uri where to
     * @param content what it carries, null for nothing
     * @param reader reads the answer, whatever its status is
     * @return what the reader returned
     * @throws ConnectionException when there is no answer, or not all of it
     */
    public <T> T exchange(String method, URI uri, @Nullable Content content, AnswerReader<T> reader)
            throws ConnectionException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        if (settings.token() != null) {
            request.addHeader("Authorization", "Bearer " + settings.token());
        }
        if (content != null) {
            request.setEntity(new Sent(content));
        }
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> timer = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                settings.deadline().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> {
                HttpEntity entity = response.getEntity();
                Header retryAfter = response.getFirstHeader("Retry-After");
                if (response.getCode() == 407) {
                    request.cancel();
                    throw new ConnectionException(Kind.PROXY, "the proxy wants a user and a password, or others", null);
                }
                InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent();
                T result;
                try {
                    result = reader.read(
                            new Answer(response.getCode(), retryAfter == null ? null : retryAfter.getValue(), body));
                } catch (IOException | RuntimeException e) {
                    // Otherwise the rest of an answer that was given up would be read to its end.
                    request.cancel();
                    throw e;
                }
                // A connection is only used again when nothing of this answer is left on it.
                if (body.read() >= 0) {
                    request.cancel();
                }
                return result;
            });
        } catch (IOException e) {
            if (late.get()) {
                throw new ConnectionException(
                        Kind.UNREACHABLE,
                        "no whole answer within " + settings.deadline().toSeconds() + " seconds",
                        e);
            }
            throw failure(e);
        } finally {
            timer.cancel(false);
        }
    }

    private static ConnectionException failure(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException known) {
                return known;
            }
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return new ConnectionException(Kind.UNTRUSTED, "its certificate is not trusted", e);
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

    /** Content as HttpClient wants it. */
    private static final class Sent extends AbstractHttpEntity {
        private final Content content;

        Sent(Content content) {
            super(ContentType.parse(content.type()), null, false);
            this.content = content;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public long getContentLength() {
            return content.length();
        }

        @Override
        public InputStream getContent() {
            throw new UnsupportedOperationException("it is written, not read");
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            content.writeTo(out);
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Logs in at the proxy, and nowhere else. */
    private record ProxyLogin(ConnectionSettings.Proxy proxy) implements CredentialsProvider {
        @Override
        public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
            String user = proxy.user();
            if (user == null || !proxy.host().equalsIgnoreCase(scope.getHost()) || proxy.port() != scope.getPort()) {
                return null;
            }
            String password = proxy.password();
            return new UsernamePasswordCredentials(user, password == null ? new char[0] : password.toCharArray());
        }
    }
}
