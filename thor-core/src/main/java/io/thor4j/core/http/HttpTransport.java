package io.thor4j.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends requests. Threads may share an implementation. It follows no redirects, keeps no cookies, repeats and logs nothing. */
public interface HttpTransport extends AutoCloseable {
    /**
     * An answer while it is being read.
     *
     * @param status the HTTP status
     * @param length the size that the server announced in bytes, -1 when it did not
     * @param retryAfter the header field {@code Retry-After}, null when there is none
     * @param date the header field {@code Date}, the server's clock; null when there is none
     * @param header the first value of any other header field by its name in any case, null when there is none
     * @param body the body, to be read before the reader returns
     */
    record Answer(
            int status,
            long length,
            @Nullable String retryAfter,
            @Nullable Instant date,
            Function<String, @Nullable String> header,
            InputStream body) {}

    /**
     * Reads an answer.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    interface AnswerReader<T> {
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
     * Sends a request and reads its answer.
     *
     * @param <T> what the reader makes of the answer
     * @param call the request
     * @param reader reads the answer, whatever its status is
     * @return what the reader returned
     * @throws ConnectionException when there is no answer, or not all of it
     */
    <T> T exchange(HttpCall call, AnswerReader<T> reader) throws ConnectionException;

    /** Closes connections. */
    @Override
    void close();
}
