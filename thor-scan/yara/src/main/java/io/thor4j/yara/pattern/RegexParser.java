package io.thor4j.yara.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses YARA's regex dialect (libyara re_lexer.l and re_grammar.y, as yara-semantics.md section 4 records them). One instance a regex.
 *
 * <p>The dialect's surprises: groups capture nothing and there is no {@code (?...)}; a brace that is not a repetition is a literal; an
 * alternative may be empty, but not the first; unknown escapes stand for the letter itself.
 */
final class RegexParser {
    /* A deeper tree is refused: the later stages recurse over it. Groups around a single part make no tree. */
    private static final int MAX_DEPTH = 250;
    private static final String INVALID = "ERROR_INVALID_REGULAR_EXPRESSION";

    private final byte[] source;
    private final boolean nocase;
    private final boolean dotAll;
    private final List<String> warnings = new ArrayList<>();
    private int at;
    private boolean greedySeen;
    private boolean lazySeen;

    RegexParser(byte[] source, boolean nocase, boolean dotAll) {
        this.source = source;
        this.nocase = nocase;
        this.dotAll = dotAll;
    }

    /** Parses the whole source. */
    ReNode parse() throws PatternException {
        if (source.length == 0) {
            throw error(0, "empty regular expression", null);
        }
        // Groups are kept on a stack of our own: libyara takes thousands of nested ones, the thread's stack does not.
        Deque<Group> outer = new ArrayDeque<>();
        Group group = new Group(-1);
        while (at < source.length) {
            byte c = source[at];
            if (c == '|') {
                endChoice(group);
                at++;
            } else if (c == '(') {
                outer.push(group);
                group = new Group(at++);
                if (at < source.length && source[at] == '?') {
                    throw error(
                            at,
                            "syntax error: groups with (?...) are not part of YARA's regexes",
                            "use plain ( ) and the flags i and s");
                }
            } else if (c == ')' && !outer.isEmpty()) {
                ReNode inner = endGroup(group);
                at++;
                int depth = group.depth;
                group = outer.pop();
                addPart(group, inner, depth);
            } else if (c == ')') {
                throw error(at, "syntax error: unexpected \")\"", "write \\) for a literal parenthesis");
            } else {
                addPart(group, single(), 1);
            }
        }
        if (!outer.isEmpty()) {
            throw error(group.open, "syntax error: missing \")\"", null);
        }
        return endGroup(group);
    }

    /** Returns whether a quantifier without question mark was seen. */
    boolean greedySeen() {
        return greedySeen;
    }

    /** Returns whether a quantifier with question mark was seen. */
    boolean lazySeen() {
        return lazySeen;
    }

    /** Returns escapes that mean nothing special and were taken as the letter. */
    List<String> warnings() {
        return warnings;
    }

    /* A group that is being read: its choices so far and the parts of the one at hand. */
    private static final class Group {
        private final int open;
        private final List<ReNode> choices = new ArrayList<>();
        private List<ReNode> parts = new ArrayList<>();
        private int depth;
        private boolean hasRow;

        private Group(int open) {
            this.open = open;
        }
    }

    private void endChoice(Group group) throws PatternException {
        if (group.parts.isEmpty() && group.choices.isEmpty()) {
            throw error(at, "syntax error: an empty first alternative", "write (a|) instead of (|a)");
        }
        List<ReNode> parts = group.parts;
        group.choices.add(
                parts.isEmpty() ? new ReNode.Empty() : parts.size() == 1 ? parts.get(0) : new ReNode.Concat(parts));
        group.hasRow |= parts.size() > 1;
        group.parts = new ArrayList<>();
    }

    private ReNode endGroup(Group group) throws PatternException {
        endChoice(group);
        group.depth += (group.hasRow ? 1 : 0) + (group.choices.size() > 1 ? 1 : 0);
        if (group.choices.size() == 1) {
            return group.choices.get(0);
        }
        return new ReNode.Alternation(group.choices);
    }

    private void addPart(Group group, ReNode part, int depth) throws PatternException {
        ReNode repeated = repeated(part);
        group.parts.add(repeated);
        group.depth = Math.max(group.depth, repeated == part ? depth : depth + 1);
        if (group.depth > MAX_DEPTH) {
            throw error(at, "groups are nested too deeply", "at most " + MAX_DEPTH + " levels");
        }
    }

