package io.thor4j.benchmarks.rules;

import java.nio.charset.StandardCharsets;

/** Makes one text that a rule's regex matches: the first of alternatives, the fewest of repeats. Used by one thread. */
final class RegexSample {
    private final String regex;
    private int at;

    private RegexSample(String regex) {
        this.regex = regex;
    }

    /** Returns the text for a regex between slashes, with or without modifiers behind them. */
    static byte[] of(String value) {
        int end = Math.max(1, value.lastIndexOf('/'));
        return new RegexSample(value.substring(1, end)).alternatives().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String alternatives() {
        String first = sequence();
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder out = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            out.append(item().repeat(least()));
        }
        return out.toString();
    }

    private String item() {
        char c = regex.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape();
            case '.' -> "x";
            case '^', '$' -> "";
            default -> String.valueOf(c);
        };
    }

    private String group() {
        String inside = alternatives();
        at++;
        return inside;
    }

    /* The first of a set; of one that names what it excludes, a letter that none excludes alone. */
    private String set() {
        boolean excludes = at < regex.length() && regex.charAt(at) == '^';
        if (excludes) {
            at++;
        }
        String first = at < regex.length() && regex.charAt(at) == '\\' ? escapeBehindSlash() : one();
        while (at < regex.length() && regex.charAt(at) != ']') {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        return excludes ? "Q" : first;
    }

    private String one() {
        return at < regex.length() ? String.valueOf(regex.charAt(at++)) : "";
    }

    private String escapeBehindSlash() {
        at++;
        return escape();
    }

    private String escape() {
        if (at >= regex.length()) {
            return "";
        }
        char c = regex.charAt(at++);
        return switch (c) {
            case 's' -> " ";
            case 'd' -> "0";
            case 'w' -> "a";
            case 'b', 'B' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'x' -> hexadecimal();
            default -> String.valueOf(c);
        };
    }

    private String hexadecimal() {
        String digits = regex.substring(at, Math.min(at + 2, regex.length()));
        at += 2;
        return digits.matches("[0-9a-fA-F]{2}") ? String.valueOf((char) Integer.parseInt(digits, 16)) : "";
    }

    /* How often the item before at least is there. */
    private int least() {
        int result = 1;
        if (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '?' || c == '*' || c == '+') {
                at++;
                result = c == '+' ? 1 : 0;
            } else if (c == '{' && at + 1 < regex.length() && Character.isDigit(regex.charAt(at + 1))) {
                int end = regex.indexOf('}', at);
                String range = regex.substring(at + 1, end < 0 ? regex.length() : end);
                at = end < 0 ? regex.length() : end + 1;
                String low = range.split("[^0-9]", 2)[0];
                result = low.length() > 3 ? 1 : Integer.parseInt(low);
            }
        }
        if (at < regex.length() && regex.charAt(at) == '?') {
            at++;
        }
        return result;
    }
}
