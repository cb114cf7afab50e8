package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what stands between the braces of a hex string (libyara hex_lexer.l and hex_grammar.y, yara-semantics.md section 6). */
final class HexParser {
    /* Inside an alternation a jump may not be longer; libyara cannot chain there (limits.h:142). */
    private static final int MAX_JUMP_IN_ALTERNATION = 200;
    private static final int MAX_DEPTH = 250;
    private static final String INVALID = "ERROR_INVALID_HEX_STRING";

    private final byte[] source;
    private int at;
    private int depth;

    HexParser(byte[] source) {
        this.source = source;
    }

    /** Parses the whole source. */
    ReNode parse() throws PatternException {
        ReNode result = sequence();
        if (at < source.length) {
            throw error(at, "syntax error: unexpected \"" + (char) (source[at] & 0x7f) + "\"", null);
        }
        return result;
    }

    private ReNode sequence() throws PatternException {
        List<ReNode> parts = new ArrayList<>();
        int lastJump = -1;
        skipBlanks();
        while (at < source.length && source[at] != '|' && source[at] != ')') {
            int begin = at;
            if (source[at] == '[') {
                ReNode jump = jump();
                if (parts.isEmpty()) {
                    throw error(begin, "a jump may not stand at the begin", "start with a byte or ??");
                }
                parts.add(jump);
                lastJump = parts.size();
            } else if (source[at] == '(') {
                parts.add(alternation());
            } else {
                parts.add(byteToken());
            }
            skipBlanks();
        }
        if (parts.isEmpty()) {
            throw error(at, "syntax error: bytes expected", null);
        }
        if (lastJump == parts.size()) {
            throw error(at, "a jump may not stand at the end", "end with a byte or ??");
        }
        return parts.size() == 1 ? parts.get(0) : new ReNode.Concat(parts);
    }

    private ReNode alternation() throws PatternException {
        int open = at++;
        if (++depth > MAX_DEPTH) {
            throw error(open, "alternatives are nested too deeply", "at most " + MAX_DEPTH + " levels");
        }
        List<ReNode> choices = new ArrayList<>();
        choices.add(sequence());
        while (at < source.length && source[at] == '|') {
            at++;
            choices.add(sequence());
        }
        if (at >= source.length) {
            throw error(open, "syntax error: missing \")\"", null);
        }
        at++;
        depth--;
        return choices.size() == 1 ? choices.get(0) : new ReNode.Alternation(choices);
    }

    private ReNode byteToken() throws PatternException {
        int begin = at;
        boolean negated = source[at] == '~';
        if (negated) {
            at++;
        }
        int high = nibble();
        int low = high == -2 ? -2 : nibble();
        if (high == -2) {
            throw error(
                    begin,
                    "syntax error: unexpected \"" + printable(source[begin]) + "\"",
                    "hex digits, ?, ~, [ ] and ( | ) are allowed");
        }
        if (low == -2) {
            throw error(begin, "uneven number of digits in hex string", null);
        }
        int mask = (high < 0 ? 0 : 0xf0) | (low < 0 ? 0 : 0x0f);
        int value = Math.max(high, 0) << 4 | Math.max(low, 0);
        if (!negated) {
            return ReNode.Leaf.masked(value, mask);
        }
        if (mask == 0) {
            throw error(begin, "~?? can never match", "write ~ before a byte or half a byte");
        }
        return ReNode.Leaf.set(ByteSet.masked(value, mask).invert());
    }

    private static String printable(byte c) {
        return c > ' ' && c < 127 ? String.valueOf((char) c) : String.format("\\x%02x", c & 0xff);
    }

    /* Returns 0..15, -1 for a wildcard, -2 (nothing consumed) for anything else. */
    private int nibble() {
        if (at >= source.length) {
            return -2;
        }
        if (source[at] == '?') {
            at++;
            return -1;
        }
        int digit = source[at] < 0 ? -1 : Character.digit(source[at], 16);
        if (digit < 0) {
            return -2;
        }
        at++;
        return digit;
    }

    private ReNode jump() throws PatternException {
        int open = at++;
        skipSpaces();
        long low = number(open);
        skipSpaces();
        if (at < source.length && source[at] == ']' && low >= 0) {
            at++;
            if (low == 0) {
                throw error(open, "invalid jump length", "leave [0] out");
            }
            // libyara's grammar makes ?? of it, which its choice of atoms, and so the reported length, can tell from
            // other jumps.
            return low == 1 ? ReNode.any(true) : checked(open, low, low);
        }
        if (at >= source.length || source[at] != '-') {
            throw error(at, "syntax error in a jump", "write [n], [n-m], [n-] or [-]");
        }
        at++;
        skipSpaces();
        long high = number(open);
        skipSpaces();
        if (at >= source.length || source[at] != ']' || (low < 0 && high >= 0)) {
            throw error(at, "syntax error in a jump", "write [n], [n-m], [n-] or [-]");
        }
        at++;
        return checked(open, Math.max(low, 0), high < 0 ? Integer.MAX_VALUE : high);
    }

    private ReNode checked(int open, long low, long high) throws PatternException {
        if (low > high) {
            throw error(open, "invalid jump range", "the first number must not be the larger one");
        }
        if (depth > 0 && high == Integer.MAX_VALUE) {
            throw error(open, "unbounded jumps not allowed inside alternation (|)", null);
        }
        if (depth > 0 && high > MAX_JUMP_IN_ALTERNATION) {
            throw error(open, "jumps over " + MAX_JUMP_IN_ALTERNATION + " not allowed inside alternation (|)", null);
        }
        return new ReNode.Repeat(ReNode.any(true), (int) low, (int) high, false);
    }

    /* Returns -1 when there is no digit. */
    private long number(int open) throws PatternException {
        long value = -1;
        while (at < source.length && source[at] >= '0' && source[at] <= '9') {
            value = Math.max(value, 0) * 10 + source[at] - '0';
            if (value >= Integer.MAX_VALUE) {
                throw error(open, "jump length too large", "at most " + (Integer.MAX_VALUE - 1));
            }
            at++;
        }
        return value;
    }

    private void skipSpaces() {
        while (at < source.length && (source[at] == ' ' || source[at] == '\t')) {
            at++;
        }
    }

    private void skipBlanks() {
        while (at < source.length) {
            byte c = source[at];
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else if (c == '/' && at + 1 < source.length && source[at + 1] == '/') {
                while (at < source.length && source[at] != '\n') {
                    at++;
                }
            } else if (c == '/' && at + 1 < source.length && source[at + 1] == '*') {
                at += 2;
                while (at < source.length && !(source[at] == '*' && at + 1 < source.length && source[at + 1] == '/')) {
                    at++;
                }
                at = Math.min(at + 2, source.length);
            } else {
                return;
            }
        }
    }

    private static PatternException error(int offset, String message, @Nullable String hint) {
        return new PatternException(INVALID, offset, message, hint);
    }
}
