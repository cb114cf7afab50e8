package io.thor4j.core.ioc;

import org.jspecify.annotations.Nullable;

/**
 * An IP address or network in 128 bits; IPv4 as {@code ::ffff:a.b.c.d}. Immutable. Read from text without asking any resolver.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 * @param prefix how many bits count, 0 to 128; 128 for an address
 */
record Address(long high, long low, int prefix) {
    static final int BITS = 128;

    private static final int V4_OFFSET = 96;
    private static final long V4_MAPPED = 0xffffL << 32;

    /** Reads an address, or a network with {@code /prefix}; null when the text is neither. Bits behind the prefix are cleared. */
    static @Nullable Address parse(String text) {
        int slash = text.indexOf('/');
        Address address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null || slash < 0) {
            return address;
        }
        int offset = text.indexOf(':') < 0 ? V4_OFFSET : 0;
        int prefix = number(text, slash + 1, text.length(), BITS - offset);
        return prefix < 0 ? null : address.network(prefix + offset);
    }

    /** Tells whether a text can only be an address: digits and dots, or a colon. */
    static boolean looksLike(String text) {
        boolean numeric = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return true;
            }
            numeric &= (c >= '0' && c <= '9') || c == '.' || c == '/';
        }
        return numeric;
    }

    Address network(int bits) {
        long highMask = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        long lowMask = bits <= 64 ? 0 : bits == BITS ? -1L : -1L << (BITS - bits);
        return new Address(high & highMask, low & lowMask, bits);
    }

    private static @Nullable Address address(String text) {
        if (text.indexOf(':') < 0) {
            long four = four(text, 0);
            return four < 0 ? null : new Address(0, V4_MAPPED | four, BITS);
        }
        return six(text);
    }

    private static long four(String text, int from) {
        long value = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int dot = part == 3 ? text.length() : text.indexOf('.', at);
            int number = dot < 0 ? -1 : number(text, at, dot, 255);
            if (number < 0) {
                return -1;
            }
            value = value << 8 | number;
            at = dot + 1;
        }
        return value;
    }

    /* Decimal digits only, no sign; -1 when it is not a number up to max. */
    private static int number(String text, int from, int to, int max) {
        if (to <= from || to - from > 3) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > max ? -1 : value;
    }

    /* RFC 4291 section 2.2: eight groups of hex digits, one run of zero groups as "::", the last two groups also as an IPv4 address. */
    private static @Nullable Address six(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        int end = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < end) {
            if (count == 8) {
                return null;
            }
            int colon = text.indexOf(':', at);
            int stop = colon < 0 ? end : colon;
            if (colon < 0 && text.indexOf('.', at) > 0) {
                long four = count <= 6 ? four(text, at) : -1;
                if (four < 0) {
                    return null;
                }
                groups[count++] = (int) (four >>> 16);
                groups[count++] = (int) (four & 0xffff);
                at = end;
                break;
            }
            int group = hex(text, at, stop);
            if (group < 0) {
                return null;
            }
            groups[count++] = group;
            at = stop;
            if (at == end) {
                break;
            }
            at++;
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            } else if (at == end) {
                return null;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        long[] halves = new long[2];
        for (int i = 0; i < count; i++) {
            int place = gap < 0 || i < gap ? i : i + 8 - count;
            halves[place / 4] |= (long) groups[i] << (48 - 16 * (place % 4));
        }
        return new Address(halves[0], halves[1], BITS);
    }

    private static int hex(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
