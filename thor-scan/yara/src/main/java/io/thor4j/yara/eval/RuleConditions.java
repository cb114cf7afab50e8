package io.thor4j.yara.eval;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.pattern.PatternBudget;
import io.thor4j.yara.spi.YaraModule;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The executable conditions of a rule set, each made when it is first evaluated: a scan of ordinary files evaluates a few dozen of thousands.
 * Threads share it.
 */
final class RuleConditions {
    private final RuleImage image;
    private final List<YaraModule> modules;
    private final int[][] rulePatterns;
    private final AtomicReferenceArray<@Nullable BoolNode> made;

    /** What the regexes of all conditions may need; also the lock under which conditions are made. */
    private final PatternBudget regexes = new PatternBudget();

    RuleConditions(RuleImage image, List<YaraModule> modules, int[][] rulePatterns) {
        this.image = image;
        this.modules = modules;
        this.rulePatterns = rulePatterns;
        this.made = new AtomicReferenceArray<>(rulePatterns.length);
    }

    /**
     * Returns a rule's condition.
     *
     * @throws MalformedInputException when it is not well formed, which only a file of compiled rules can be that no compiler wrote
     */
    BoolNode get(int rule) {
        BoolNode known = made.get(rule);
        return known != null ? known : make(rule);
    }

    private BoolNode make(int rule) {
        synchronized (regexes) {
            BoolNode known = made.get(rule);
            if (known != null) {
                return known;
            }
            try {
                BoolNode result = build(rule);
                made.set(rule, result);
                return result;
            } catch (IrException e) {
                throw new MalformedInputException(
                        "damaged compiled rules: " + e.getMessage(),
                        "condition of rule " + image.rules().get(rule).info(),
                        "compile the rules anew",
                        e);
            }
        }
    }

    private BoolNode build(int rule) throws IrException {
        Ir condition = image.rules().get(rule).condition();
        if (condition.depth() > Ir.MAX_DEPTH) {
            throw new IrException("condition with " + condition.depth() + " levels");
        }
        NodeBuilder builder =
                new NodeBuilder(rule, rulePatterns[rule], image.externals(), modules, regexes, NodeObserver.NONE);
        boolean keepOrder = RuleProgram.usesConsole(condition, image.modules());
        @Nullable BoolNode[] result = new BoolNode[1];
        @Nullable IrException[] failure = new IrException[1];
        DeepStack.run(condition.depth(), () -> {
            try {
                result[0] = builder.bool(keepOrder ? condition : ConjunctOrder.cheapFirst(condition));
            } catch (IrException e) {
                failure[0] = e;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        if (result[0] == null) {
            throw new IrException("condition too deep");
        }
        return result[0];
    }
}
