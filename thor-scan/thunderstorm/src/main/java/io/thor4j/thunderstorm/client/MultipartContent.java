package io.thor4j.thunderstorm.client;

import io.thor4j.core.http.ConnectionException;
import io.thor4j.core.http.ConnectionException.Kind;
import io.thor4j.core.http.HttpBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sample as one part of a form, field {@code file}, with its length known before (thunderstorm.md section 4). The sample is opened anew
 * each time. May be shared by threads.
 */
final class MultipartContent implements HttpBody {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Sample sample;
    private final String boundary = "thor-" + UUID.randomUUID();
    private final byte[] head;
    private final byte[] tail;

    MultipartContent(Sample sample) {
        this.sample = sample;
        head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + quoted(sample.name())
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Writes a name so that all known servers read it back right (section 10): a backslash twice, because Go's parser takes one away; what
     * would end the quoted text or the line as %XX, as browsers do. Servers do not decode %XX.
     */
    static String quoted(String name) {
        StringBuilder text = new StringBuilder(name.length() + 16);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\') {
                text.append("\\\\");
            } else if (c == '"' || c < ' ' || c == 0x7f) {
                text.append(String.format("%%%02X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long length() {
        return head.length + sample.size() + tail.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        InputStream in;
        try {
            in = sample.open();
        } catch (IOException e) {
            throw unreadable("it cannot be read", e);
        }
        try (in) {
            out.write(head);
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = sample.size();
            while (left > 0) {
                int count = read(in, buffer, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw unreadable("it got shorter while it was sent", null);
                }
                out.write(buffer, 0, count);
                left -= count;
            }
            out.write(tail);
        }
    }

    private static int read(InputStream in, byte[] buffer, int length) throws ConnectionException {
        try {
            return in.read(buffer, 0, length);
        } catch (IOException e) {
            throw unreadable("it cannot be read", e);
        }
    }

    private static ConnectionException unreadable(String reason, @Nullable Throwable cause) {
        return new ConnectionException(Kind.CONTENT, reason, cause);
    }
}