    private ReNode repeated(ReNode single) throws PatternException {
        if (single instanceof ReNode.Assertion || at >= source.length) {
            return quantifierAhead() && single instanceof ReNode.Assertion ? refuseQuantifier() : single;
        }
        int min;
        int max;
        switch (source[at]) {
            case '*' -> {
                min = 0;
                max = Integer.MAX_VALUE;
                at++;
            }
            case '+' -> {
                min = 1;
                max = Integer.MAX_VALUE;
                at++;
            }
            case '?' -> {
                min = 0;
                max = 1;
                at++;
            }
            case '{' -> {
                int[] bounds = bounds();
                if (bounds.length == 0) {
                    return single;
                }
                min = bounds[0];
                max = bounds[1];
            }
            default -> {
                return single;
            }
        }
        boolean lazy = at < source.length && source[at] == '?';
        if (lazy) {
            at++;
            lazySeen = true;
        } else {
            greedySeen = true;
        }
        if (quantifierAhead()) {
            refuseQuantifier();
        }
        return new ReNode.Repeat(single, min, max, !lazy);
    }

    private boolean quantifierAhead() throws PatternException {
        if (at >= source.length) {
            return false;
        }
        byte c = source[at];
        if (c == '*' || c == '+' || c == '?') {
            return true;
        }
        int save = at;
        boolean bounds = c == '{' && bounds().length > 0;
        at = save;
        return bounds;
    }

    private ReNode refuseQuantifier() throws PatternException {
        throw error(
                at,
                "syntax error: nothing to repeat before \"" + (char) source[at] + "\"",
                "put the part to repeat in ( )");
    }

    /* Reads {n}, {n,}, {,m} or {n,m}; leaves everything as it is and returns nothing when the brace is a literal. */
    private int[] bounds() throws PatternException {
        int save = at;
        at++;
        int low = number();
        int digitsEnd = at;
        blanks();
        if (at < source.length && source[at] == '}' && low >= 0 && at == digitsEnd) {
            at++;
            return new int[] {checkRepeat(low, save), low};
        }
        if (at < source.length && source[at] == ',') {
            at++;
            blanks();
            int high = number();
            blanks();
            if (at < source.length && source[at] == '}') {
                at++;
                int min = low < 0 ? 0 : checkRepeat(low, save);
                int max = high < 0 ? ReNode.MAX_REPEAT : checkRepeat(high, save);
                if (min > max) {
                    throw error(save, "bad repeat interval", "the first number must not be the larger one");
                }
                return new int[] {min, max};
            }
        }
        at = save;
        return new int[0];
    }

    private int checkRepeat(int count, int where) throws PatternException {
        if (count > ReNode.MAX_REPEAT) {
            throw error(where, "repeat interval too large", "at most " + ReNode.MAX_REPEAT);
        }
        return count;
    }

    private void blanks() {
        while (at < source.length && (source[at] == ' ' || source[at] == '\t')) {
            at++;
        }
    }

    /* Returns -1 when there is no digit; stops counting above the largest allowed value. */
    private int number() {
        int value = -1;
        while (at < source.length && source[at] >= '0' && source[at] <= '9') {
            value = Math.min(Math.max(value, 0) * 10 + source[at] - '0', ReNode.MAX_REPEAT + 1);
            at++;
        }
        return value;
    }

    private ReNode single() throws PatternException {
        int c = source[at] & 0xff;
        switch (c) {
            case '*', '+', '?' -> {
                return refuseQuantifier();
            }
            case '.' -> {
                at++;
                return ReNode.any(dotAll);
            }
            case '^' -> {
                at++;
                return new ReNode.Assertion(ReNode.Assertion.Kind.BEGIN);
            }
            case '$' -> {
                at++;
                return new ReNode.Assertion(ReNode.Assertion.Kind.END);
            }
            case '[' -> {
                return characterClass();
            }
            case '\\' -> {
                return escape();
            }
            case '{' -> {
                if (bounds().length > 0) {
                    throw error(at, "syntax error: nothing to repeat", null);
                }
                at++;
                return ReNode.Leaf.literal(c, nocase);
            }
            default -> {
                at++;
                return ReNode.Leaf.literal(c, nocase);
            }
        }
    }

