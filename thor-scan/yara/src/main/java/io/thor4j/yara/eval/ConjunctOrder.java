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

    /** Returns how many operands of an {@code and} come before the first loop or module; their number when it has none. */
    static int cheapOperands(Ir and) {
        int result = 0;
        for (Ir operand : and.operands()) {
            if (cost(operand) > STRINGS) {
                break;
            }
            result++;
        }
        return result;
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
        return switch (op) {
            case MODULE -> MODULES;
            case FOR_STRINGS, FOR_RANGE, FOR_INTS, FOR_TEXTS, FOR_ARRAY, FOR_DICTIONARY, MATCHES -> LOOPS;
            case FOUND,
                    FOUND_AT,
                    FOUND_IN,
                    COUNT,
                    COUNT_IN,
                    OFFSET,
                    LENGTH,
                    OF_STRINGS,
                    OF_STRINGS_PERCENT,
                    OF_STRINGS_IN,
                    OF_STRINGS_AT -> STRINGS;
            default -> CHEAP;
        };
    }
}
