package io.thor4j.yara.eval;

import io.thor4j.yara.ExplanationNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds to the runs of a {@link ConditionTrace} where strings were found, and which members of a set hold. Used by one thread. */
final class StringNotes {
    /** Members of a set that are listed; a rule can have 10,000 strings. */
    private static final int MAX_MEMBERS = 1_000;

    /** Offsets in a note. */
    private static final int OFFSETS = 3;

    private final IrText texts;
    private final int[] patterns;

    StringNotes(IrText texts, int[] patterns) {
        this.texts = texts;
        this.patterns = patterns;
    }

    void add(ConditionTrace.Run run, Evaluation e) {
        Ir ir = run.step.ir;
        switch (ir.op()) {
            case FOUND, FOUND_AT, FOUND_IN, COUNT_IN, OFFSET, LENGTH -> run.note = found((int) ir.number(), e);
            case OF_STRINGS, OF_STRINGS_PERCENT, OF_STRINGS_IN, OF_STRINGS_AT, OF_RULES, OF_RULES_PERCENT ->
                run.members = members(run, e);
            default -> {
                // The value says it all.
            }
        }
    }

    /** Returns where a string was found: {@code 3 matches: 0x10, 0x20, 0x30}. */
    private String found(int string, Evaluation e) {
        int pattern = string < 0 ? e.currentPattern : patterns[string];
        int count = e.matches.count(pattern);
        if (count == 0) {
            return "no match";
        }
        StringBuilder out = new StringBuilder(count == 1 ? "1 match: " : count + " matches: ");
        for (int i = 0; i < Math.min(count, OFFSETS); i++) {
            out.append(i == 0 ? "0x" : ", 0x").append(Integer.toHexString(e.matches.offset(pattern, i)));
        }
        return out.append(count > OFFSETS ? "..." : "").toString();
    }

    /** Asks the nodes for single strings and rules, which answer as the set's node does. */
    private List<ExplanationNode> members(ConditionTrace.Run run, Evaluation e) {
        Ir ir = run.step.ir;
        int[] members = IrText.members(ir);
        List<ExplanationNode> result = new ArrayList<>();
        for (int i = 0; i < Math.min(members.length, MAX_MEMBERS); i++) {
            result.add(member(run, members[i], e));
        }
        return result;
    }

    private ExplanationNode member(ConditionTrace.Run run, int member, Evaluation e) {
        Op op = run.step.ir.op();
        if (op == Op.OF_RULES || op == Op.OF_RULES_PERCENT) {
            return node(ExplanationNode.Kind.RULE, texts.rule(member), new BoolNodes.RuleHolds(member).test(e), null);
        }
        IntNode low = e2 -> place(run, 1);
        IntNode high = e2 -> place(run, 2);
        int pattern = patterns[member];
        BoolNode node = switch (op) {
            case OF_STRINGS_AT -> new StringNodes.FoundAt(pattern, low);
            case OF_STRINGS_IN -> new StringNodes.FoundIn(pattern, low, high);
            default -> new StringNodes.Found(pattern);
        };
        return node(ExplanationNode.Kind.STRING, texts.string(member), node.test(e), found(member, e));
    }

    /** Returns the value of a set's place, which was evaluated just before. */
    private static long place(ConditionTrace.Run run, int part) {
        return part < run.parts.size() && run.parts.get(part).value instanceof Long number ? number : IntNode.UNDEFINED;
    }

    private static ExplanationNode node(ExplanationNode.Kind kind, String text, int value, @Nullable String note) {
        boolean defined = value != BoolNode.UNDEFINED;
        return new ExplanationNode(
                kind,
                text,
                defined ? ExplanationNode.State.VALUE : ExplanationNode.State.UNDEFINED,
                defined ? value == BoolNode.TRUE : null,
                note,
                List.of(),
                0);
    }
}
