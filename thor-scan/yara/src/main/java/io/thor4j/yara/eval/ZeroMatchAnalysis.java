package io.thor4j.yara.eval;

/**
 * Decides whether a condition can hold when no string of its rule matches. Every node gets the set of truth values it may have under that
 * assumption (abstract interpretation over {false, true, undefined}); sets are never too small, so a rule that is passed over because of
 * the answer would not have matched.
 */
final class ZeroMatchAnalysis {
    private static final int MAY_FALSE = 1;
    private static final int MAY_TRUE = 2;
    private static final int MAY_UNDEFINED = 4;
    private static final int ANY_VALUE = MAY_FALSE | MAY_TRUE | MAY_UNDEFINED;

    /** What an integer may be: one known number, and perhaps undefined. */
    private record Range(boolean known, long number, boolean mayBeUndefined, boolean mayBeDefined) {
        static final Range ANYTHING = new Range(false, 0, true, true);
        static final Range UNDEFINED = new Range(false, 0, true, false);
        static final Range DEFINED = new Range(false, 0, false, true);

        static Range of(long number) {
            return new Range(true, number, false, true);
        }
    }

    private ZeroMatchAnalysis() {}

    /** Tells whether the condition may be true although no string matched. */
    static boolean mayHold(Ir condition) {
        return (bool(condition) & MAY_TRUE) != 0;
    }

    private static int bool(Ir ir) {
        return switch (ir.op()) {
            case BOOL -> ir.number() == 0 ? MAY_FALSE : MAY_TRUE;
            case FOUND -> MAY_FALSE;
            case FOUND_AT, FOUND_IN -> placed(ir, 0, MAY_FALSE);
            case NOT -> not(bool(ir.operand(0)));
            case DEFINED -> defined(bool(ir.operand(0)));
            case INT_TO_BOOL -> truth(integer(ir.operand(0)));
            case AND -> and(ir);
            case OR -> or(ir);
            case OF_STRINGS -> noneFound(integer(ir.operand(0)));
            case OF_STRINGS_PERCENT -> percentOfNone(integer(ir.operand(0)));
            case OF_STRINGS_IN, OF_STRINGS_AT -> placed(ir, 1, noneFound(integer(ir.operand(0))));
            case FOR_STRINGS, FOR_INTS, FOR_TEXTS, FOR_ARRAY, FOR_DICTIONARY -> loop(ir);
            case FOR_RANGE -> range(ir);
            case EQ_INT, NE_INT, LT_INT, LE_INT, GT_INT, GE_INT -> compare(ir);
            default -> ANY_VALUE;
        };
    }

    private static int not(int value) {
        int result = value & MAY_UNDEFINED;
        result |= (value & MAY_FALSE) != 0 ? MAY_TRUE : 0;
        return result | ((value & MAY_TRUE) != 0 ? MAY_FALSE : 0);
    }

    private static int defined(int value) {
        int result = (value & MAY_UNDEFINED) != 0 ? MAY_FALSE : 0;
        return result | ((value & ~MAY_UNDEFINED) != 0 ? MAY_TRUE : 0);
    }

    private static int truth(Range value) {
        int result = value.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (value.known) {
            return result | (value.number == 0 ? MAY_FALSE : MAY_TRUE);
        }
        return value.mayBeDefined ? result | MAY_FALSE | MAY_TRUE : result;
    }

    private static int and(Ir ir) {
        int result = MAY_TRUE;
        for (Ir operand : ir.operands()) {
            int value = bool(operand);
            if ((value & MAY_TRUE) == 0) {
                return MAY_FALSE;
            }
            if ((value & ~MAY_TRUE) != 0) {
                result |= MAY_FALSE;
            }
        }
        return result;
    }

    private static int or(Ir ir) {
        int result = MAY_FALSE;
        for (Ir operand : ir.operands()) {
            int value = bool(operand);
            if (value == MAY_TRUE) {
                return MAY_TRUE;
            }
            result |= value & MAY_TRUE;
        }
        return result;
    }

    /** A question about a place: undefined when the place may be. */
    private static int placed(Ir ir, int firstPlace, int whenDefined) {
        int result = 0;
        boolean mayBeDefined = true;
        for (Ir place : ir.operands().subList(firstPlace, ir.operands().size())) {
            Range value = integer(place);
            result |= value.mayBeUndefined ? MAY_UNDEFINED : 0;
            mayBeDefined &= value.mayBeDefined;
        }
        return mayBeDefined ? result | whenDefined : result;
    }

