package io.thor4j.yara.eval;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code for} loops. They end as soon as the result is known, and when the scan's time is over. */
final class LoopNodes {
    private LoopNodes() {}

    /** Counts a loop's iterations and decides when it ends (libyara exec.c:760-823). Made anew for every run; escape analysis removes it. */
    private static final class Tally {
        private final long quantifier;
        private long iterations;
        private long held;

        Tally(long quantifier) {
            this.quantifier = quantifier;
        }

        /** Takes the result of an iteration; an undefined body counts as not true. Returns whether to go on. */
        boolean goOn(int body) {
            boolean holds = body == BoolNode.TRUE;
            iterations++;
            if (holds) {
                held++;
            }
            if (quantifier == IntNode.UNDEFINED) {
                return holds;
            }
            return quantifier == 0 ? !holds : held < quantifier;
        }

        /** No iteration at all makes every loop false, also for "none" (libyara exec.c:806). */
        int result() {
            if (iterations == 0) {
                return BoolNode.FALSE;
            }
            if (quantifier == IntNode.UNDEFINED) {
                return BoolNode.of(held == iterations);
            }
            return BoolNode.of(quantifier == 0 ? held == 0 : held >= quantifier);
        }
    }

    static final class ForStrings implements BoolNode {
        private final IntNode quantifier;
        private final int[] patterns;
        private final BoolNode body;

        ForStrings(IntNode quantifier, int[] patterns, BoolNode body) {
            this.quantifier = quantifier;
            this.patterns = patterns;
            this.body = body;
        }

        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            for (int pattern : patterns) {
                e.currentPattern = pattern;
                if (!e.step() || !tally.goOn(body.test(e))) {
                    break;
                }
            }
            return tally.result();
        }
    }

    record ForRange(IntNode quantifier, IntNode low, IntNode high, BoolNode body, int slot) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            long begin = low.value(e);
            long end = high.value(e);
            if (begin != IntNode.UNDEFINED && end != IntNode.UNDEFINED && begin <= end) {
                long i = begin;
                while (true) {
                    e.loopInts[slot] = i;
                    // Compared before counting up, which would wrap at the largest integer.
                    if (!e.step() || !tally.goOn(body.test(e)) || i == end) {
                        break;
                    }
                    i++;
                }
            }
            return tally.result();
        }
    }

    static final class ForInts implements BoolNode {
        private final IntNode quantifier;
        private final IntNode[] values;
        private final BoolNode body;
        private final int slot;

        ForInts(IntNode quantifier, IntNode[] values, BoolNode body, int slot) {
            this.quantifier = quantifier;
            this.values = values;
            this.body = body;
            this.slot = slot;
        }

        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            for (IntNode value : values) {
                e.loopInts[slot] = value.value(e);
                if (!e.step() || !tally.goOn(body.test(e))) {
                    break;
                }
            }
            return tally.result();
        }
    }

    static final class ForTexts implements BoolNode {
        private final IntNode quantifier;
        private final TextNode[] values;
        private final BoolNode body;
        private final int slot;

        ForTexts(IntNode quantifier, TextNode[] values, BoolNode body, int slot) {
            this.quantifier = quantifier;
            this.values = values;
            this.body = body;
            this.slot = slot;
        }

        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            for (TextNode value : values) {
                e.loopObjects[slot] = value.value(e);
                if (!e.step() || !tally.goOn(body.test(e))) {
                    break;
                }
            }
            return tally.result();
        }
    }

    record ForArray(IntNode quantifier, ObjectNode array, BoolNode body, int slot) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            if (array.value(e) instanceof List<?> elements) {
                for (Object element : elements) {
                    e.loopObjects[slot] = element;
                    if (!e.step() || !tally.goOn(body.test(e))) {
                        break;
                    }
                }
            }
            return tally.result();
        }
    }

    record ForDictionary(IntNode quantifier, ObjectNode dictionary, BoolNode body, int slot) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            Tally tally = new Tally(quantifier.value(e));
            if (dictionary.value(e) instanceof Map<?, ?> entries) {
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    e.loopObjects[slot] = String.valueOf(entry.getKey()).getBytes(StandardCharsets.ISO_8859_1);
                    e.loopObjects[slot + 1] = entry.getValue();
                    if (!e.step() || !tally.goOn(body.test(e))) {
                        break;
                    }
                }
            }
            return tally.result();
        }
    }
}
