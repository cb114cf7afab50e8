package io.thor4j.yara.module.vt;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges of IP addresses in CIDR form (RFC 4632, RFC 4291), without asking any name server. Stateless. */
final class IpRange {
    private IpRange() {}

    /** {@code in_range(cidr)} of an IP address: 1 or 0; 0 as well when either text is none, or one is IPv4 and the other IPv6. */
    static @Nullable Object inRange(StructValue self, Object[] arguments) {
        String raw = VtModule.raw(self);
        return raw == null ? null : contains(new String((byte[]) arguments[0], StandardCharsets.UTF_8), raw) ? 1L : 0L;
    }

    static boolean contains(String cidr, String address) {
        int slash = cidr.indexOf('/');
        byte[] network = slash < 0 ? null : parse(cidr.substring(0, slash));
        byte[] tested = parse(address);
        int bits = slash < 0 ? -1 : number(cidr.substring(slash + 1), 10, 3, 128);
        if (network == null
                || tested == null
                || network.length != tested.length
                || bits < 0
                || bits > network.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((network[i / 8] ^ tested[i / 8]) & 0x80 >> i % 8) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int radix, int maxDigits, int max) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int result = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) > 0x7f ? -1 : Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            result = result * radix + digit;
        }
        return result > max ? -1 : result;
    }

    /** Returns 4 or 16 bytes, null for another text. */
    static byte @Nullable [] parse(String address) {
        return address.indexOf(':') < 0 ? parseFour(address) : parseSix(address);
    }

    private static byte @Nullable [] parseFour(String address) {
        String[] parts = address.split("\\.", -1);
        byte[] result = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = parts.length != 4 ? -1 : number(parts[i], 10, 3, 255);
            if (part < 0 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            result[i] = (byte) part;
        }
        return result;
    }

    private static byte @Nullable [] parseSix(String address) {
        int gap = address.indexOf("::");
        List<Byte> head = groups(gap < 0 ? address : address.substring(0, gap));
        List<Byte> tail = gap < 0 ? List.of() : groups(address.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int size = head.size() + tail.size();
        if (gap < 0 ? size != 16 : size > 14) {
            return null;
        }
        byte[] result = new byte[16];
        for (int i = 0; i < head.size(); i++) {
            result[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            result[16 - tail.size() + i] = tail.get(i);
        }
        return result;
    }

    /** The last group may be an IPv4 address. */
    private static @Nullable List<Byte> groups(String text) {
        List<Byte> result = new ArrayList<>();
        if (text.isEmpty()) {
            return result;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            byte[] four = i == parts.length - 1 && parts[i].indexOf('.') >= 0 ? parseFour(parts[i]) : null;
            int group = four == null ? number(parts[i], 16, 4, 0xffff) : 0;
            if (group < 0 || result.size() > 14) {
                return null;
            } else if (four == null) {
                result.add((byte) (group >> 8));
                result.add((byte) group);
            } else {
                for (byte b : four) {
                    result.add(b);
                }
            }
        }
        return result;
    }
}
