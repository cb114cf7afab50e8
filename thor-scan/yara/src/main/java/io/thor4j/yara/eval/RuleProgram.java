package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A rule set ready to run: patterns, executable conditions, and which rules each pattern touches. Immutable; threads share it. */
public final class RuleProgram {
    /** The module whose calls have an effect that can be seen, so that a condition may not be passed over or reordered. */
    private static final String CONSOLE = "console";

    private final RuleImage image;
    private final List<YaraModule> modules;
    private final PatternSet patterns;
    private final int[][] rulePatterns;
    private final RuleConditions conditions;
    private final int[][] globals;

    /** Rules of pattern p: {@code touchedRules[touchedFrom[p]]} up to {@code touchedFrom[p + 1]}. */
    private final int[] touchedFrom;

    private final int[] touchedRules;

    private final KindPlans plans;

    private RuleProgram(
            RuleImage image,
            List<YaraModule> modules,
            PatternSet patterns,
            int[][] rulePatterns,
            RuleConditions conditions,
            boolean filtered) {
        this.image = image;
        this.modules = List.copyOf(modules);
        this.patterns = patterns;
        this.rulePatterns = rulePatterns;
        this.conditions = conditions;
        this.globals = globalsByNamespace(image);
        this.touchedFrom = new int[patterns.size() + 1];
        this.touchedRules = indexByPattern(rulePatterns, touchedFrom);
        BitSet console = new BitSet(rulePatterns.length);
        for (int i = 0; i < rulePatterns.length; i++) {
            console.set(i, usesConsole(image.rules().get(i).condition(), image.modules()));
        }
        this.plans = new KindPlans(image.rules(), patterns, rulePatterns, filtered, console);
    }

    /** Returns what to do for each kind of files. */
    KindPlans plans() {
        return plans;
    }

    /**
     * Builds what the image describes.
     *
     * @param image the rules
     * @param available modules by name, at least those that the image names
     * @param patterns takes the patterns; one that has seen the strings before need not compile them again
     * @throws IrException when it needs a module that is not there; a condition is looked at when it is first evaluated
     * @throws PatternException when a string cannot be compiled
     */
    public static RuleProgram link(RuleImage image, Map<String, YaraModule> available, PatternSet.Builder patterns)
            throws IrException, PatternException {
        return link(image, available, patterns, false, true);
    }

    /**
     * Builds what an image describes that nobody vouches for: every condition is looked at now.
     *
     * @param image the rules
     * @param available modules by name, at least those that the image names
     * @param patterns takes the patterns; one that has seen the strings before need not compile them again
     * @throws IrException when it needs a module that is not there
     * @throws PatternException when a string cannot be compiled
     * @throws io.thor4j.core.MalformedInputException when a condition is not well formed
     */
    public static RuleProgram linkChecked(
            RuleImage image, Map<String, YaraModule> available, PatternSet.Builder patterns)
            throws IrException, PatternException {
        return link(image, available, patterns, true, true);
    }

    /** Builds a program whose {@link KindPlans#plain()} looks at every place when {@code filtered} is false, for tests that compare. */
    static RuleProgram link(
            RuleImage image,
            Map<String, YaraModule> available,
            PatternSet.Builder patterns,
            boolean checked,
            boolean filtered)
            throws IrException, PatternException {
        List<YaraModule> modules = new ArrayList<>();
        for (String name : image.modules()) {
            YaraModule module = available.get(name);
            if (module == null) {
                throw new IrException("no module " + name);
            }
            modules.add(module);
        }
        int[][] rulePatterns = new int[image.rules().size()][];
        for (int i = 0; i < rulePatterns.length; i++) {
            List<RuleImage.StringEntry> strings = image.rules().get(i).strings();
            rulePatterns[i] = new int[strings.size()];
            for (int s = 0; s < rulePatterns[i].length; s++) {
                RuleImage.StringEntry string = strings.get(s);
                rulePatterns[i][s] = patterns.add(string.spec(), string.fixedOffset(), string.allMatches());
            }
        }
        RuleConditions conditions = new RuleConditions(image, modules, rulePatterns);
        for (int i = 0; checked && i < rulePatterns.length; i++) {
            conditions.get(i);
        }
        return new RuleProgram(image, modules, patterns.build(), rulePatterns, conditions, filtered);
    }

    private static int[][] globalsByNamespace(RuleImage image) {
        int[] counts = new int[image.namespaces().size()];
        for (RuleImage.Rule rule : image.rules()) {
            counts[rule.namespace()] += rule.info().isGlobal() ? 1 : 0;
        }
        int[][] result = new int[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            result[i] = new int[counts[i]];
        }
        for (int i = image.rules().size() - 1; i >= 0; i--) {
            RuleImage.Rule rule = image.rules().get(i);
            if (rule.info().isGlobal()) {
                result[rule.namespace()][--counts[rule.namespace()]] = i;
            }
        }
        return result;
    }

    private static int[] indexByPattern(int[][] rulePatterns, int[] from) {
        int total = 0;
        for (int[] ofRule : rulePatterns) {
            for (int pattern : ofRule) {
                from[pattern + 1]++;
                total++;
            }
        }
        for (int i = 1; i < from.length; i++) {
            from[i] += from[i - 1];
        }
        int[] next = from.clone();
        int[] result = new int[total];
        for (int rule = 0; rule < rulePatterns.length; rule++) {
            for (int pattern : rulePatterns[rule]) {
                result[next[pattern]++] = rule;
            }
        }
        return result;
    }

    static boolean usesConsole(Ir condition, List<String> modules) {
        int console = modules.indexOf(CONSOLE);
        if (console < 0) {
            return false;
        }
        boolean[] found = {true};
        DeepStack.run(condition.depth(), () -> found[0] = uses(condition, console));
        return found[0];
    }

    private static boolean uses(Ir ir, int module) {
        if (ir.op() == Op.MODULE && ir.number() == module) {
            return true;
        }
        for (Ir operand : ir.operands()) {
            if (uses(operand, module)) {
                return true;
            }
        }
        return false;
    }

    /** Returns what the program was built from. */
    public RuleImage image() {
        return image;
    }

    /** Returns the patterns of all rules. */
    public PatternSet patterns() {
        return patterns;
    }

    /**
     * Returns the patterns of a rule's strings, in order; not to be changed.
     *
     * @param rule index of the rule
     */
    public int[] patternsOf(int rule) {
        return rulePatterns[rule];
    }

    /**
     * Returns the global rules of a namespace; not to be changed.
     *
     * @param namespace its index
     */
    public int[] globals(int namespace) {
        return globals[namespace];
    }

    List<RuleImage.Rule> rules() {
        return image.rules();
    }

    List<ExternalVariable> externals() {
        return image.externals();
    }

    List<YaraModule> modules() {
        return modules;
    }

    BoolNode condition(int rule) {
        return conditions.get(rule);
    }

    /** Adds the rules that have the pattern. */
    void touch(long[] candidates, int pattern) {
        for (int i = touchedFrom[pattern]; i < touchedFrom[pattern + 1]; i++) {
            int rule = touchedRules[i];
            candidates[rule >> 6] |= 1L << rule;
        }
    }

    /** Begin of a pattern's rules among {@link #touchedRule}; that of the next pattern is their end. */
    int touchedFrom(int pattern) {
        return touchedFrom[pattern];
    }

    int touchedRule(int index) {
        return touchedRules[index];
    }

    /** Returns a rule that has the pattern, for messages. */
    int someRuleWith(int pattern) {
        return touchedRules[touchedFrom[pattern]];
    }
}
