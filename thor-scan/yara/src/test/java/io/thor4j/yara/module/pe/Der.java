package io.thor4j.yara.module.pe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ASN.1 values for tests. */
final class Der {
    private Der() {}

    static byte[] value(int tag, byte[]... contents) {
        byte[] all = join(contents);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (all.length < 0x80) {
            out.write(all.length);
        } else {
            out.write(0x82);
            out.write(all.length >> 8);
            out.write(all.length);
        }
        out.writeBytes(all);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return value(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        return value(0x31, contents);
    }

    /** A context-specific constructed value. */
    static byte[] tagged(int number, byte[]... contents) {
        return value(0xa0 | number, contents);
    }

    static byte[] octets(byte[]... contents) {
        return value(0x04, contents);
    }

    static byte[] bits(byte[] contents) {
        return value(0x03, new byte[1], contents);
    }

    static byte[] number(int value) {
        return value < 0x80
                ? value(0x02, new byte[] {(byte) value})
                : value(0x02, new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
                });
    }

    static byte[] text(int tag, String text) {
        return value(tag, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] utcTime(String text) {
        return text(0x17, text);
    }

    static byte[] id(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(arc(40 * Long.parseLong(arcs[0]) + Long.parseLong(arcs[1])));
        for (int i = 2; i < arcs.length; i++) {
            out.writeBytes(arc(Long.parseLong(arcs[i])));
        }
        return value(0x06, out.toByteArray());
    }

    private static byte[] arc(long arc) {
        int length = 1;
        while (arc >> (7 * length) != 0) {
            length++;
        }
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            int more = i + 1 < length ? 0x80 : 0;
            result[i] = (byte) (more | (int) (arc >> (7 * (length - 1 - i)) & 0x7f));
        }
        return result;
    }

    static byte[] algorithm(String id) {
        return sequence(id(id), new byte[] {5, 0});
    }

    /** A name of one part: CN. */
    static byte[] commonName(String name) {
        return sequence(set(sequence(id("2.5.4.3"), text(0x0c, name))));
    }

    static byte[] attribute(String id, byte[]... values) {
        return sequence(id(id), set(values));
    }
}
