package io.thor4j.benchmarks.rules;

/** Changes the strings of rules so that a copy of them searches for others of the same kind and length. Stateless. */
final class StringChanger {
    private StringChanger() {}

    /** Returns rule text in which letters of the text strings and digits of the hex strings are others; conditions stay. */
    static String change(String rules, int key) {
        StringBuilder out = new StringBuilder(rules.length());
        boolean inStrings = false;
        for (String line : rules.split("\n", -1)) {
            String bare = line.strip();
            if (bare.startsWith("strings:")) {
                inStrings = true;
            } else if (bare.startsWith("condition:")) {
                inStrings = false;
            }
            out.append(inStrings && bare.startsWith("$") ? line(line, key) : line)
                    .append('\n');
        }
        return out.toString();
    }

    private static String line(String line, int key) {
        int equals = line.indexOf('=');
        int begin = equals + 1;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        if (equals < 0 || begin >= line.length()) {
            return line;
        }
        char first = line.charAt(begin);
        if (first == '"') {
            return line.substring(0, begin + 1) + text(line, begin + 1, key);
        }
        return first == '{' ? line.substring(0, begin) + hex(line.substring(begin), key) : line;
    }

    /* Letters and digits outside escapes, up to the closing quote. */
    private static String text(String line, int from, int key) {
        StringBuilder out = new StringBuilder();
        int at = from;
        for (; at < line.length() && line.charAt(at) != '"'; at++) {
            char c = line.charAt(at);
            if (c == '\\') {
                int end = Math.min(line.length(), at + (line.startsWith("\\x", at) ? 4 : 2));
                out.append(line, at, end);
                at = end - 1;
            } else {
                out.append(turned(c, key));
            }
        }
        return out + line.substring(Math.min(at, line.length()));
    }

    private static char turned(char c, int key) {
        if (c >= 'a' && c <= 'z') {
            return (char) ('a' + (c - 'a' + key) % 26);
        }
        if (c >= 'A' && c <= 'Z') {
            return (char) ('A' + (c - 'A' + key) % 26);
        }
        return c;
    }

    /* The low digit of every fully known byte, not within jumps or alternatives. */
    private static String hex(String body, int key) {
        StringBuilder out = new StringBuilder(body);
        int depth = 0;
        for (int i = 0; i + 1 < body.length() && body.charAt(i) != '}'; i++) {
            char c = body.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (body.startsWith("//", i)) {
                break;
            }
            if (depth == 0 && isDigit(c)) {
                if (isDigit(body.charAt(i + 1))) {
                    out.setCharAt(
                            i + 1, "0123456789ABCDEF".charAt((Character.digit(body.charAt(i + 1), 16) + key) % 16));
                }
                i++;
            }
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return Character.digit(c, 16) >= 0;
    }
}
