package io.thor4j.licensing.client;

import io.thor4j.core.http.ConnectionException;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.licensing.file.ErrorText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the clients have in common: repeats, limits, and errors that look like answers. Threads may share it. */
final class Calls {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SHORT_ANSWER_BYTES = 4096;

    private final HttpTransport transport;
    private final Retry retry;

    Calls(HttpTransport transport, Retry retry) {
        this.transport = transport;
        this.retry = retry;
    }

    /** What one attempt brought: a body, or why there is none. */
    private record Attempt(
            int status,
            @Nullable ByteArrayOutputStream body,
            @Nullable String retryAfter) {}

    /**
     * Calls and returns the body of the answer.
     *
     * @param call the request
     * @param limit the most bytes
     * @param errors the exception for an HTTP status from 400 to 499
     */
    byte[] bytes(HttpCall call, long limit, IntFunction<RetrievalException> errors) {
        for (int attempt = 1; ; attempt++) {
            Attempt got;
            try {
                got = transport.exchange(call, answer -> read(call, answer, limit));
            } catch (ConnectionException e) {
                again(call, e, attempt);
                continue;
            }
            int status = got.status();
            ByteArrayOutputStream read = got.body();
            if (status == 200 && read != null) {
                byte[] body = read.toByteArray();
                // Servers are known to say 200 and to name the error in the text.
                int told = ErrorText.status(body);
                if (told == 0) {
                    return body;
                }
                status = told;
            }
            if (retry.worthwhile(status) && retry.next(attempt, got.retryAfter())) {
                continue;
            }
            throw failure(call, status, attempt, errors);
        }
    }

    /** Waits for the next attempt where it may help, and fails otherwise. */
    private void again(HttpCall call, ConnectionException e, int attempt) {
        RetrievalException failure = switch (e.kind()) {
            case UNTRUSTED -> new RetrievalException.UntrustedCertificate(call.server(), e.getCause());
            case PROXY -> new RetrievalException.ProxyCredentials(call.server());
            case UNREACHABLE, CONTENT ->
                new RetrievalException.Unreachable(call.server(), String.valueOf(e.getMessage()), e.getCause());
        };
        if (!(failure instanceof RetrievalException.Unreachable) || !retry.next(attempt, null)) {
            throw failure;
        }
    }

    private static RetrievalException failure(
            HttpCall call, int status, int attempts, IntFunction<RetrievalException> errors) {
        if (status >= 500 || status == 429) {
            return new RetrievalException.ServerFailure(call.server(), status, attempts);
        }
        if (status >= 300 && status < 400) {
            return new RetrievalException.BadAnswer(
                    call.server(), "the server sends us elsewhere (HTTP " + status + ")", "check the address", null);
        }
        return status >= 400 ? errors.apply(status) : new RetrievalException.Refused(call.server(), status);
    }

    private static Attempt read(HttpCall call, HttpTransport.Answer answer, long limit) throws IOException {
        if (answer.status() != 200) {
            return new Attempt(answer.status(), null, answer.retryAfter());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        copy(call, answer, limit, body);
        return new Attempt(200, body, null);
    }

    private static void copy(HttpCall call, HttpTransport.Answer answer, long limit, OutputStream to)
            throws IOException {
        if (answer.length() > limit) {
            throw tooLarge(call, limit);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        InputStream from = answer.body();
        int count;
        while ((count = from.read(buffer)) > 0) {
            total += count;
            if (total > limit) {
                throw tooLarge(call, limit);
            }
            to.write(buffer, 0, count);
        }
    }

    private static RetrievalException tooLarge(HttpCall call, long limit) {
        return new RetrievalException.BadAnswer(
                call.server(), "the answer is larger than " + limit + " bytes", "nothing of it was stored", null);
    }

    /**
     * Calls and writes the body of the answer; only a whole one is kept.
     *
     * @param call the request
     * @param limit the most bytes
     * @param errors the exception for an HTTP status from 400 to 499
     * @param destination opens the output, which is closed when it is whole or given up
     * @param whole called when all is written, before the output is closed
     */
    <O extends OutputStream> void stream(
            HttpCall call,
            long limit,
            IntFunction<RetrievalException> errors,
            Opening<O> destination,
            Ending<O> whole) {
        for (int attempt = 1; ; attempt++) {
            Attempt got;
            try {
                got = transport.exchange(call, answer -> {
                    if (answer.status() != 200) {
                        return new Attempt(answer.status(), null, answer.retryAfter());
                    }
                    HeadOutputStream<O> head = new HeadOutputStream<>(local(destination));
                    try (head) {
                        copy(call, answer, limit, head);
                        int told = head.total() <= SHORT_ANSWER_BYTES ? ErrorText.status(head.head()) : 0;
                        if (told == 0) {
                            local(() -> {
                                whole.commit(head.out());
                                return true;
                            });
                        }
                        return new Attempt(told == 0 ? 200 : told, null, null);
                    }
                });
            } catch (ConnectionException e) {
                again(call, e, attempt);
                continue;
            } catch (UncheckedIOException e) {
                throw new RetrievalException.NotStored(call.server(), e.getCause());
            }
            if (got.status() == 200) {
                return;
            }
            if (!retry.worthwhile(got.status()) || !retry.next(attempt, got.retryAfter())) {
                throw failure(call, got.status(), attempt, errors);
            }
        }
    }

    /** Keeps errors of this host's disk apart from those of the connection, which are worth a retry. */
    private static <O> O local(Opening<O> work) {
        try {
            return work.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an output. */
    @FunctionalInterface
    interface Opening<O> {
        O open() throws IOException;
    }

    /** Ends an output that is whole. */
    @FunctionalInterface
    interface Ending<O> {
        void commit(O output) throws IOException;
    }

    /** Keeps the first bytes of what it writes. */
    private static final class HeadOutputStream<O extends OutputStream> extends OutputStream {
        private final O out;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private long total;

        HeadOutputStream(O out) {
            this.out = out;
        }

        O out() {
            return out;
        }

        long total() {
            return total;
        }

        byte[] head() {
            return head.toByteArray();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (head.size() < SHORT_ANSWER_BYTES) {
                head.write(bytes, offset, Math.min(length, SHORT_ANSWER_BYTES - head.size()));
            }
            total += length;
            local(() -> {
                out.write(bytes, offset, length);
                return true;
            });
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /**
     * Reads the address of a server as people give it: {@code host}, {@code host:port}, or a whole address.
     *
     * @param address what was given
     * @param port the port when none is given
     * @throws IllegalArgumentException when it is none
     */
    static URI server(String address, int port) {
        String text = address.strip();
        try {
            URI uri = new URI(text.contains("://") ? text : "https://" + text);
            String scheme = uri.getScheme();
            boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
                throw new IllegalArgumentException(
                        "not the address of a server: give host, host:port or https://host:port");
            }
            int given = uri.getPort();
            return new URI(
                    scheme, null, uri.getHost(), given < 0 && !text.contains("://") ? port : given, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not the address of a server: give host, host:port or https://host:port", e);
        }
    }
}