    private ReNode escape() throws PatternException {
        if (at + 1 >= source.length) {
            throw error(at, "illegal escape sequence", "a regex cannot end with a backslash");
        }
        char c = (char) (source[at + 1] & 0xff);
        if (c == 'b' || c == 'B') {
            at += 2;
            return new ReNode.Assertion(
                    c == 'b' ? ReNode.Assertion.Kind.WORD_BOUNDARY : ReNode.Assertion.Kind.NOT_WORD_BOUNDARY);
        }
        if (c >= '0' && c <= '9') {
            throw error(at, "backreferences are not allowed", null);
        }
        ByteSet named = namedClass(c);
        if (named != null) {
            at += 2;
            return ReNode.Leaf.set(named);
        }
        return ReNode.Leaf.literal(escapedByte(), nocase);
    }

    private static @Nullable ByteSet namedClass(char c) {
        ByteSet set = new ByteSet();
        switch (c) {
            case 'w', 'W' -> {
                set.addRange('a', 'z');
                set.addRange('A', 'Z');
                set.addRange('0', '9');
                set.add('_');
            }
            case 's', 'S' -> {
                set.addRange(9, 13);
                set.add(' ');
            }
            case 'd', 'D' -> set.addRange('0', '9');
            default -> {
                return null;
            }
        }
        return c < 'a' ? set.invert() : set;
    }

    /* At a backslash; reads one byte's escape. */
    private int escapedByte() throws PatternException {
        int begin = at;
        if (at + 1 >= source.length) {
            throw error(at, "illegal escape sequence", null);
        }
        int c = source[at + 1] & 0xff;
        at += 2;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'a' -> 7;
            case 'x' -> hexByte(begin);
            default -> {
                if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                    warnings.add("unknown escape sequence");
                }
                yield c;
            }
        };
    }

    private int hexByte(int begin) throws PatternException {
        int high = at < source.length ? Character.digit(source[at], 16) : -1;
        int low = at + 1 < source.length ? Character.digit(source[at + 1], 16) : -1;
        if (high < 0 || low < 0) {
            throw error(begin, "illegal escape sequence", "\\x takes two hex digits");
        }
        at += 2;
        return high * 16 + low;
    }

    private ReNode characterClass() throws PatternException {
        int open = at++;
        boolean negated = at < source.length && source[at] == '^';
        if (negated) {
            at++;
        }
        ByteSet set = new ByteSet();
        // A bracket in the first place is a member.
        boolean first = true;
        while (true) {
            if (at >= source.length) {
                throw error(open, "missing terminating ] for character class", null);
            }
            if (source[at] == ']' && !first) {
                at++;
                break;
            }
            classMember(set);
            first = false;
        }
        if (nocase) {
            set.foldCase();
        }
        return ReNode.Leaf.set(negated ? set.invert() : set);
    }

    /* A named class that bounds a range stands for its letter: [\w-z] is the range from w to z (tried with the yara command). */
    private void classMember(ByteSet set) throws PatternException {
        int begin = at;
        boolean escaped = source[at] == '\\' && at + 1 < source.length;
        ByteSet named = escaped ? namedClass((char) (source[at + 1] & 0xff)) : null;
        if (named != null && !rangeAt(at + 2)) {
            at += 2;
            set.addAll(named);
            return;
        }
        int low = classByte();
        if (!rangeAt(at)) {
            set.add(low);
            return;
        }
        at++;
        int high = classByte();
        if (high < low) {
            throw error(begin, "bad character range", "the first character must not be the larger one");
        }
        set.addRange(low, high);
    }

    /* A dash is a range unless it is last. */
    private boolean rangeAt(int place) {
        return place + 1 < source.length && source[place] == '-' && source[place + 1] != ']';
    }

    private int classByte() throws PatternException {
        if (source[at] == '\\') {
            return escapedByte();
        }
        int c = source[at] & 0xff;
        if (c >= 0x80) {
            throw error(at, "non-ascii character", "write the bytes as \\xHH; a class matches single bytes");
        }
        at++;
        return c;
    }

    private static PatternException error(int offset, String message, @Nullable String hint) {
        return new PatternException(INVALID, offset, Objects.requireNonNull(message), hint);
    }
}
