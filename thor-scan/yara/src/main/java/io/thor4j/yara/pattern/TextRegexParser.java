package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses the regexes of indicator files: Go's dialect, which THOR uses, without Unicode classes and multi-line mode (the page
 * pkg.go.dev/regexp/syntax is the reference of the syntax). Makes a tree over the bytes of UTF-8. One instance a regex.
 */
final class TextRegexParser {
    /* As in RegexParser: the later stages recurse over the tree. */
    private static final int MAX_DEPTH = 100;
    private static final int MAX_REPEAT = 1000;
    private static final String INVALID = "ERROR_INVALID_REGULAR_EXPRESSION";
    /* As many parts of a pattern are refused: a line of an indicator file has no use for more. */
    private static final int MAX_LENGTH = 64 << 10;

    private final int[] source;
    private final boolean separatorsAlike;
    private boolean nocase;
    private boolean dotAll;
    private boolean lazyByDefault;
    private int at;

    TextRegexParser(String source, boolean nocase, boolean separatorsAlike) {
        this.source = source.codePoints().toArray();
        this.nocase = nocase;
        this.separatorsAlike = separatorsAlike;
    }

    ReNode parse() throws PatternException {
        if (source.length > MAX_LENGTH) {
            throw error(0, "the regular expression is too long", "at most " + MAX_LENGTH + " characters");
        }
        ReNode node = choices(0);
        if (at < source.length) {
            throw error(at, "unexpected )", "write \\) for a literal parenthesis");
        }
        return node;
    }

    private ReNode choices(int depth) throws PatternException {
        if (depth > MAX_DEPTH) {
            throw error(at, "groups are nested too deeply", "at most " + MAX_DEPTH + " levels");
        }
        List<ReNode> choices = new ArrayList<>();
        List<ReNode> parts = new ArrayList<>();
        while (at < source.length && source[at] != ')') {
            if (source[at] == '|') {
                at++;
                choices.add(row(parts));
                parts = new ArrayList<>();
            } else if (source[at] == '\\' && at + 1 < source.length && source[at + 1] == 'Q') {
                quoted(parts);
            } else {
                ReNode part = single(depth);
                parts.add(repeated(part, depth));
            }
        }
        if (choices.isEmpty()) {
            return row(parts);
        }
        choices.add(row(parts));
        return new ReNode.Alternation(choices);
    }

    private static ReNode row(List<ReNode> parts) {
        return parts.isEmpty() ? new ReNode.Empty() : parts.size() == 1 ? parts.get(0) : new ReNode.Concat(parts);
    }

    private void quoted(List<ReNode> parts) {
        at += 2;
        while (at < source.length) {
            if (source[at] == '\\' && at + 1 < source.length && source[at + 1] == 'E') {
                at += 2;
                return;
            }
            parts.add(character(source[at++]));
        }
    }

    private ReNode repeated(ReNode single, int depth) throws PatternException {
        ReNode node = single;
        int begin = at;
        int[] bounds = quantifier();
        if (bounds.length == 0) {
            return node;
        }
        boolean lazy = at < source.length && source[at] == '?';
        if (lazy) {
            at++;
        }
        if (node instanceof ReNode.Assertion || node instanceof ReNode.Empty) {
            // Repeating a place is the place itself, or nothing.
            node = bounds[0] == 0 ? new ReNode.Empty() : node;
        } else if (bounds[1] == 0) {
            node = new ReNode.Empty();
        } else {
            node = new ReNode.Repeat(node, bounds[0], bounds[1], lazy == lazyByDefault);
        }
        if (quantifier().length > 0) {
            throw error(begin, "nothing to repeat", "put the part to repeat in ( )");
        }
        if (depth > MAX_DEPTH) {
            throw error(begin, "repeats are nested too deeply", null);
        }
        return node;
    }

    /* Reads a quantifier; nothing is read and nothing returned when there is none. */
    private int[] quantifier() throws PatternException {
        if (at >= source.length) {
            return new int[0];
        }
        switch (source[at]) {
            case '*' -> {
                at++;
                return new int[] {0, Integer.MAX_VALUE};
            }
            case '+' -> {
                at++;
                return new int[] {1, Integer.MAX_VALUE};
            }
            case '?' -> {
                at++;
                return new int[] {0, 1};
            }
            case '{' -> {
                return bounds();
            }
            default -> {
                return new int[0];
            }
        }
    }

