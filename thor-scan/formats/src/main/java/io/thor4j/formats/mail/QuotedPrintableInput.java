package io.thor4j.formats.mail;

import io.thor4j.formats.container.Bytes;
import java.io.InputStream;

/** Decodes quoted-printable; what is not encoded right stands for itself (RFC 2045, 6.7). For one thread. */
final class QuotedPrintableInput extends InputStream {
    private final Bytes text;
    private int at;

    QuotedPrintableInput(Bytes text) {
        this.text = text;
    }

    @Override
    public int read() {
        while (at < text.length()) {
            int c = text.at(at++);
            if (c != '=') {
                return c;
            }
            int high = digit(at);
            int low = digit(at + 1);
            if (high >= 0 && low >= 0) {
                at += 2;
                return high << 4 | low;
            }
            /* A soft line break, with blanks that were added on the way. */
            int end = at;
            while (end < text.length() && (text.at(end) == ' ' || text.at(end) == '\t' || text.at(end) == '\r')) {
                end++;
            }
            if (end < text.length() && text.at(end) != '\n') {
                return c;
            }
            at = Math.min(text.length(), end + 1);
        }
        return -1;
    }

    private int digit(int index) {
        return index < text.length() ? Character.digit(text.at(index), 16) : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        return Decoding.read(this::read, bytes, offset, length);
    }
}
