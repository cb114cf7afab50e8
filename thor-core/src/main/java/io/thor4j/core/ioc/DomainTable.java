package io.thor4j.core.ioc;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Host names that stand for themselves and everything below them. Immutable, may be shared by threads.
 *
 * <p>A name is looked up by the hashes of its ends, one for each label, which one pass from its last letter computes: what a tree over the
 * reversed labels would do, without its nodes.
 */
final class DomainTable {
    /* The longest name (RFC 1035 section 2.3.4), and room for a dot at its end. */
    private static final int MAX_NAME = 254;

    private final TextPool pool;
    private final int[] names;
    private final int[] values;
    private final int[] slots;

    private DomainTable(TextPool pool, int[] names, int[] values, int[] slots) {
        this.pool = pool;
        this.names = names;
        this.values = values;
        this.slots = slots;
    }

    /**
     * Brings a host name into the form that is kept: lower case, without a dot at its end, in ASCII.
     *
     * @param name the name
     * @return the form, null when it is not a host name
     */
    static @Nullable String normalise(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return null;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return international(text);
            }
            ascii.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return isName(ascii) ? ascii.toString() : null;
    }

    private static @Nullable String international(String text) {
        try {
            String ascii = normaliseAscii(IDN.toASCII(text, IDN.ALLOW_UNASSIGNED));
            return ascii != null && isName(ascii) ? ascii : null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static @Nullable String normaliseAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return null;
            }
        }
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    /* Letters, digits, dash and underscore in labels of 1 to 63, the last not only digits (RFC 3696 section 2); no wildcard, no path. */
    private static boolean isName(CharSequence text) {
        int label = 0;
        boolean digits = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
                digits = true;
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
                digits &= c <= '9' && c >= '0';
                if (++label > 63) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0 && !digits;
    }

    /**
     * Finds the longest end of a host name that is in the table.
     *
     * @param name the name, normalised
     * @return the entry, -1 when there is none
     */
    int find(String name) {
        if (names.length == 0) {
            return -1;
        }
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        int found = -1;
        long hash = 0;
        for (int at = bytes.length - 1; at >= 0; at--) {
            hash = Spread.add(hash, bytes[at]);
            if (at == 0 || bytes[at - 1] == '.') {
                int entry = find(bytes, at, hash);
                found = entry >= 0 ? entry : found;
            }
        }
        return found;
    }

    private int find(byte[] bytes, int from, long unfinished) {
        int slot = (int) Spread.finish(unfinished) & (slots.length - 1);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (pool.is(names[entry], bytes, from, bytes.length)) {
                return entry;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    boolean isEmpty() {
        return names.length == 0;
    }

    int value(int entry) {
        return values[entry];
    }

    String name(int entry) {
        return pool.read(names[entry]);
    }

    /** Collects names. For one thread. */
    static final class Builder {
        private int[] names = new int[16];
        private int[] values = new int[16];
        private int size;

        /**
         * Adds a name.
         *
         * @param name its number in the pool, normalised
         * @param value its value
         */
        void add(int name, int value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size + (size >> 1));
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            names[size] = name;
            values[size++] = value;
        }

        /** Makes the table; of equal names the one added first stays, unless another has a higher value in {@code order}. */
        DomainTable build(TextPool pool, IntOrder order) {
            int[] exactNames = Arrays.copyOf(names, size);
            int[] exactValues = Arrays.copyOf(values, size);
            names = new int[0];
            values = new int[0];
            int[] slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, size)) << 2)];
            for (int entry = 0; entry < size; entry++) {
                byte[] name = pool.read(exactNames[entry]).getBytes(StandardCharsets.ISO_8859_1);
                int slot = (int) Spread.hash(name, 0, name.length) & (slots.length - 1);
                while (slots[slot] != 0 && exactNames[slots[slot] - 1] != exactNames[entry]) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                if (slots[slot] == 0 || order.of(exactValues[entry]) > order.of(exactValues[slots[slot] - 1])) {
                    slots[slot] = entry + 1;
                }
            }
            return new DomainTable(pool, exactNames, exactValues, slots);
        }
    }

    /** Gives a value its rank. */
    @FunctionalInterface
    interface IntOrder {
        int of(int value);
    }
}
