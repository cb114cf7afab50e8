package io.thor4j.yara.store;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.flat.FlatReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the parts of {@link RuleFormat} out of memory. Believes nothing: whatever does not fit ends in {@link MalformedInputException} before
 * anything is allocated for it. Used by one thread.
 */
final class ByteReader {
    private static final long MAX_ARRAY = Integer.MAX_VALUE - 16L;

    private final byte[] data;
    private int at;

    ByteReader(byte[] data, int from) {
        this.data = data;
        this.at = from;
    }

    MalformedInputException malformed(String reason) {
        return new MalformedInputException(
                "damaged compiled rules: " + reason, "offset " + at, "compile the rules anew", null);
    }

    /** Hands over a part that somebody else reads, whose length stands before it. */
    FlatReader part() {
        if (remaining() < Integer.BYTES) {
            throw malformed("cut off");
        }
        int length = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        at += Integer.BYTES;
        if (length < 0 || length > remaining()) {
            throw malformed("part of " + length + " bytes");
        }
        at += length;
        return new FlatReader(data, at - length, at);
    }

    /** Checks that a part was read to its end. */
    void endOfPart(FlatReader part) {
        if (part.position() != at) {
            throw malformed("a part with something behind it");
        }
    }

    int remaining() {
        return data.length - at;
    }

    int octet() {
        if (at >= data.length) {
            throw malformed("cut off");
        }
        return data[at++] & 0xff;
    }

    boolean truth() {
        int value = octet();
        if (value > 1) {
            throw malformed("truth value " + value);
        }
        return value == 1;
    }

    /** Reads an unsigned number; 64 bits are taken as they are. */
    long number() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            result |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return result;
            }
        }
        throw malformed("number too long");
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads an index below a bound. */
    int index(int bound, String what) {
        long value = number();
        if (value < 0 || value >= bound) {
            throw malformed(what + " " + value + " of " + bound);
        }
        return (int) value;
    }

    /** Reads how many elements of at least so many bytes follow. */
    int count(int bytesEach, String what) {
        long value = number();
        if (value < 0 || value > MAX_ARRAY || value > remaining() / bytesEach) {
            throw malformed(value + " " + what + " in " + remaining() + " bytes");
        }
        return (int) value;
    }

    long fixed64() {
        if (remaining() < Long.BYTES) {
            throw malformed("cut off");
        }
        long result = ByteBuffer.wrap(data).getLong(at);
        at += Long.BYTES;
        return result;
    }

    byte[] bytes() {
        int count = count(1, "bytes");
        byte[] result = Arrays.copyOfRange(data, at, at + count);
        at += count;
        return result;
    }

    private boolean isAscii(int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= data[i];
        }
        return all >= 0;
    }

    String text() {
        int count = count(1, "bytes");
        if (isAscii(at, at + count)) {
            at += count;
            return new String(data, at - count, count, StandardCharsets.ISO_8859_1);
        }
        try {
            String result = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data, at, count))
                    .toString();
            at += count;
            return result;
        } catch (CharacterCodingException e) {
            throw new MalformedInputException("damaged compiled rules: text is not UTF-8", "offset " + at, null, e);
        }
    }
}
