package io.thor4j.yara;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.IrText;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.eval.RuleEvaluator;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.eval.RuleProgram;
import io.thor4j.yara.eval.SpecText;
import io.thor4j.yara.pattern.PatternSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes the explanations of rules from what a scan has left in its evaluator. Used for one scan. */
final class RuleExplainer {
    private final RuleProgram program;
    private final RuleEvaluator evaluator;
    private final int maxMatchData;

    RuleExplainer(RuleProgram program, RuleEvaluator evaluator, int maxMatchData) {
        this.program = program;
        this.evaluator = evaluator;
        this.maxMatchData = maxMatchData;
    }

    /**
     * Returns the index of a rule.
     *
     * @throws IllegalArgumentException when the set does not have it
     */
    int find(YaraRule rule) {
        List<RuleImage.Rule> rules = program.image().rules();
        for (int i = 0; i < rules.size(); i++) {
            YaraRule info = rules.get(i).info();
            if (info.name().equals(rule.name()) && info.namespace().equals(rule.namespace())) {
                return i;
            }
        }
        throw new IllegalArgumentException("the set has no rule " + rule);
    }

    /** Explains a rule, and those that it asks for, level by level so that each is explained once and at its least depth. */
    Explanation explain(int rule, byte[] data, int from, int length, int depth) {
        Set<Integer> seen = new LinkedHashSet<>(List.of(rule));
        List<Explanation> references = new ArrayList<>();
        List<Integer> level = List.of(rule);
        for (int i = 0; i < depth && !level.isEmpty(); i++) {
            List<Integer> next = new ArrayList<>();
            for (int asking : level) {
                for (int asked : references(asking)) {
                    if (seen.add(asked)) {
                        next.add(asked);
                        references.add(one(asked, data, from, length, List.of()));
                    }
                }
            }
            level = next;
        }
        return one(rule, data, from, length, references);
    }

    private Explanation one(int rule, byte[] data, int from, int length, List<Explanation> references) {
        RuleImage.Rule image = program.image().rules().get(rule);
        List<YaraRule> heldBackBy = new ArrayList<>();
        for (int global : failingGlobals(rule)) {
            heldBackBy.add(program.image().rules().get(global).info());
        }
        return new Explanation(
                image.info(),
                evaluator.holds(rule),
                evaluator.reports(rule),
                heldBackBy,
                evaluator.explain(rule),
                strings(rule, data, from, length),
                references,
                evaluator.limits());
    }

    private List<Integer> failingGlobals(int rule) {
        List<Integer> result = new ArrayList<>();
        for (int global : program.globals(program.image().rules().get(rule).namespace())) {
            if (global != rule && !evaluator.holds(global)) {
                result.add(global);
            }
        }
        return result;
    }

    private List<Explanation.FoundString> strings(int rule, byte[] data, int from, int length) {
        RuleImage.Rule image = program.image().rules().get(rule);
        IrText texts = new IrText(program.image(), image);
        int[] patterns = program.patternsOf(rule);
        List<Explanation.FoundString> result = new ArrayList<>();
        for (int i = 0; i < patterns.length; i++) {
            PatternSpec spec = image.strings().get(i).spec();
            PatternMatches matches =
                    new PatternMatches(evaluator.matches(), patterns[i], data, from, length, maxMatchData);
            boolean isHex = spec.kind() == PatternSpec.Kind.HEX;
            List<StringMatch> found = new ArrayList<>();
            for (int m = 0; m < matches.count(); m++) {
                found.add(new StringMatch(image.info().strings().get(i), isHex, spec.isPrivate(), matches, m));
            }
            long fixed = program.patterns().fixedOffset(patterns[i]);
            result.add(new Explanation.FoundString(texts.string(i), SpecText.of(spec), spec.isPrivate(), fixed, found));
        }
        return result;
    }

    /** Returns the rules that a condition asks for, in the order of the text, and the global rules that hold the rule back. */
    private Set<Integer> references(int rule) {
        Set<Integer> result = new LinkedHashSet<>();
        Deque<Ir> open = new ArrayDeque<>();
        open.push(program.image().rules().get(rule).condition());
        while (!open.isEmpty()) {
            Ir ir = open.pop();
            if (ir.op() == Op.RULE) {
                result.add((int) ir.number());
            } else if ((ir.op() == Op.OF_RULES || ir.op() == Op.OF_RULES_PERCENT)
                    && ir.payload() instanceof int[] set) {
                for (int member : set) {
                    result.add(member);
                }
            }
            for (int i = ir.operands().size() - 1; i >= 0; i--) {
                open.push(ir.operand(i));
            }
        }
        result.addAll(failingGlobals(rule));
        result.remove(rule);
        return result;
    }
}