    /** {@code q of} a set of which nothing was found; an undefined quantifier means all. */
    private static int noneFound(Range quantifier) {
        int result = quantifier.mayBeUndefined ? MAY_FALSE : 0;
        if (quantifier.known) {
            return result | (quantifier.number <= 0 ? MAY_TRUE : MAY_FALSE);
        }
        return quantifier.mayBeDefined ? result | MAY_FALSE | MAY_TRUE : result;
    }

    private static int percentOfNone(Range percentage) {
        int result = percentage.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (percentage.known) {
            return result | (percentage.number <= 0 ? MAY_TRUE : MAY_FALSE);
        }
        return percentage.mayBeDefined ? result | MAY_FALSE | MAY_TRUE : result;
    }

    /** A loop is always defined, and false without iterations. */
    private static int loop(Ir ir) {
        int body = bool(ir.operand(ir.operands().size() - 1));
        Range quantifier = integer(ir.operand(0));
        boolean mayHold = false;
        if (quantifier.mayBeUndefined) {
            mayHold |= (body & MAY_TRUE) != 0;
        }
        if (quantifier.known && quantifier.number == 0) {
            mayHold |= (body & ~MAY_TRUE) != 0;
        } else if (quantifier.known && quantifier.number > 0) {
            mayHold |= (body & MAY_TRUE) != 0;
        } else if (quantifier.mayBeDefined) {
            mayHold = true;
        }
        return MAY_FALSE | (mayHold ? MAY_TRUE : 0);
    }

    private static int range(Ir ir) {
        Range low = integer(ir.operand(1));
        Range high = integer(ir.operand(2));
        boolean empty =
                !low.mayBeDefined || !high.mayBeDefined || (low.known && high.known && low.number > high.number);
        return empty ? MAY_FALSE : loop(ir);
    }

    private static int compare(Ir ir) {
        Range left = integer(ir.operand(0));
        Range right = integer(ir.operand(1));
        int result = left.mayBeUndefined || right.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (!left.mayBeDefined || !right.mayBeDefined) {
            return result;
        }
        if (!left.known || !right.known) {
            return result | MAY_FALSE | MAY_TRUE;
        }
        int order = Long.compare(left.number, right.number);
        return result | (holds(ir.op(), order) ? MAY_TRUE : MAY_FALSE);
    }

    private static boolean holds(Op op, int order) {
        return switch (op) {
            case EQ_INT -> order == 0;
            case NE_INT -> order != 0;
            case LT_INT -> order < 0;
            case LE_INT -> order <= 0;
            case GT_INT -> order > 0;
            default -> order >= 0;
        };
    }

    private static Range integer(Ir ir) {
        switch (ir.op()) {
            case INT -> {
                return ir.number() == IntNode.UNDEFINED ? Range.UNDEFINED : Range.of(ir.number());
            }
            case ALL -> {
                return Range.UNDEFINED;
            }
            case FILESIZE -> {
                return Range.DEFINED;
            }
            case COUNT -> {
                return Range.of(0);
            }
            case COUNT_IN -> {
                int places = placed(ir, 0, MAY_FALSE);
                boolean mayBeDefined = places != MAY_UNDEFINED;
                return new Range(mayBeDefined, 0, (places & MAY_UNDEFINED) != 0, mayBeDefined);
            }
            case OFFSET, LENGTH -> {
                return Range.UNDEFINED;
            }
            case ADD_INT,
                    SUBTRACT_INT,
                    MULTIPLY_INT,
                    DIVIDE_INT,
                    MODULO,
                    BIT_AND,
                    BIT_OR,
                    BIT_XOR,
                    SHIFT_LEFT,
                    SHIFT_RIGHT -> {
                return binary(ir);
            }
            default -> {
                return Range.ANYTHING;
            }
        }
    }

    private static Range binary(Ir ir) {
        Range left = integer(ir.operand(0));
        Range right = integer(ir.operand(1));
        if (!left.mayBeDefined || !right.mayBeDefined) {
            return Range.UNDEFINED;
        }
        if (!left.known || !right.known) {
            return Range.ANYTHING;
        }
        long value = IntNodes.compute(ir.op(), left.number, right.number);
        if (value == IntNode.UNDEFINED) {
            return Range.UNDEFINED;
        }
        return new Range(true, value, left.mayBeUndefined || right.mayBeUndefined, true);
    }
}
