package io.thor4j.thunderstorm.server.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the one file of a multipart form in bytes as they arrive, and hands its content on: nothing is kept but what may be the beginning of
 * a delimiter, and one part's headers. The rules are those that all known clients need (thunderstorm.md section 4, rules 3 to 5). For one
 * thread at a time.
 */
public final class MultipartParser {
    /** Bytes of a part's headers: names of 4 kB, each byte escaped, fit. */
    static final int MAX_HEADERS = 12 << 10;

    /** Blanks between a boundary and its line break; with more it is content. */
    private static final int MAX_BLANKS = 256;

    private static final int BUFFER = 32 << 10;

    private static final int NEEDS_MORE = -1;
    private static final int NO_DELIMITER = -2;
    private static final int LAST = -3;

    /** Receives the file. */
    public interface Receiver {
        /**
         * The file begins.
         *
         * @param fileName its name as the client sent it: data, not a path
         * @throws IOException when it cannot be stored
         */
        void begin(String fileName) throws IOException;

        /**
         * More of its content.
         *
         * @param bytes an array that will be used again
         * @param offset the first byte
         * @param length how many
         * @throws IOException when it cannot be stored
         */
        void content(byte[] bytes, int offset, int length) throws IOException;
    }

    private enum State {
        PREAMBLE,
        HEADERS,
        CONTENT,
        EPILOGUE
    }

    private final byte[] delimiter;
    private final Receiver receiver;
    private final byte[] buffer;
    private int length;
    /* Bytes at the beginning of the buffer that are no content unless they belong to a delimiter. */
    private int skip;
    private State state = State.PREAMBLE;
    private boolean file;
    private boolean found;

    /**
     * Makes a parser.
     *
     * @param boundary {@link ContentType#boundary}
     * @param receiver takes the file
     */
    public MultipartParser(byte[] boundary, Receiver receiver) {
        byte[] start = "\r\n--".getBytes(StandardCharsets.US_ASCII);
        delimiter = Arrays.copyOf(start, start.length + boundary.length);
        System.arraycopy(boundary, 0, delimiter, start.length, boundary.length);
        this.receiver = receiver;
        /* The first delimiter may stand at the very beginning, without a line break before it. */
        buffer = new byte[BUFFER];
        buffer[0] = '\r';
        buffer[1] = '\n';
        length = 2;
    }

    /**
     * Takes more of the body.
     *
     * @param bytes consumed to its end
     * @throws UploadException when it cannot be a form with one file
     * @throws IOException when the receiver cannot store the file
     */
    public void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), buffer.length - length);
            bytes.get(buffer, length, count);
            length += count;
            process();
        }
    }

    /**
     * Ends the body.
     *
     * @throws UploadException when the body was cut off, or had no file
     */
    public void end() {
        if (state != State.EPILOGUE) {
            throw new UploadException(400, "the multipart body is cut off or malformed");
        }
        if (!found) {
            throw new UploadException(400, "no file: the form has no file in a field named 'file'");
        }
    }

    private void process() throws IOException {
        boolean more = true;
        while (more) {
            more = switch (state) {
                case PREAMBLE, CONTENT -> content();
                case HEADERS -> headers();
                case EPILOGUE -> {
                    length = 0;
                    yield false;
                }
            };
        }
    }

    /* Hands on all that cannot belong to a delimiter; true when one was found. */
    private boolean content() throws IOException {
        int at = 0;
        while (true) {
            at = indexOf((byte) '\r', at);
            int left = length - at;
            int same = at == length ? 0 : matching(at);
            if (same < Math.min(left, delimiter.length)) {
                at++;
                continue;
            }
            if (same < delimiter.length) {
                break;
            }
            int end = lineEnd(at + delimiter.length);
            if (end == NEEDS_MORE) {
                break;
            }
            if (end != NO_DELIMITER) {
                hand(at);
                boolean last = end == LAST;
                consume(last ? at + delimiter.length : end);
                state = last ? State.EPILOGUE : State.HEADERS;
                return true;
            }
            at++;
        }
        hand(at);
        consume(at);
        return false;
    }

    /* What follows the boundary: optional blanks and CRLF, or two dashes. Headers may be absent: then the CRLF is kept for them. */
    private int lineEnd(int from) {
        if (from < length && buffer[from] == '-') {
            return from + 1 == length ? NEEDS_MORE : buffer[from + 1] == '-' ? LAST : NO_DELIMITER;
        }
        int at = from;
        while (at < length && (buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
            if (at - from > MAX_BLANKS) {
                return NO_DELIMITER;
            }
        }
        if (at + 1 >= length) {
            return at == length || buffer[at] == '\r' ? NEEDS_MORE : NO_DELIMITER;
        }
        return buffer[at] == '\r' && buffer[at + 1] == '\n' ? at : NO_DELIMITER;
    }

    private int matching(int at) {
        int same = 0;
        while (same < delimiter.length && at + same < length && buffer[at + same] == delimiter[same]) {
            same++;
        }
        return same;
    }

    private int indexOf(byte wanted, int from) {
        int at = from;
        while (at < length && buffer[at] != wanted) {
            at++;
        }
        return at;
    }

    private void hand(int count) throws IOException {
        if (state == State.CONTENT && file && count > skip) {
            receiver.content(buffer, skip, count - skip);
        }
    }

    private void consume(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
        skip = Math.max(0, skip - count);
    }

    /* The buffer begins with the CRLF of the delimiter's line; the headers end with an empty line. */
    private boolean headers() throws IOException {
        for (int at = 0; at + 3 < length && at <= MAX_HEADERS; at++) {
            if (buffer[at] == '\r' && buffer[at + 1] == '\n' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
                part(PartHeaders.of(buffer, at));
                /* The empty line's CRLF stays: when there is no content, it may be the delimiter's (RFC 2046 section 5.1.1). */
                consume(at + 2);
                skip = 2;
                state = State.CONTENT;
                return true;
            }
        }
        if (length > MAX_HEADERS) {
            throw new UploadException(400, "the headers of a part are longer than " + MAX_HEADERS + " bytes");
        }
        return false;
    }

    private void part(PartHeaders headers) throws IOException {
        String name = headers.fileName();
        file = "file".equals(headers.field()) && name != null;
        if (name != null && (found || !file)) {
            throw new UploadException(
                    400,
                    found
                            ? "multiple files: only one may be sent at a time"
                            : "no file: the form's file is not in a field named 'file'");
        }
        if (file && name != null) {
            found = true;
            receiver.begin(name);
        }
    }
}
