package io.thor4j.yara.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the cheap operands of a condition's outermost {@code and} first: a test of the file size or of a few header bytes then spares
 * modules, loops and string counts. The result is the same, because an operand that is false or undefined makes the whole false wherever it
 * stands; only operands with an effect (the console) would show the difference, so with them nothing moves.
 */
final class ConjunctOrder {
    private static final int CHEAP = 0;
    private static final int STRINGS = 1;
    private static final int LOOPS = 2;
    private static final int MODULES = 3;

    private ConjunctOrder() {}

    /** Returns the condition or one with reordered operands. */
    static Ir cheapFirst(Ir condition) {
        if (condition.op() != Op.AND) {
            return condition;
        }
        List<List<Ir>> byCost = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Ir operand : condition.operands()) {
            byCost.get(cost(operand)).add(operand);
        }
        List<Ir> sorted = new ArrayList<>();
        byCost.forEach(sorted::addAll);
        return Ir.of(Op.AND, 0, null, sorted);
    }

    private static int cost(Ir ir) {
        int highest = own(ir.op());
        for (Ir operand : ir.operands()) {
            if (highest == MODULES) {
                break;
            }
            highest = Math.max(highest, cost(operand));
        }
        return highest;
    }

    private static int own(Op op) {
        switch (op) {
            case MODULE:
                return MODULES;
            case FOR_STRINGS:
            case FOR_RANGE:
            case FOR_INTS:
            case FOR_TEXTS:
            case FOR_ARRAY:
            case FOR_DICTIONARY:
            case MATCHES:
                return LOOPS;
            case FOUND:
            case FOUND_AT:
            case FOUND_IN:
            case COUNT:
            case COUNT_IN:
            case OFFSET:
            case LENGTH:
            case OF_STRINGS:
            case OF_STRINGS_PERCENT:
            case OF_STRINGS_IN:
            case OF_STRINGS_AT:
                return STRINGS;
            default:
                return CHEAP;
        }
    }
}
