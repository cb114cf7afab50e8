package io.thor4j.core.ioc;

import io.thor4j.core.LimitException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts in one array, each kept once and known by a number. Immutable, may be shared by threads. */
final class TextPool {
    /** The number of no text. */
    static final int NONE = 0;

    private final byte[] bytes;

    private TextPool(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a text, null for {@link #NONE}. */
    @Nullable
    String text(int number) {
        return number == NONE ? null : read(number);
    }

    /** Returns a text that is there. */
    String read(int number) {
        int[] at = {number};
        int length = length(bytes, at);
        return new String(bytes, at[0], length, StandardCharsets.UTF_8);
    }

    /** Tells whether a text is these bytes. */
    boolean is(int number, byte[] text, int from, int to) {
        int[] at = {number};
        int length = length(bytes, at);
        return Arrays.equals(bytes, at[0], at[0] + length, text, from, to);
    }

    private static int length(byte[] bytes, int[] at) {
        int value = 0;
        int shift = 0;
        while (true) {
            byte b = bytes[at[0]++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    /** Collects texts. For one thread. */
    static final class Builder {
        private static final int MAX_SIZE = Integer.MAX_VALUE - 64;

        private byte[] bytes = new byte[64];
        private int used = 1;
        private int[] slots = new int[64];
        private int count;
        private @Nullable String lastText;
        private int lastNumber;

        /**
         * Adds a text or finds it.
         *
         * @param text the text; null for {@link #NONE}
         * @return its number
         * @throws LimitException when all texts together are larger than 2 GiB
         */
        int add(@Nullable String text) {
            if (text == null) {
                return NONE;
            }
            if (text.equals(lastText)) {
                return lastNumber;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            lastNumber = add(utf8);
            lastText = text;
            return lastNumber;
        }

        private int add(byte[] text) {
            int slot = (int) Spread.hash(text, 0, text.length) & (slots.length - 1);
            while (slots[slot] != NONE) {
                int[] at = {slots[slot]};
                int length = length(bytes, at);
                if (Arrays.equals(bytes, at[0], at[0] + length, text, 0, text.length)) {
                    return slots[slot];
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            int number = append(text);
            slots[slot] = number;
            if (++count * 2 > slots.length) {
                rehash();
            }
            return number;
        }

        private int append(byte[] text) {
            if (text.length > MAX_SIZE - used - 5) {
                throw new LimitException(
                        "the texts of the indicators are larger than 2 GiB", null, "shorten the descriptions", null);
            }
            int needed = used + 5 + text.length;
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(needed, bytes.length * 3L / 2)));
            }
            int number = used;
            int rest = text.length;
            while (rest > 0x7f) {
                bytes[used++] = (byte) ((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            bytes[used++] = (byte) rest;
            System.arraycopy(text, 0, bytes, used, text.length);
            used += text.length;
            return number;
        }

        private void rehash() {
            int[] larger = new int[slots.length * 2];
            for (int number : slots) {
                if (number != NONE) {
                    int[] at = {number};
                    int length = length(bytes, at);
                    int slot = (int) Spread.hash(bytes, at[0], at[0] + length) & (larger.length - 1);
                    while (larger[slot] != NONE) {
                        slot = (slot + 1) & (larger.length - 1);
                    }
                    larger[slot] = number;
                }
            }
            slots = larger;
        }

        /** Makes the pool; the builder keeps nothing then. */
        TextPool build() {
            byte[] exact = Arrays.copyOf(bytes, used);
            bytes = new byte[0];
            slots = new int[0];
            return new TextPool(exact);
        }
    }
}
