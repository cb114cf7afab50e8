package io.thor4j.benchmarks.rules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the strings that rules look for, as far as a line tells them. Stateless. */
public final class OwnStrings {
    private OwnStrings() {}

    /**
     * Returns text strings, the known bytes of hex strings and a text for each regex, one behind the other.
     *
     * @param rules text of rules
     */
    public static byte[] of(byte[] rules) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        literals(rules).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /**
     * Returns the same strings without their last bytes, a line each, again and again.
     *
     * @param rules text of rules
     * @param leftOut bytes that each string loses
     * @param size bytes to return
     */
    public static byte[] cut(byte[] rules, int leftOut, int size) {
        List<byte[]> all = literals(rules);
        byte[] result = new byte[size];
        int at = 0;
        for (int i = 0; at < size && !all.isEmpty(); i++) {
            byte[] string = all.get(i % all.size());
            int length = Math.min(Math.max(0, string.length - leftOut), size - at);
            System.arraycopy(string, 0, result, at, length);
            at += length;
            if (at < size) {
                result[at++] = '\n';
            }
        }
        return result;
    }

    /** Returns the regexes with their modifiers, as they stand in the rules. */
    public static List<String> regexes(byte[] rules) {
        return values(rules).stream().filter(value -> value.startsWith("/")).toList();
    }

    private static List<byte[]> literals(byte[] rules) {
        List<byte[]> result = new ArrayList<>();
        for (String value : values(rules)) {
            if (value.startsWith("\"")) {
                result.add(text(value));
            } else if (value.startsWith("{")) {
                result.add(hex(value));
            } else if (value.startsWith("/")) {
                result.add(RegexSample.of(value));
            }
        }
        return result;
    }

    /* What stands behind $name = in a line of its own, as rule authors write strings. */
    private static List<String> values(byte[] rules) {
        return Arrays.stream(new String(rules, StandardCharsets.ISO_8859_1).split("\n", -1))
                .map(String::strip)
                .filter(line -> line.startsWith("$") && line.indexOf('=') > 0)
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .toList();
    }

    private static byte[] text(String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                c = value.charAt(++i);
                if (c == 'x' && i + 2 < value.length()) {
                    out.write(Character.digit(value.charAt(i + 1), 16) << 4 | Character.digit(value.charAt(i + 2), 16));
                    i += 2;
                } else {
                    out.write(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
                }
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static byte[] hex(String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int depth = 0;
        for (int i = 1; i + 1 < value.length() && value.charAt(i) != '}' && value.charAt(i) != '/'; i++) {
            char c = value.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            int high = Character.digit(c, 16);
            int low = Character.digit(value.charAt(i + 1), 16);
            if (depth == 0 && (high >= 0 || c == '?') && (low >= 0 || value.charAt(i + 1) == '?')) {
                out.write(Math.max(high, 0) << 4 | Math.max(low, 0));
                i++;
            }
        }
        return out.toByteArray();
    }
}
