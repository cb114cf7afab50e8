package io.thor4j.yara.eval;

import java.util.BitSet;

/**
 * Which nodes can work with operands that are {@link BoolNode#OPEN}, and the guard of those that cannot. Stateless.
 */
final class KnownTruths {
    private KnownTruths() {}

    /** Tells whether a node takes open operands and passes on what follows from them. */
    static boolean passesOn(Ir ir) {
        return switch (ir.op()) {
            case BOOL, RULE, NOT, DEFINED, AND, OR, FOUND -> true;
            case OF_STRINGS, OF_STRINGS_PERCENT, OF_RULES, OF_RULES_PERCENT ->
                ir.operands().stream().allMatch(quantifier -> quantifier.op() == Op.INT || quantifier.op() == Op.ALL);
            default -> false;
        };
    }

    /**
     * Returns a node that is open as long as anything is that the given one hangs on; the same node when it hangs on nothing.
     *
     * @param ir what the node was made of, well formed
     * @param node the node
     * @param patterns the pattern of each of the rule's strings
     */
    static BoolNode guard(Ir ir, BoolNode node, int[] patterns) {
        BitSet strings = new BitSet();
        BitSet rules = new BitSet();
        collect(ir, strings, rules);
        if (strings.isEmpty() && rules.isEmpty()) {
            return node;
        }
        int[] asked = strings.stream().map(string -> patterns[string]).toArray();
        return new BoolNodes.WhenKnown(node, asked, rules.stream().toArray());
    }

    private static void collect(Ir ir, BitSet strings, BitSet rules) {
        switch (ir.op()) {
            case FOUND, FOUND_AT, FOUND_IN, COUNT, COUNT_IN, OFFSET, LENGTH -> {
                // The string of a loop is one of the loop's set.
                if (ir.number() >= 0) {
                    strings.set((int) ir.number());
                }
            }
            case OF_STRINGS, OF_STRINGS_PERCENT, OF_STRINGS_IN, OF_STRINGS_AT, FOR_STRINGS -> setAll(ir, strings);
            case OF_RULES, OF_RULES_PERCENT -> setAll(ir, rules);
            case RULE -> rules.set((int) ir.number());
            default -> {}
        }
        for (Ir operand : ir.operands()) {
            collect(operand, strings, rules);
        }
    }

    private static void setAll(Ir ir, BitSet out) {
        if (ir.payload() instanceof int[] members) {
            for (int member : members) {
                out.set(member);
            }
        }
    }
}
