package io.thor4j.threatintel.http;

import io.thor4j.core.http.ConnectionException;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/** What the clients have in common: repeats, limits, and errors that name the server and what it said. Threads may share it. */
public final class RemoteCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);
    private static final int ERROR_BYTES = 8192;
    private static final int PROXY_LOGIN_WANTED = 407;

    private final HttpTransport transport;
    private final Retry retry;
    private final IntelLimits limits;

    /**
     * Makes it.
     *
     * @param transport sends
     * @param retry how often
     * @param limits how much is read
     */
    public RemoteCalls(HttpTransport transport, Retry retry, IntelLimits limits) {
        this.transport = transport;
        this.retry = retry;
        this.limits = limits;
    }

    /**
     * What an answer that is no success brought.
     *
     * @param status the HTTP status
     * @param retryAfter the header field, or null
     * @param date the server's clock, or null
     * @param text the begin of the body
     */
    public record Failure(
            int status,
            @Nullable String retryAfter,
            @Nullable Instant date,
            String text) {}

    private record Attempt<T>(@Nullable T value, @Nullable Failure failure) {}

    /**
     * Calls until there is an answer, and reads it while it comes in.
     *
     * @param <T> what the reader makes of it
     * @param calls makes the request anew for each attempt, so that it can be signed anew
     * @param reader reads the body of a success; called again when the connection breaks while it reads
     * @param again told of each HTTP 401, says whether to try at once
     * @param said takes the message for people out of the body of an error
     * @return what the reader returned
     * @throws RemoteException when there is no answer, or none that can be used
     */
    public <T> T call(
            Supplier<HttpCall> calls,
            HttpTransport.AnswerReader<T> reader,
            Function<Failure, Boolean> again,
            Function<String, @Nullable String> said) {
        for (int attempt = 1; ; attempt++) {
            HttpCall call = calls.get();
            Attempt<T> got;
            try {
                got = transport.exchange(call, answer -> read(call, answer, reader));
            } catch (ConnectionException e) {
                LOG.debug("{}: attempt {}: {}", call, attempt, e.getMessage());
                if (e.kind() == ConnectionException.Kind.PROXY) {
                    throw new RemoteException.Refused(call.server(), PROXY_LOGIN_WANTED, null);
                }
                if (retry.next(attempt, null)) {
                    continue;
                }
                throw new RemoteException.Unreachable(call.server(), String.valueOf(e.getMessage()), e.getCause());
            }
            Failure failure = got.failure();
            T value = got.value();
            if (failure == null && value != null) {
                return value;
            } else if (failure == null) {
                throw new IllegalStateException("a reader returned nothing");
            }
            LOG.debug("{}: attempt {}: HTTP {}", call, attempt, failure.status());
            boolean repeat = failure.status() == 401
                    ? again.apply(failure)
                    : retry.worthwhile(failure.status()) && retry.next(attempt, failure.retryAfter());
            if (!repeat) {
                throw error(call, failure, attempt, said.apply(failure.text()));
            }
        }
    }

    private <T> Attempt<T> read(HttpCall call, HttpTransport.Answer answer, HttpTransport.AnswerReader<T> reader)
            throws IOException {
        if (answer.status() != 200) {
            String text = new String(answer.body().readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
            return new Attempt<>(null, new Failure(answer.status(), answer.retryAfter(), answer.date(), text));
        }
        if (answer.length() > limits.answerBytes()) {
            throw tooLarge(call);
        }
        InputStream body = new LimitedStream(answer.body(), limits.answerBytes(), () -> tooLarge(call));
        HttpTransport.Answer limited = new HttpTransport.Answer(
                200, answer.length(), answer.retryAfter(), answer.date(), answer.header(), body);
        try {
            return new Attempt<>(reader.read(limited), null);
        } catch (JacksonIOException e) {
            // The connection broke, not the JSON.
            throw e.getCause();
        } catch (StreamConstraintsException e) {
            throw new RemoteException.BadAnswer(
                    call.server(),
                    "the answer goes beyond a limit: " + e.getOriginalMessage(),
                    "nothing of it was used",
                    e);
        } catch (JacksonException e) {
            throw new RemoteException.BadAnswer(
                    call.server(),
                    "the answer is malformed or cut off: " + e.getOriginalMessage(),
                    "nothing of it was used",
                    e);
        }
    }

    private RemoteException tooLarge(HttpCall call) {
        return new RemoteException.BadAnswer(
                call.server(),
                "the answer is larger than " + limits.answerBytes() + " bytes",
                "nothing of it was used; ask for smaller pages",
                null);
    }

    private RemoteException error(HttpCall call, Failure failure, int attempts, @Nullable String said) {
        int status = failure.status();
        if (status == 401) {
            return new RemoteException.Unauthorised(call.server(), said);
        } else if (status >= 300 && status < 400) {
            return new RemoteException.BadAnswer(
                    call.server(),
                    "the server sends us elsewhere (HTTP " + status + ")",
                    "check the address; the key goes nowhere else",
                    null);
        } else if (status >= 400 && status < 500 && status != 429) {
            return new RemoteException.Refused(call.server(), status, said);
        } else if (status >= 500 || status == 429) {
            return new RemoteException.ServerFailure(
                    call.server(), status, attempts, said, retry.asked(failure.retryAfter()));
        }
        return new RemoteException.BadAnswer(call.server(), "unexpected HTTP status " + status, null, null);
    }

    /** Ends with an error where a stream is longer than it may be. */
    private static final class LimitedStream extends InputStream {
        private final InputStream in;
        private final Supplier<RemoteException> error;
        private long left;

        LimitedStream(InputStream in, long limit, Supplier<RemoteException> error) {
            this.in = in;
            this.left = limit;
            this.error = error;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw error.get();
            }
            return count;
        }
    }
}