    /* {n}, {n,} and {n,m}; any other brace is a literal, and nothing is read. */
    private int[] bounds() throws PatternException {
        int begin = at++;
        int min = number();
        int max = min;
        if (min >= 0 && at < source.length && source[at] == ',') {
            at++;
            max = at < source.length && source[at] == '}' ? Integer.MAX_VALUE : number();
        }
        if (min < 0 || max < 0 || at >= source.length || source[at] != '}') {
            at = begin;
            return new int[0];
        }
        at++;
        if (min > MAX_REPEAT || (max > MAX_REPEAT && max != Integer.MAX_VALUE) || min > max) {
            throw error(begin, "bad repeat count", "at most " + MAX_REPEAT + ", the smaller number first");
        }
        return new int[] {min, max};
    }

    private int number() {
        int value = -1;
        while (at < source.length && source[at] >= '0' && source[at] <= '9') {
            value = Math.min(Math.max(value, 0) * 10 + source[at] - '0', MAX_REPEAT + 1);
            at++;
        }
        return value;
    }

    private ReNode single(int depth) throws PatternException {
        int c = source[at];
        switch (c) {
            case '(' -> {
                return group(depth);
            }
            case '[' -> {
                return characterClass();
            }
            case '.' -> {
                at++;
                CodePointSet newline = new CodePointSet();
                if (!dotAll) {
                    newline.add('\n', '\n');
                }
                return newline.invert().toNode();
            }
            case '^' -> {
                at++;
                return new ReNode.Assertion(ReNode.Assertion.Kind.BEGIN);
            }
            case '$' -> {
                at++;
                return new ReNode.Assertion(ReNode.Assertion.Kind.END);
            }
            case '*', '+', '?' -> throw error(at, "nothing to repeat before " + (char) c, "write \\" + (char) c);
            case '\\' -> {
                return escape();
            }
            case '{' -> {
                int begin = at;
                if (bounds().length > 0) {
                    throw error(begin, "nothing to repeat before {", "write \\{");
                }
                at++;
                return character(c);
            }
            default -> {
                at++;
                return character(c);
            }
        }
    }

    private ReNode group(int depth) throws PatternException {
        int open = at++;
        boolean outerNocase = nocase;
        boolean outerDotAll = dotAll;
        boolean outerLazy = lazyByDefault;
        if (at < source.length && source[at] == '?') {
            at++;
            if (named(open)) {
                return close(open, choices(depth + 1), outerNocase, outerDotAll, outerLazy);
            }
            flags(open);
            if (source[at++] == ')') {
                // Flags without a colon hold to the end of the group around them.
                return new ReNode.Empty();
            }
        }
        return close(open, choices(depth + 1), outerNocase, outerDotAll, outerLazy);
    }

    private ReNode close(int open, ReNode node, boolean outerNocase, boolean outerDotAll, boolean outerLazy)
            throws PatternException {
        if (at >= source.length) {
            throw error(open, "missing )", "write \\( for a literal parenthesis");
        }
        at++;
        nocase = outerNocase;
        dotAll = outerDotAll;
        lazyByDefault = outerLazy;
        return node;
    }

    /* (?P<name>...) and (?<name>...): names mean nothing here. */
    private boolean named(int open) throws PatternException {
        int name = at;
        if (name < source.length && source[name] == 'P') {
            name++;
        }
        if (name >= source.length || source[name] != '<') {
            return false;
        }
        int end = name + 1;
        while (end < source.length && (source[end] == '_' || Character.isLetterOrDigit(source[end]))) {
            end++;
        }
        if (end >= source.length || source[end] != '>' || end == name + 1) {
            throw error(
                    open, "look-behind is not possible in a linear search", "use the third column for false positives");
        }
        at = end + 1;
        return true;
    }

