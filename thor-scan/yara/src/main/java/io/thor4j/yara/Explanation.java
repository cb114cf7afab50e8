package io.thor4j.yara;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Why a rule holds or does not hold for one input. Immutable; threads may share it.
 *
 * @param rule the rule
 * @param holds whether its condition is true
 * @param reported whether a scan reports it: it holds, is not private, and no global rule holds it back
 * @param heldBackBy the global rules of its namespace that do not hold
 * @param condition the condition with the value of every part
 * @param strings its strings, private ones too, with what was found of each
 * @param references the rules that it asks for and those in {@link #heldBackBy}, and if so asked the rules that these ask for: each once
 * @param limits the limits that were reached; the explanation is then one of an incomplete scan
 */
public record Explanation(
        YaraRule rule,
        boolean holds,
        boolean reported,
        List<YaraRule> heldBackBy,
        ExplanationNode condition,
        List<FoundString> strings,
        List<Explanation> references,
        List<LimitReached> limits) {

    /** Parts that {@link #decisive()} names at most. */
    private static final int MAX_DECISIVE = 100;

    /** Copies the lists. */
    public Explanation {
        heldBackBy = List.copyOf(heldBackBy);
        strings = List.copyOf(strings);
        references = List.copyOf(references);
        limits = List.copyOf(limits);
    }

    /**
     * A string of the rule.
     *
     * @param identifier its name with the dollar sign, {@code $(3)} for the third string when it is anonymous
     * @param text the string as rule text, made anew from the compiled rule
     * @param isPrivate whether it is declared private, so that results leave it out
     * @param fixedOffset the only offset where it is searched, -1 for everywhere
     * @param matches where it was found, by offset
     */
    public record FoundString(
            String identifier, String text, boolean isPrivate, long fixedOffset, List<StringMatch> matches) {
        /** Copies the list. */
        public FoundString {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Returns the parts that decide: of a condition that is false those that had to be true and are not, of one that is true those that made
     * it so. {@code and}, {@code or} and {@code not} are looked through, so these are comparisons, strings, sets and loops; at most 100.
     */
    public List<ExplanationNode> decisive() {
        List<ExplanationNode> result = new ArrayList<>();
        Deque<ExplanationNode> open = new ArrayDeque<>();
        open.push(condition);
        while (!open.isEmpty() && result.size() < MAX_DECISIVE) {
            ExplanationNode node = open.pop();
            switch (node.kind()) {
                case NOT -> open.push(node.children().get(0));
                case AND -> pushAgreeing(node, node.isTrue(), open);
                case OR -> pushAgreeing(node, !node.isTrue(), open);
                default -> result.add(node);
            }
        }
        return result;
    }

    /** Pushes all children, or only the one that ended the evaluation early: the first that is as true as the whole. */
    private static void pushAgreeing(ExplanationNode node, boolean all, Deque<ExplanationNode> open) {
        List<ExplanationNode> children = node.children();
        for (int i = children.size() - 1; i >= 0; i--) {
            ExplanationNode child = children.get(i);
            boolean evaluated = child.state() != ExplanationNode.State.NOT_EVALUATED;
            if (evaluated && (all || child.isTrue() == node.isTrue())) {
                open.push(child);
            }
        }
    }

    /** Returns {@code namespace:name holds} or {@code namespace:name does not hold}. */
    @Override
    public String toString() {
        return rule + (holds ? " holds" : " does not hold");
    }
}
