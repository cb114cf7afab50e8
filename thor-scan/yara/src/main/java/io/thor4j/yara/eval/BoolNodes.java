package io.thor4j.yara.eval;

/** Logic, and how other values become truth values. */
final class BoolNodes {
    private BoolNodes() {}

    record Constant(int result) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            return result;
        }
    }

    record Not(BoolNode operand) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            int value = operand.test(e);
            return value > TRUE ? value : 1 - value;
        }
    }

    record Defined(BoolNode operand) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            int value = operand.test(e);
            return value == OPEN ? OPEN : BoolNode.of(value != UNDEFINED);
        }
    }

    /** Undefined operands count as false and the result is always defined (libyara exec.c:1056). */
    static final class And implements BoolNode {
        private final BoolNode[] operands;
        private final int cheap;

        /**
         * @param cheap how many operands at the begin cost too little to be spared when the result cannot be true any more before the
         *     second pass
         */
        And(BoolNode[] operands, int cheap) {
            this.operands = operands;
            this.cheap = cheap;
        }

        @Override
        public int test(Evaluation e) {
            int result = TRUE;
            for (int i = 0; i < operands.length; i++) {
                if (result == OPEN && i >= cheap) {
                    return OPEN;
                }
                int value = operands[i].test(e);
                if (value == OPEN) {
                    result = OPEN;
                } else if (value != TRUE) {
                    return FALSE;
                }
            }
            return result;
        }
    }

    /** Undefined operands count as false and the result is always defined (libyara exec.c:1070). */
    static final class Or implements BoolNode {
        private final BoolNode[] operands;

        Or(BoolNode[] operands) {
            this.operands = operands;
        }

        @Override
        public int test(Evaluation e) {
            for (BoolNode operand : operands) {
                int value = operand.test(e);
                // What could still make it true does not matter: the second pass is needed either way.
                if (value == TRUE || value == OPEN) {
                    return value;
                }
            }
            return FALSE;
        }
    }

    record OfInt(IntNode operand) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            long value = operand.value(e);
            return value == IntNode.UNDEFINED ? UNDEFINED : BoolNode.of(value != 0);
        }
    }

    /** All bits count, so -0.0 is true (libyara exec.c:2077). */
    record OfFloat(FloatNode operand) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            long bits = Double.doubleToRawLongBits(operand.value(e));
            return bits == IntNode.UNDEFINED ? UNDEFINED : BoolNode.of(bits != 0);
        }
    }

    record OfText(TextNode operand) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            byte[] value = operand.value(e);
            return value == null ? UNDEFINED : BoolNode.of(value.length > 0);
        }
    }

    /** A rule evaluated before, or the own one, which is false until it is known (libyara exec.c:1203). */
    record RuleHolds(int rule) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            if (e.work.isSuspended(rule)) {
                e.cutOff();
            }
            return e.isOpenRule(rule) ? OPEN : BoolNode.of(e.holds(rule));
        }
    }

    /** A node whose operands do not know {@link #OPEN}: not asked before everything that it hangs on is known. */
    static final class WhenKnown implements BoolNode {
        private final BoolNode node;
        private final int[] patterns;
        private final int[] rules;

        WhenKnown(BoolNode node, int[] patterns, int[] rules) {
            this.node = node;
            this.patterns = patterns;
            this.rules = rules;
        }

        @Override
        public int test(Evaluation e) {
            return e.inFirstPass() && isOpen(e) ? OPEN : node.test(e);
        }

        private boolean isOpen(Evaluation e) {
            for (int pattern : patterns) {
                if (e.isOpen(pattern)) {
                    return true;
                }
            }
            for (int rule : rules) {
                if (e.isOpenRule(rule)) {
                    return true;
                }
            }
            return false;
        }
    }

    record CompareInts(Op op, IntNode left, IntNode right) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            long a = left.value(e);
            if (a == IntNode.UNDEFINED) {
                return UNDEFINED;
            }
            long b = right.value(e);
            if (b == IntNode.UNDEFINED) {
                return UNDEFINED;
            }
            return switch (op) {
                case EQ_INT -> BoolNode.of(a == b);
                case NE_INT -> BoolNode.of(a != b);
                case LT_INT -> BoolNode.of(a < b);
                case LE_INT -> BoolNode.of(a <= b);
                case GT_INT -> BoolNode.of(a > b);
                default -> BoolNode.of(a >= b);
            };
        }
    }

    record CompareFloats(Op op, FloatNode left, FloatNode right) implements BoolNode {
        /** libyara's DBL_EPSILON, the tolerance of == and != (exec.c:2241). */
        private static final double EPSILON = Math.ulp(1.0);

        @Override
        public int test(Evaluation e) {
            double a = left.value(e);
            double b = right.value(e);
            if (FloatNode.isUndefined(a) || FloatNode.isUndefined(b)) {
                // Only < is false for undefined operands (libyara exec.c:2200).
                return op == Op.LT_FLOAT ? FALSE : UNDEFINED;
            }
            return switch (op) {
                case EQ_FLOAT -> BoolNode.of(Math.abs(a - b) < EPSILON);
                case NE_FLOAT -> BoolNode.of(Math.abs(a - b) >= EPSILON);
                case LT_FLOAT -> BoolNode.of(a < b);
                case LE_FLOAT -> BoolNode.of(a <= b);
                case GT_FLOAT -> BoolNode.of(a > b);
                default -> BoolNode.of(a >= b);
            };
        }
    }
}
