package io.thor4j.formats.mail;

import io.thor4j.formats.container.Bytes;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decodes base64 as mail readers do: what is no digit is skipped, and after padding another piece may follow (RFC 2045, 6.8). For one
 * thread.
 */
final class Base64Input extends InputStream {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            VALUES[digits.charAt(i)] = (byte) i;
        }
    }

    private final Bytes text;
    private int at;
    private int bits;
    private int count;

    Base64Input(Bytes text) {
        this.text = text;
    }

    @Override
    public int read() {
        while (at < text.length()) {
            int c = text.at(at++);
            int value = VALUES[c];
            if (value < 0) {
                if (c == '=') {
                    count = 0;
                }
                continue;
            }
            bits = bits << 6 | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                return bits >> count & 0xFF;
            }
        }
        return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        return Decoding.read(this::read, bytes, offset, length);
    }
}
