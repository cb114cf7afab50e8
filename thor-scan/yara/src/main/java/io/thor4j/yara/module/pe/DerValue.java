package io.thor4j.yara.module.pe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One ASN.1 value: tag, length, contents. Immutable; the array behind it must not change. Source: X.690. Read as OpenSSL does: lengths may be
 * longer than needed, and constructed values may end with an end-of-contents mark instead of having a length.
 *
 * @param data the array that holds it
 * @param start where its tag stands
 * @param tag its first byte; tags above 30 are not supported
 * @param content where its contents begin
 * @param end where its contents end
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
record DerValue(byte[] data, int start, int tag, int content, int end) {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** Arcs of an object identifier that are read. Real ones have less than 20. */
    private static final int MAX_ARCS = 64;

    /** Returns the value at the begin of some bytes; more may follow. */
    static DerValue first(byte[] data) throws DerException {
        return new DerReader(data, 0, data.length).read();
    }

    /** Returns a context-specific constructed tag. */
    static int constructed(int number) {
        return 0xa0 | number;
    }

    /** Returns a context-specific primitive tag. */
    static int primitive(int number) {
        return 0x80 | number;
    }

    /** Returns a reader of the values inside. */
    DerReader inside() {
        return new DerReader(data, content, end);
    }

    int length() {
        return end - content;
    }

    byte[] contents() {
        return Arrays.copyOfRange(data, content, end);
    }

    /** Returns tag, length and contents. */
    byte[] encoded() {
        return Arrays.copyOfRange(data, start, end);
    }

    /**
     * Returns a small number.
     *
     * @throws DerException when it is not an INTEGER from 0 to 2^31-1
     */
    int smallNumber() throws DerException {
        if (tag != INTEGER || length() < 1 || length() > 4 || data[content] < 0) {
            throw new DerException("small integer");
        }
        int result = 0;
        for (int i = content; i < end; i++) {
            result = (result << 8) | (data[i] & 0xff);
        }
        return result;
    }

    /**
     * Returns an object identifier as decimal numbers and dots.
     *
     * @throws DerException when it is not one, or has numbers above 2^56
     */
    String objectId() throws DerException {
        if (tag != OBJECT_ID || length() < 1 || data[end - 1] < 0) {
            throw new DerException("object identifier");
        }
        StringBuilder text = new StringBuilder();
        long arc = 0;
        int arcs = 0;
        for (int i = content; i < end; i++) {
            if (arc >>> 49 != 0 || arcs > MAX_ARCS) {
                throw new DerException("object identifier");
            }
            arc = (arc << 7) | (data[i] & 0x7f);
            if (data[i] >= 0) {
                if (arcs == 0) {
                    long root = Math.min(arc / 40, 2);
                    text.append(root).append('.').append(arc - 40 * root);
                } else {
                    text.append('.').append(arc);
                }
                arcs++;
                arc = 0;
            }
        }
        return text.toString();
    }

    /** Returns the contents as ISO 8859-1 text. */
    String latin1() {
        return new String(data, content, length(), StandardCharsets.ISO_8859_1);
    }
}
