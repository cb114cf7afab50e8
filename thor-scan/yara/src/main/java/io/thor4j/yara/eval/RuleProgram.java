package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.scan.SearchTables;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

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

    private final FileKinds kinds;

    /** By kind; each is made when the first such file is met. */
    private final AtomicReferenceArray<@Nullable KindPlan> plans;

    /** What evaluates every rule, for tests that compare and for explanations. */
    private volatile @Nullable KindPlan plain;

    private final boolean filtered;

    /** One bit a rule: it uses the console, so nothing of it may be passed over. */
    private final long[] console;

    private RuleProgram(
            RuleImage image,
            List<YaraModule> modules,
            PatternSet patterns,
            int[][] rulePatterns,
            RuleConditions conditions,
            boolean filtered) {
        this.image = image;
        this.filtered = filtered;
        this.modules = List.copyOf(modules);
        this.patterns = patterns;
        this.rulePatterns = rulePatterns;
        this.conditions = conditions;
        this.globals = globalsByNamespace(image);
        this.touchedFrom = new int[patterns.size() + 1];
        this.touchedRules = indexByPattern(rulePatterns, touchedFrom);
        this.kinds = FileKinds.of(image.rules());
        this.plans = new AtomicReferenceArray<>(kinds.all().size());
        this.console = new long[(rulePatterns.length + 63) >> 6];
        for (int i = 0; i < rulePatterns.length; i++) {
            if (usesConsole(image.rules().get(i).condition(), image.modules())) {
                console[i >> 6] |= 1L << i;
            }
        }
    }

    /** Returns what to do for a file. */
    KindPlan planFor(byte[] data, int from, int length) {
        int kind = kinds.kindOf(data, from, length);
        KindPlan known = plans.get(kind);
        if (known == null) {
            known = planOf(kinds.all().get(kind));
            // Two threads may both have made it; they are equal.
            plans.set(kind, known);
        }
        return known;
    }

    private KindPlan planOf(FileKind kind) {
        long[] always = new long[console.length];
        long[] able = new long[console.length];
        BitSet wanted = new BitSet(patterns.size());
        for (int i = 0; i < rulePatterns.length; i++) {
            RuleImage.Rule rule = image.rules().get(i);
            boolean hasConsole = (console[i >> 6] & 1L << i) != 0;
            if (!hasConsole && !mayHold(rule.condition(), kind, true)) {
                continue;
            }
            able[i >> 6] |= 1L << i;
            if (!rule.needsMatch() && (hasConsole || mayHold(rule.condition(), kind, false))) {
                always[i >> 6] |= 1L << i;
            }
            for (int pattern : rulePatterns[i]) {
                wanted.set(pattern);
            }
        }
        return new KindPlan(SearchTables.of(patterns, wanted), always, able);
    }

    /** Returns what to do for any file when nothing is to be passed over but what libyara passes over, too. */
    KindPlan plainPlan() {
        KindPlan known = plain;
        if (known == null) {
            long[] always = new long[console.length];
            long[] able = new long[console.length];
            Arrays.fill(able, -1L);
            for (int i = 0; i < rulePatterns.length; i++) {
                boolean hasConsole = (console[i >> 6] & 1L << i) != 0;
                if (!image.rules().get(i).needsMatch() || !hasConsole) {
                    always[i >> 6] |= 1L << i;
                }
            }
            SearchTables tables = filtered ? SearchTables.of(patterns, null) : SearchTables.unfiltered(patterns);
            known = new KindPlan(tables, always, able);
            plain = known;
        }
        return known;
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

    /** The same for an image that nobody vouches for: every condition is looked at now. */
    public static RuleProgram linkChecked(
            RuleImage image, Map<String, YaraModule> available, PatternSet.Builder patterns)
            throws IrException, PatternException {
        return link(image, available, patterns, true, true);
    }

    /** Builds a program whose {@link #plainPlan()} looks at every place when {@code filtered} is false, for tests that compare. */
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

    private static boolean mayHold(Ir condition, FileKind kind, boolean withStrings) {
        boolean[] result = {true};
        DeepStack.run(
                condition.depth(),
                () -> result[0] = new ConditionAnalysis(kind, string -> withStrings).mayHold(condition));
        return result[0];
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
