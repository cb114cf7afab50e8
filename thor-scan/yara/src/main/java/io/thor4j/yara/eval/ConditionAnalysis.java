package io.thor4j.yara.eval;

import java.util.function.IntPredicate;

/**
 * Decides whether a condition can hold for a kind of file when only some strings of its rule may match. Every node gets the set of truth values
 * it may have under that assumption (abstract interpretation over {false, true, undefined}); sets are never too small, so a rule that is passed
 * over because of the answer would not have matched. Used by one thread.
 */
final class ConditionAnalysis {
    private static final int MAY_FALSE = 1;
    private static final int MAY_TRUE = 2;
    private static final int MAY_UNDEFINED = 4;
    private static final int ANY_TRUTH = MAY_FALSE | MAY_TRUE;
    private static final int ANY_VALUE = ANY_TRUTH | MAY_UNDEFINED;

    /** What an integer may be: undefined, or a number of an interval; without numbers, the interval is empty. */
    private record Range(long low, long high, boolean mayBeUndefined) {
        static final Range ANYTHING = new Range(Long.MIN_VALUE, Long.MAX_VALUE, true);
        static final Range UNDEFINED = new Range(1, 0, true);
        static final Range COUNT = new Range(0, Long.MAX_VALUE, false);

        static Range of(long number) {
            return new Range(number, number, false);
        }

        boolean mayBeDefined() {
            return low <= high;
        }

        boolean known() {
            return low == high;
        }
    }

    private final FileKind kind;
    private final IntPredicate mayMatch;

    /** The strings of the for-of loop around what is looked at. */
    private int[] loopStrings = {};

    /**
     * Makes an analysis.
     *
     * @param kind the files
     * @param mayMatch tells of a string of the rule, by its index, whether it may match
     */
    ConditionAnalysis(FileKind kind, IntPredicate mayMatch) {
        this.kind = kind;
        this.mayMatch = mayMatch;
    }

    /** Tells whether the condition may be true for any file although no string matched. */
    static boolean mayHoldUntouched(Ir condition) {
        return new ConditionAnalysis(FileKind.ANY, string -> false).mayHold(condition);
    }

    /** Tells whether the condition may be true. */
    boolean mayHold(Ir condition) {
        return (bool(condition) & MAY_TRUE) != 0;
    }

    /* Tells whether a string may match; that of a loop stands for any of the loop's. */
    private boolean may(long string) {
        if (string >= 0) {
            return mayMatch.test((int) string);
        }
        for (int member : loopStrings) {
            if (mayMatch.test(member)) {
                return true;
            }
        }
        return false;
    }

    /* What a question for a match of a string may answer; where the place is asked for, too, it may always be none. */
    private int found(long string) {
        return may(string) ? ANY_TRUTH : MAY_FALSE;
    }

    private int bool(Ir ir) {
        return switch (ir.op()) {
            case BOOL -> ir.number() == 0 ? MAY_FALSE : MAY_TRUE;
            case FOUND -> found(ir.number());
            case FOUND_AT, FOUND_IN -> placed(ir, 0, found(ir.number()));
            case NOT -> not(bool(ir.operand(0)));
            case DEFINED -> defined(bool(ir.operand(0)));
            case INT_TO_BOOL -> truth(integer(ir.operand(0)));
            case AND -> and(ir);
            case OR -> or(ir);
            case OF_STRINGS -> enough(integer(ir.operand(0)), ir);
            case OF_STRINGS_PERCENT -> percent(integer(ir.operand(0)), ir);
            case OF_STRINGS_IN, OF_STRINGS_AT -> placed(ir, 1, enough(integer(ir.operand(0)), ir));
            case FOR_STRINGS -> overStrings(ir);
            case FOR_INTS, FOR_TEXTS, FOR_ARRAY, FOR_DICTIONARY -> loop(ir);
            case FOR_RANGE -> range(ir);
            case EQ_INT, NE_INT, LT_INT, LE_INT, GT_INT, GE_INT -> compare(ir);
            default -> ANY_VALUE;
        };
    }

    private int not(int value) {
        int result = value & MAY_UNDEFINED;
        result |= (value & MAY_FALSE) != 0 ? MAY_TRUE : 0;
        return result | ((value & MAY_TRUE) != 0 ? MAY_FALSE : 0);
    }

    private int defined(int value) {
        int result = (value & MAY_UNDEFINED) != 0 ? MAY_FALSE : 0;
        return result | ((value & ~MAY_UNDEFINED) != 0 ? MAY_TRUE : 0);
    }

    private int truth(Range value) {
        int result = value.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (value.known()) {
            return result | (value.low == 0 ? MAY_FALSE : MAY_TRUE);
        }
        return value.mayBeDefined() ? result | ANY_TRUTH : result;
    }

