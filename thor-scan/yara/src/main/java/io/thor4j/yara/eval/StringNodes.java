package io.thor4j.yara.eval;

import io.thor4j.yara.scan.MatchTable;

/** What conditions ask of one string's matches. A pattern of -1 is the string of the for-of loop. */
final class StringNodes {
    private StringNodes() {}

    private static int resolve(int pattern, Evaluation e) {
        return pattern >= 0 ? pattern : e.currentPattern;
    }

    /** Counts the matches that begin in [low, high]. */
    static int count(MatchTable matches, int pattern, long low, long high) {
        if (low > high) {
            return 0;
        }
        int begin = matches.firstFrom(pattern, low);
        int end = high == Long.MAX_VALUE ? matches.count(pattern) : matches.firstFrom(pattern, high + 1);
        return end - begin;
    }

    /** Tells whether a match begins at an offset. */
    static boolean at(MatchTable matches, int pattern, long offset) {
        int match = matches.firstFrom(pattern, offset);
        return match < matches.count(pattern) && matches.offset(pattern, match) == offset;
    }

    record Found(int pattern) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            int asked = resolve(pattern, e);
            return e.isOpen(asked) ? OPEN : BoolNode.of(e.matches.count(asked) > 0);
        }
    }

    record FoundAt(int pattern, IntNode offset) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            long at = offset.value(e);
            return at == IntNode.UNDEFINED ? UNDEFINED : BoolNode.of(at(e.matches, resolve(pattern, e), at));
        }
    }

    record FoundIn(int pattern, IntNode low, IntNode high) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            long begin = low.value(e);
            long end = high.value(e);
            if (begin == IntNode.UNDEFINED || end == IntNode.UNDEFINED) {
                return UNDEFINED;
            }
            return BoolNode.of(count(e.matches, resolve(pattern, e), begin, end) > 0);
        }
    }

    record Count(int pattern) implements IntNode {
        @Override
        public long value(Evaluation e) {
            return e.matches.count(resolve(pattern, e));
        }
    }

    record CountIn(int pattern, IntNode low, IntNode high) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long begin = low.value(e);
            long end = high.value(e);
            if (begin == UNDEFINED || end == UNDEFINED) {
                return UNDEFINED;
            }
            return count(e.matches, resolve(pattern, e), begin, end);
        }
    }

    /** Offset or length of the n-th match, from 1. */
    record MatchProperty(int pattern, boolean isLength, IntNode index) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long n = index.value(e);
            int resolved = resolve(pattern, e);
            if (n < 1 || n > e.matches.count(resolved)) {
                return UNDEFINED;
            }
            int match = (int) (n - 1);
            return isLength ? e.matches.length(resolved, match) : e.matches.offset(resolved, match);
        }
    }
}
