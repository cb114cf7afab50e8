package io.thor4j.yara.pattern;

import java.util.List;

/** The syntax tree of a regex or hex string. Nodes are compared by identity: a leaf is a place in the pattern. */
sealed interface ReNode {
    /** The largest repeat count that {@code {n,}} stands for, and that may be written (libyara re.h:39). */
    int MAX_REPEAT = 32_767;

    /**
     * One character. {@code value} and {@code mask} say which byte it is when that is known: the mask is 0xff for a literal, 0xf0 or 0x0f
     * for half a byte, 0 for any byte, and {@link #CLASS} for a set that no mask describes. Case is not folded in value, but in the set.
     */
    final class Leaf implements ReNode {
        /** The mask of a set without value. */
        static final int CLASS = -1;

        final ByteSet set;
        final int value;
        final int mask;

        Leaf(ByteSet set, int value, int mask) {
            this.set = set;
            this.value = value;
            this.mask = mask;
        }

        static Leaf literal(int value, boolean nocase) {
            ByteSet set = ByteSet.of(value);
            return new Leaf(nocase ? set.foldCase() : set, value, 0xff);
        }

        static Leaf masked(int value, int mask) {
            return new Leaf(ByteSet.masked(value, mask), value & mask, mask);
        }

        static Leaf set(ByteSet set) {
            return new Leaf(set, 0, CLASS);
        }

        @Override
        public String toString() {
            return mask == 0xff && set.size() == 1 ? String.format("%02x", value) : "[" + set + "]";
        }
    }

    /** A dot, or the any-byte of a jump; a class of its own because gaps of dots may split a pattern into a chain. */
    static Leaf any(boolean dotAll) {
        ByteSet set = ByteSet.all();
        if (dotAll) {
            return new Leaf(set, 0, 0);
        }
        ByteSet newline = ByteSet.of('\n').invert();
        return new Leaf(newline, 0, 0);
    }

    /** Parts in sequence. */
    record Concat(List<ReNode> parts) implements ReNode {}

    /** Choices, the first preferred. */
    record Alternation(List<ReNode> choices) implements ReNode {}

    /**
     * A repetition.
     *
     * @param body what is repeated
     * @param min how often at least
     * @param max how often at most; {@link Integer#MAX_VALUE} for a star or plus, which have no bound
     * @param greedy more is preferred
     */
    record Repeat(ReNode body, int min, int max, boolean greedy) implements ReNode {
        boolean unbounded() {
            return max == Integer.MAX_VALUE;
        }

        @Override
        public String toString() {
            return "(" + body + "){" + min + "," + (unbounded() ? "" : max) + "}" + (greedy ? "" : "?");
        }
    }

    /** Nothing. */
    record Empty() implements ReNode {}

    /** A condition on a place between characters. */
    record Assertion(Kind kind) implements ReNode {
        /** Which condition. */
        enum Kind {
            /** Before the first byte. */
            BEGIN,
            /** Behind the last byte. */
            END,
            /** Between a word character and another. */
            WORD_BOUNDARY,
            /** Anywhere else. */
            NOT_WORD_BOUNDARY
        }
    }
}