    private int and(Ir ir) {
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

    private int or(Ir ir) {
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
    private int placed(Ir ir, int firstPlace, int whenDefined) {
        int result = 0;
        boolean mayBeDefined = true;
        for (Ir place : ir.operands().subList(firstPlace, ir.operands().size())) {
            Range value = integer(place);
            result |= value.mayBeUndefined ? MAY_UNDEFINED : 0;
            mayBeDefined &= value.mayBeDefined();
        }
        return mayBeDefined ? result | whenDefined : result;
    }

    /* How many members of a set of strings may match. */
    private int most(Ir ir) {
        int result = 0;
        if (ir.payload() instanceof int[] members) {
            for (int member : members) {
                result += mayMatch.test(member) ? 1 : 0;
            }
        }
        return result;
    }

    private static int size(Ir ir) {
        return ir.payload() instanceof int[] members ? members.length : 0;
    }

    /** {@code q of} a set of which some may be found; an undefined quantifier means all. */
    private int enough(Range quantifier, Ir ir) {
        int most = most(ir);
        int result = 0;
        if (quantifier.mayBeUndefined) {
            result |= most < size(ir) ? MAY_FALSE : ANY_TRUTH;
        }
        if (!quantifier.mayBeDefined()) {
            return result;
        }
        if (quantifier.low <= 0 || quantifier.low <= most) {
            result |= MAY_TRUE;
        }
        // Only asking for none, or for less, of strings that cannot match is sure to hold.
        return quantifier.high <= 0 && most == 0 ? result : result | MAY_FALSE;
    }

    private int percent(Range percentage, Ir ir) {
        int result = percentage.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (!percentage.mayBeDefined()) {
            return result;
        }
        if ((double) most(ir) / size(ir) * 100 >= percentage.low) {
            result |= MAY_TRUE;
        }
        return percentage.high <= 0 ? result : result | MAY_FALSE;
    }

    /** A loop is always defined, and false without iterations. */
    private int loop(Ir ir) {
        int body = bool(ir.operand(ir.operands().size() - 1));
        Range quantifier = integer(ir.operand(0));
        boolean mayHold = false;
        if (quantifier.mayBeUndefined) {
            mayHold |= (body & MAY_TRUE) != 0;
        }
        if (quantifier.known() && quantifier.low == 0) {
            mayHold |= (body & ~MAY_TRUE) != 0;
        } else if (quantifier.known() && quantifier.low > 0) {
            mayHold |= (body & MAY_TRUE) != 0;
        } else if (quantifier.mayBeDefined()) {
            mayHold = true;
        }
        return MAY_FALSE | (mayHold ? MAY_TRUE : 0);
    }

    private int overStrings(Ir ir) {
        int[] around = loopStrings;
        loopStrings = ir.payload() instanceof int[] members ? members : around;
        int result = loop(ir);
        loopStrings = around;
        return result;
    }

    private int range(Ir ir) {
        Range low = integer(ir.operand(1));
        Range high = integer(ir.operand(2));
        boolean empty = !low.mayBeDefined() || !high.mayBeDefined() || low.low > high.high;
        return empty ? MAY_FALSE : loop(ir);
    }

    private int compare(Ir ir) {
        int header = headerTest(ir);
        if (header != 0) {
            return header;
        }
        Range left = integer(ir.operand(0));
        Range right = integer(ir.operand(1));
        int result = left.mayBeUndefined || right.mayBeUndefined ? MAY_UNDEFINED : 0;
        if (!left.mayBeDefined() || !right.mayBeDefined()) {
            return result;
        }
        return result
                | (mayBe(ir.op(), left, right) ? MAY_TRUE : 0)
                | (mayBe(opposite(ir.op()), left, right) ? MAY_FALSE : 0);
    }

    /* A test whether the file begins with some bytes; 0 for every other comparison. */
    private int headerTest(Ir ir) {
        boolean equal = ir.op() == Op.EQ_INT;
        FileHeader.Test test = equal || ir.op() == Op.NE_INT ? FileHeader.test(ir) : null;
        if (test == null) {
            return 0;
        }
        // Shorter files have no such number.
        int result = kind.low() < test.width() ? MAY_UNDEFINED : 0;
        return result
                | switch (kind.header().beginsWith(test.bytes())) {
                    case NEVER -> equal ? MAY_FALSE : MAY_TRUE;
                    case ALWAYS -> equal ? MAY_TRUE : MAY_FALSE;
                    case PERHAPS -> ANY_TRUTH;
                };
    }

    private static Op opposite(Op op) {
        return switch (op) {
            case EQ_INT -> Op.NE_INT;
            case NE_INT -> Op.EQ_INT;
            case LT_INT -> Op.GE_INT;
            case LE_INT -> Op.GT_INT;
            case GT_INT -> Op.LE_INT;
            default -> Op.LT_INT;
        };
    }

    private static boolean mayBe(Op op, Range left, Range right) {
        return switch (op) {
            case EQ_INT -> left.low <= right.high && right.low <= left.high;
            case NE_INT -> !left.known() || !right.known() || left.low != right.low;
            case LT_INT -> left.low < right.high;
            case LE_INT -> left.low <= right.high;
            case GT_INT -> left.high > right.low;
            default -> left.high >= right.low;
        };
    }

    private Range integer(Ir ir) {
        switch (ir.op()) {
            case INT -> {
                return ir.number() == IntNode.UNDEFINED ? Range.UNDEFINED : Range.of(ir.number());
            }
            case ALL -> {
                return Range.UNDEFINED;
            }
            case FILESIZE -> {
                return new Range(kind.low(), kind.high(), false);
            }
            case COUNT -> {
                return may(ir.number()) ? Range.COUNT : Range.of(0);
            }
            case COUNT_IN -> {
                int places = placed(ir, 0, MAY_FALSE);
                if (places == MAY_UNDEFINED) {
                    return Range.UNDEFINED;
                }
                long most = may(ir.number()) ? Long.MAX_VALUE : 0;
                return new Range(0, most, (places & MAY_UNDEFINED) != 0);
            }
            case OFFSET, LENGTH -> {
                return may(ir.number()) ? Range.ANYTHING : Range.UNDEFINED;
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

    private Range binary(Ir ir) {
        Range left = integer(ir.operand(0));
        Range right = integer(ir.operand(1));
        if (!left.mayBeDefined() || !right.mayBeDefined()) {
            return Range.UNDEFINED;
        }
        if (!left.known() || !right.known()) {
            return Range.ANYTHING;
        }
        long value = IntNodes.compute(ir.op(), left.low, right.low);
        if (value == IntNode.UNDEFINED) {
            return Range.UNDEFINED;
        }
        return new Range(value, value, left.mayBeUndefined || right.mayBeUndefined);
    }
}