    /* Reads flags up to the colon or parenthesis behind them. */
    private void flags(int open) throws PatternException {
        boolean on = true;
        while (at < source.length && source[at] != ':' && source[at] != ')') {
            switch (source[at]) {
                case 'i' -> nocase = on;
                case 's' -> dotAll = on;
                case 'U' -> lazyByDefault = on;
                case '-' -> on = false;
                case 'm' -> {
                    if (on) {
                        throw error(at, "multi-line mode is not supported", "every text is one line here");
                    }
                }
                case '=', '!' ->
                    throw error(
                            open,
                            "look-ahead is not possible in a linear search",
                            "use the third column for false positives");
                default -> throw error(at, "unknown group or flag", "known are i, s, U and (?: )");
            }
            at++;
        }
        if (at >= source.length) {
            throw error(open, "missing )", null);
        }
    }

    private ReNode character(int c) {
        CodePointSet set = new CodePointSet();
        set.add(c, c);
        return node(set);
    }

    private ReNode node(CodePointSet set) {
        if (nocase) {
            set.foldCase();
        }
        if (separatorsAlike) {
            set.joinSeparators();
        }
        return set.toNode();
    }

    private ReNode escape() throws PatternException {
        if (at + 1 >= source.length) {
            throw error(at, "a backslash at the end", "write \\\\ for a backslash");
        }
        ReNode.Assertion.Kind place = switch (source[at + 1]) {
            case 'b' -> ReNode.Assertion.Kind.WORD_BOUNDARY;
            case 'B' -> ReNode.Assertion.Kind.NOT_WORD_BOUNDARY;
            case 'A' -> ReNode.Assertion.Kind.BEGIN;
            case 'z' -> ReNode.Assertion.Kind.END;
            default -> null;
        };
        if (place != null) {
            at += 2;
            return new ReNode.Assertion(place);
        }
        CodePointSet named = perlClass(source[at + 1]);
        if (named != null) {
            at += 2;
            return named.toNode();
        }
        return character(escapedCharacter());
    }

    private static @Nullable CodePointSet perlClass(int letter) {
        CodePointSet set = new CodePointSet();
        switch (letter) {
            case 'd', 'D' -> set.add('0', '9');
            case 's', 'S' -> {
                set.add('\t', '\n');
                set.add('\f', '\r');
                set.add(' ', ' ');
            }
            case 'w', 'W' -> {
                set.add('0', '9');
                set.add('A', 'Z');
                set.add('a', 'z');
                set.add('_', '_');
            }
            default -> {
                return null;
            }
        }
        return letter < 'a' ? set.invert() : set;
    }

