package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.PatternSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds texts and simple hex strings by trying every place, straight from the words of yara-semantics.md: slow and obvious. */
final class NaiveMatcher {
    private NaiveMatcher() {}

    /** Returns offset and length of the matches of a text, sorted. */
    static Map<Integer, Integer> text(PatternSpec spec, byte[] text, byte[] data) {
        TreeMap<Integer, Integer> found = new TreeMap<>();
        for (int at = 0; at < data.length; at++) {
            for (boolean wide : new boolean[] {false, true}) {
                if (found.containsKey(at) || !(wide ? spec.wide() : spec.ascii())) {
                    continue;
                }
                byte[] form = wide ? widen(text) : text;
                if (matches(spec, form, data, at) && (!spec.fullword() || alone(data, at, form.length, wide))) {
                    found.put(at, form.length);
                }
            }
        }
        return found;
    }

    private static boolean matches(PatternSpec spec, byte[] form, byte[] data, int at) {
        if (form.length > data.length - at) {
            return false;
        }
        int key = spec.xor() ? (data[at] ^ form[0]) & 0xff : 0;
        if (spec.xor() && (key < spec.xorMin() || key > spec.xorMax())) {
            return false;
        }
        for (int i = 0; i < form.length; i++) {
            int a = (data[at + i] ^ key) & 0xff;
            int b = form[i] & 0xff;
            boolean same = spec.nocase() ? lower(a) == lower(b) : a == b;
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static byte[] widen(byte[] text) {
        byte[] wide = new byte[text.length * 2];
        for (int i = 0; i < text.length; i++) {
            wide[2 * i] = text[i];
        }
        return wide;
    }

    private static boolean alone(byte[] data, int at, int length, boolean wide) {
        int end = at + length;
        if (wide) {
            return !(at >= 2 && data[at - 1] == 0 && word(data[at - 2]))
                    && !(end + 1 < data.length && data[end + 1] == 0 && word(data[end]));
        }
        return !(at >= 1 && word(data[at - 1])) && !(end < data.length && word(data[end]));
    }

    private static boolean word(byte c) {
        return Character.isLetterOrDigit((char) (c & 0x7f)) && c > 0;
    }

    /** Returns the three base64 forms of a text, made with the JDK's encoder and cut by the rule of the reference. */
    static List<String> base64(byte[] text) {
        List<String> forms = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            ByteArrayOutputStream shifted = new ByteArrayOutputStream();
            shifted.writeBytes(new byte[shift]);
            shifted.writeBytes(text);
            String encoded = Base64.getEncoder().encodeToString(shifted.toByteArray());
            int padding = encoded.length() - encoded.replace("=", "").length();
            int begin = shift == 0 ? 0 : shift + 1;
            int end = encoded.length() - (padding == 0 ? 0 : padding + 1);
            if (begin < end) {
                forms.add(new String(
                        encoded.substring(begin, end).getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
            }
        }
        return forms;
    }

    /** A byte of a hex string: value and mask, or a jump when {@code max >= 0}. */
    record HexItem(int value, int mask, boolean negated, int min, int max) {}

    /** Returns offset and shortest length of the matches of a hex string without alternatives. */
    static Map<Integer, Integer> hex(List<HexItem> items, byte[] data) {
        TreeMap<Integer, Integer> found = new TreeMap<>();
        for (int at = 0; at < data.length; at++) {
            int end = shortestEnd(items, 0, data, at);
            if (end >= 0) {
                found.put(at, end - at);
            }
        }
        return found;
    }

    private static int shortestEnd(List<HexItem> items, int item, byte[] data, int at) {
        if (item == items.size()) {
            return at;
        }
        HexItem next = items.get(item);
        if (next.max >= 0) {
            int best = -1;
            for (int gap = next.min; gap <= next.max && at + gap <= data.length; gap++) {
                int end = shortestEnd(items, item + 1, data, at + gap);
                if (end >= 0 && (best < 0 || end < best)) {
                    best = end;
                }
            }
            return best;
        }
        if (at >= data.length || ((data[at] & next.mask) == next.value) == next.negated) {
            return -1;
        }
        return shortestEnd(items, item + 1, data, at + 1);
    }
}
