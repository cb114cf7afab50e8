package io.thor4j.scan.ioc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a signature file, one after another. For one thread. */
final class SignatureLines {
    /** Bytes of a line, ours: the longest line of signature-base has 700. A longer one is left out and said so. */
    static final int MAX_LINE = 64 << 10;

    private static final int STEP = 64 << 10;

    private final InputStream in;
    private final DiagnosticLog log;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] buffer = new byte[STEP];
    private final byte[] line = new byte[MAX_LINE];
    private int at;
    private int end;
    private int number;
    private boolean saidLatin;

    SignatureLines(InputStream in, DiagnosticLog log) {
        this.in = in;
        this.log = log;
    }

    /** Returns the number of the last line, from 1. */
    int number() {
        return number;
    }

    /**
     * Returns the next line that can be read, without its end.
     *
     * @throws IOException when the stream fails
     */
    @Nullable
    String next() throws IOException {
        while (true) {
            int length = read();
            if (length < 0) {
                return null;
            }
            number++;
            if (number == 1 && isUtf16(length)) {
                log.error(1, 0, "the file is UTF-16", "save it as UTF-8");
                return null;
            }
            if (length > MAX_LINE) {
                log.error(number, 0, "the line is longer than " + MAX_LINE + " bytes", null);
                continue;
            }
            int from = number == 1
                            && length >= 3
                            && line[0] == (byte) 0xef
                            && line[1] == (byte) 0xbb
                            && line[2] == (byte) 0xbf
                    ? 3
                    : 0;
            int to = length > from && line[length - 1] == '\r' ? length - 1 : length;
            String text = decode(from, to);
            int zero = text.indexOf('\0');
            if (zero >= 0) {
                log.error(number, zero + 1, "a zero byte", "the file may be UTF-16 or no text at all");
                continue;
            }
            return text;
        }
    }

    private boolean isUtf16(int length) {
        return length >= 2
                && ((line[0] == (byte) 0xff && line[1] == (byte) 0xfe)
                        || (line[0] == (byte) 0xfe && line[1] == (byte) 0xff));
    }

    private String decode(int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to && ascii; i++) {
            ascii = line[i] >= 0;
        }
        if (ascii) {
            return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        }
        try {
            return decoder.decode(ByteBuffer.wrap(line, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            if (!saidLatin) {
                saidLatin = true;
                log.warning(
                        number,
                        0,
                        "not UTF-8; this and lines like it are read as ISO 8859-1",
                        "save the file as UTF-8");
            }
            return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /* Fills the line and returns its length; MAX_LINE + 1 for a longer one, which is read to its end; -1 behind the last line. */
    private int read() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (at == end) {
                end = in.read(buffer, 0, STEP);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return any ? length : -1;
                }
            }
            any = true;
            int newline = at;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            int count = newline - at;
            if (length + count <= MAX_LINE) {
                System.arraycopy(buffer, at, line, length, count);
                length += count;
            } else {
                length = MAX_LINE + 1;
            }
            at = newline;
            if (at < end) {
                at++;
                return length;
            }
        }
    }
}
