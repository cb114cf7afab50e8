package io.thor4j.thunderstorm.client;

import io.thor4j.core.http.ConnectionException;
import io.thor4j.core.http.HttpBody;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.HttpTransport.Answer;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Sends requests, again where the policy says so, and reads what is answered within bounds. Threads may share it. */
final class Calls {
    /* How much of an error's body is shown. */
    private static final int SHOWN_BYTES = 2_000;
    private static final int SHOWN_CHARS = 300;

    private final HttpTransport transport;
    private final ConnectionSettings connection;
    private final RetryPolicy policy;
    private final RetryPolicy.Pause pause;
    private final int maxAnswer;

    /** An answer that has been read: the JSON of a 200, the message of anything else. */
    record Reply(
            int status,
            @Nullable String retryAfter,
            @Nullable Object json,
            String message) {}

    Calls(
            HttpTransport transport,
            ConnectionSettings connection,
            RetryPolicy policy,
            RetryPolicy.Pause pause,
            int maxAnswer) {
        this.transport = transport;
        this.connection = connection;
        this.policy = policy;
        this.pause = pause;
        this.maxAnswer = maxAnswer;
    }

    /** Sends a request as often as the policy allows, until the server takes or refuses it. Its answer may be of any status below 500. */
    Reply send(String method, URI uri, @Nullable HttpBody content, String subject) {
        return send(method, uri, content, subject, policy);
    }

    /** Sends a request once. */
    Reply sendOnce(String method, URI uri, @Nullable HttpBody content) {
        return send(method, uri, content, server(uri), RetryPolicy.NONE);
    }

    private Reply send(String method, URI uri, @Nullable HttpBody content, String subject, RetryPolicy rules) {
        int failures = 0;
        int busy = 0;
        while (true) {
            Duration wait;
            try {
                Reply reply = transport.exchange(connection.call(method, uri, content), answer -> read(uri, answer));
                if (RetryPolicy.busy(reply.status())) {
                    busy++;
                    if (busy >= rules.busyTries()) {
                        throw new ThunderstormException.Busy(server(uri), reply.status(), busy);
                    }
                    wait = rules.afterBusy(reply.retryAfter());
                } else if (RetryPolicy.failing(reply.status())) {
                    failures++;
                    if (failures >= rules.tries()) {
                        throw refused(uri, reply);
                    }
                    wait = rules.afterFailure(failures);
                } else {
                    return reply;
                }
            } catch (ConnectionException e) {
                String reason = String.valueOf(e.getMessage());
                switch (e.kind()) {
                    case CONTENT -> throw new ThunderstormException.SampleUnreadable(subject, reason, e);
                    case UNTRUSTED ->
                        throw new ThunderstormException.Unreachable(
                                server(uri), reason, "name its authority, or turn the check off", e);
                    case PROXY -> throw new ThunderstormException.Unreachable(server(uri), reason, null, e);
                    case UNREACHABLE -> {
                        failures++;
                        if (failures >= rules.tries() || Thread.currentThread().isInterrupted()) {
                            throw new ThunderstormException.Unreachable(server(uri), reason, null, e);
                        }
                    }
                }
                wait = rules.afterFailure(failures);
            }
            pause(uri, wait);
        }
    }

    void pause(URI uri, Duration wait) {
        try {
            pause.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThunderstormException.Interrupted(server(uri));
        }
    }

    private Reply read(URI uri, Answer answer) throws IOException {
        if (answer.status() != 200) {
            return new Reply(answer.status(), answer.retryAfter(), null, message(answer.body()));
        }
        try {
            return new Reply(200, null, JsonAnswer.read(new Bounded(answer.body(), maxAnswer)), "");
        } catch (JacksonException | JsonAnswer.EmptyAnswerException e) {
            if (e.getCause() instanceof TooLongException) {
                throw new ThunderstormException.BadAnswer(
                        server(uri), "the answer has more than " + maxAnswer + " bytes", e);
            }
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            // Without the parser's own message, which may quote the answer.
            throw new ThunderstormException.BadAnswer(server(uri), "HTTP 200, but no JSON as expected", e);
        }
    }

    /* {"message": ".."}, {"error": ".."} or plain text (thunderstorm.md section 2.8), on one line. */
    private static String message(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(SHOWN_BYTES);
        } catch (IOException e) {
            return "";
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Fields fields = Fields.of(JsonAnswer.read(new java.io.ByteArrayInputStream(bytes)));
            String found = fields.text(fields.has("message") ? "message" : "error");
            text = found.isEmpty() ? text : found;
        } catch (JacksonException | JsonAnswer.EmptyAnswerException e) {
            // Not JSON: shown as it is.
            text = text.strip();
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(SHOWN_CHARS).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString().strip();
    }

    static ThunderstormException refused(URI uri, Reply reply) {
        if (reply.status() < 400) {
            return new ThunderstormException.BadAnswer(
                    server(uri), "HTTP " + reply.status() + ", where only 200 is success", null);
        }
        return new ThunderstormException.Refused(server(uri), reply.status(), reply.message());
    }

    static String server(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The bytes of an answer, up to a bound. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            // One byte more than allowed tells an answer that ends there from one that goes on.
            int count = in.read(buffer, offset, (int) Math.min(length, left + 1));
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new TooLongException();
            }
            return count;
        }
    }

    /** An answer went on behind its bound. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