    private int escapedCharacter() throws PatternException {
        int begin = at;
        if (at + 1 >= source.length) {
            throw error(at, "a backslash at the end", "write \\\\ for a backslash");
        }
        int c = source[at + 1];
        at += 2;
        switch (c) {
            case 'a' -> {
                return 7;
            }
            case 'f' -> {
                return '\f';
            }
            case 'n' -> {
                return '\n';
            }
            case 'r' -> {
                return '\r';
            }
            case 't' -> {
                return '\t';
            }
            case 'v' -> {
                return 11;
            }
            case 'x' -> {
                return hex(begin);
            }
            default -> {
                if (c >= '1' && c <= '9') {
                    throw error(begin, "back-references are not possible in a linear search", null);
                }
                if (c == 'p' || c == 'P') {
                    throw error(begin, "Unicode classes are not supported", "list the characters in [ ]");
                }
                if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0' || c >= 0x80) {
                    throw error(begin, "unknown escape \\" + Character.toString(c), "write \\\\ for a backslash");
                }
                return c;
            }
        }
    }

    private int hex(int begin) throws PatternException {
        boolean braces = at < source.length && source[at] == '{';
        int from = braces ? at + 1 : at;
        int to = braces ? from : Math.min(from + 2, source.length);
        while (braces && to < source.length && source[to] != '}' && to - from < 7) {
            to++;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = source[i] < 0x80 ? Character.digit(source[i], 16) : -1;
            value = digit < 0 || value < 0 ? -1 : value * 16 + digit;
        }
        boolean whole = braces ? to > from && to < source.length && source[to] == '}' : to - from == 2;
        if (!whole || value < 0 || value > Character.MAX_CODE_POINT) {
            throw error(begin, "bad \\x escape", "\\x takes two hex digits, or up to six in braces");
        }
        at = braces ? to + 1 : to;
        return value;
    }

    private ReNode characterClass() throws PatternException {
        int open = at++;
        boolean negated = at < source.length && source[at] == '^';
        if (negated) {
            at++;
        }
        CodePointSet set = new CodePointSet();
        boolean first = true;
        while (at < source.length && (source[at] != ']' || first)) {
            classMember(set);
            first = false;
        }
        if (at >= source.length) {
            throw error(open, "missing ]", "write \\[ for a literal bracket");
        }
        at++;
        if (nocase) {
            set.foldCase();
        }
        if (separatorsAlike) {
            set.joinSeparators();
        }
        CodePointSet members = negated ? set.invert() : set;
        if (members.isEmpty()) {
            throw error(open, "the character class has no member", null);
        }
        return members.toNode();
    }

    private void classMember(CodePointSet set) throws PatternException {
        int begin = at;
        if (source[at] == '[' && at + 1 < source.length && source[at + 1] == ':') {
            posixClass(set);
            return;
        }
        CodePointSet named = source[at] == '\\' && at + 1 < source.length ? perlClass(source[at + 1]) : null;
        if (named != null) {
            at += 2;
            set.addAll(named);
            return;
        }
        int low = classCharacter();
        int high = low;
        if (at + 1 < source.length && source[at] == '-' && source[at + 1] != ']') {
            at++;
            high = classCharacter();
        }
        if (high < low) {
            throw error(begin, "bad character range", "the first character must not be the larger one");
        }
        set.add(low, high);
    }

    private int classCharacter() throws PatternException {
        return source[at] == '\\' ? escapedCharacter() : source[at++];
    }

    private void posixClass(CodePointSet set) throws PatternException {
        int end = at + 2;
        StringBuilder name = new StringBuilder();
        while (end < source.length && source[end] != ':' && name.length() < 12) {
            name.appendCodePoint(source[end++]);
        }
        String text = name.toString();
        boolean negated = text.startsWith("^");
        CodePointSet members = posix(negated ? text.substring(1) : text);
        if (members == null || end + 1 >= source.length || source[end] != ':' || source[end + 1] != ']') {
            throw error(at, "unknown character class [:" + text, "write \\[ for a literal bracket");
        }
        at = end + 2;
        set.addAll(negated ? members.invert() : members);
    }

    private static @Nullable CodePointSet posix(String name) {
        int[] ranges = switch (name.toLowerCase(Locale.ROOT)) {
            case "alnum" -> new int[] {'0', '9', 'A', 'Z', 'a', 'z'};
            case "alpha" -> new int[] {'A', 'Z', 'a', 'z'};
            case "ascii" -> new int[] {0, 0x7f};
            case "blank" -> new int[] {'\t', '\t', ' ', ' '};
            case "cntrl" -> new int[] {0, 0x1f, 0x7f, 0x7f};
            case "digit" -> new int[] {'0', '9'};
            case "graph" -> new int[] {'!', '~'};
            case "lower" -> new int[] {'a', 'z'};
            case "print" -> new int[] {' ', '~'};
            case "punct" -> new int[] {'!', '/', ':', '@', '[', '`', '{', '~'};
            case "space" -> new int[] {'\t', '\r', ' ', ' '};
            case "upper" -> new int[] {'A', 'Z'};
            case "word" -> new int[] {'0', '9', 'A', 'Z', 'a', 'z', '_', '_'};
            case "xdigit" -> new int[] {'0', '9', 'A', 'F', 'a', 'f'};
            default -> new int[0];
        };
        if (ranges.length == 0) {
            return null;
        }
        CodePointSet set = new CodePointSet();
        for (int i = 0; i < ranges.length; i += 2) {
            set.add(ranges[i], ranges[i + 1]);
        }
        return set;
    }

    private static PatternException error(int offset, String message, @Nullable String hint) {
        return new PatternException(INVALID, offset, message, hint);
    }
}
