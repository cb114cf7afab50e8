package io.thor4j.yara.eval;

import org.jspecify.annotations.Nullable;

/** {@code q of set} without a body. Repeated elements count each time. */
final class OfNodes {
    private OfNodes() {}

    /** Tells whether enough hold: undefined quantifier all, 0 none, else at least so many (libyara exec.c:1719). */
    static boolean enough(long quantifier, int found, int size) {
        if (quantifier == IntNode.UNDEFINED) {
            return found >= size;
        }
        return quantifier == 0 ? found == 0 : found >= quantifier;
    }

    /** {@code q of strings} or {@code q of rules}. */
    static final class Of implements BoolNode {
        private final IntNode quantifier;
        private final int[] members;
        private final boolean rules;
        private final boolean percent;

        Of(IntNode quantifier, int[] members, boolean rules, boolean percent) {
            this.quantifier = quantifier;
            this.members = members;
            this.rules = rules;
            this.percent = percent;
        }

        @Override
        public int test(Evaluation e) {
            long wanted = quantifier.value(e);
            if (percent && wanted == IntNode.UNDEFINED) {
                return UNDEFINED;
            }
            // Most sets ask for a few members only, and counting may end when they are found.
            int stop = !percent && wanted > 0 && wanted < members.length ? (int) wanted : members.length;
            int found = 0;
            for (int member : members) {
                if (rules ? e.holds(member) : e.matches.count(member) > 0) {
                    found++;
                    if (found >= stop) {
                        break;
                    }
                }
            }
            boolean result = decide(wanted, found);
            // More that hold turn the result once at most, so that asking for the two ends is enough.
            if (found < stop && e.inFirstPass() && decide(wanted, found + open(e)) != result) {
                return OPEN;
            }
            if (rules && found < stop && decide(wanted, found + suspended(e)) != result) {
                e.cutOff();
            }
            return BoolNode.of(result);
        }

        private boolean decide(long wanted, int found) {
            return percent ? (double) found / members.length * 100 >= wanted : enough(wanted, found, members.length);
        }

        private int open(Evaluation e) {
            int result = 0;
            for (int member : members) {
                result += (rules ? e.isOpenRule(member) : e.isOpen(member)) ? 1 : 0;
            }
            return result;
        }

        /* Rules of which it is not known whether they hold. */
        private int suspended(Evaluation e) {
            int result = 0;
            for (int member : members) {
                if (e.work.isSuspended(member)) {
                    result++;
                }
            }
            return result;
        }
    }

    /** {@code q of strings in (low..high)}, or {@code at offset} when {@code high} is null. Undefined places make it undefined. */
    static final class OfPlaced implements BoolNode {
        private final IntNode quantifier;
        private final int[] patterns;
        private final IntNode low;
        private final @Nullable IntNode high;

        OfPlaced(IntNode quantifier, int[] patterns, IntNode low, @Nullable IntNode high) {
            this.quantifier = quantifier;
            this.patterns = patterns;
            this.low = low;
            this.high = high;
        }

        @Override
        public int test(Evaluation e) {
            long wanted = quantifier.value(e);
            long begin = low.value(e);
            long end = high == null ? begin : high.value(e);
            if (begin == IntNode.UNDEFINED || end == IntNode.UNDEFINED) {
                return UNDEFINED;
            }
            int found = 0;
            for (int pattern : patterns) {
                if (StringNodes.count(e.matches, pattern, begin, end) > 0) {
                    found++;
                }
            }
            return BoolNode.of(enough(wanted, found, patterns.length));
        }
    }
}
