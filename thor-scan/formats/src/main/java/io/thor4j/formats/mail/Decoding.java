package io.thor4j.formats.mail;

import java.util.Objects;
import java.util.function.IntSupplier;

/** Fills arrays from decoders that give one byte after another. Stateless. */
final class Decoding {
    private Decoding() {}

    static int read(IntSupplier next, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (int i = 0; i < length; i++) {
            int value = next.getAsInt();
            if (value < 0) {
                return i == 0 ? -1 : i;
            }
            bytes[offset + i] = (byte) value;
        }
        return length;
    }
}
