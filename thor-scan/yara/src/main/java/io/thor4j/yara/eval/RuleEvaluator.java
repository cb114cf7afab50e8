package io.thor4j.yara.eval;

import io.thor4j.yara.ExplanationNode;
import io.thor4j.yara.LimitReached;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.module.ModuleDump;
import io.thor4j.yara.pattern.PatternBudget;
import io.thor4j.yara.scan.MatchTable;
import io.thor4j.yara.scan.PatternSearcher;
import io.thor4j.yara.scan.ScanControl;
import io.thor4j.yara.spi.StructValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a program on one range of bytes after another. Belongs to one thread at a time. */
public final class RuleEvaluator {
    private static final String TOO_SLOW = "searching its strings makes the scan too slow";

    /** Rules between two looks at the clock. */
    private static final int RULES_PER_LOOK = 64;

    private final RuleProgram program;
    private final PatternSearcher searcher;
    private final ScanControl control;
    private final Evaluation evaluation;
    private final RuleWork work;
    private final long ruleWork;
    private final long[] candidates;
    private final List<LimitReached> limits = new ArrayList<>();
    private final BitSet tooDeep = new BitSet();
    private final Pruning pruning;
    private final SecondPass secondPass;
    private int evaluatedRules;
    private int openRules;

    /**
     * Makes an evaluator.
     *
     * @param program the rules
     * @param limits how many matches to keep and what a rule may cost; the time is given for each scan
     * @param nanoClock a monotonic clock in nanoseconds
     * @param pruning what may be passed over
     */
    public RuleEvaluator(RuleProgram program, YaraLimits limits, LongSupplier nanoClock, Pruning pruning) {
        this.program = program;
        this.searcher = new PatternSearcher(program.patterns(), limits);
        this.control = new ScanControl(nanoClock);
        this.work = new RuleWork(program);
        this.ruleWork = limits.ruleWork();
        this.evaluation = new Evaluation(program, searcher.matches(), control, work);
        this.candidates = new long[evaluation.trueRules.length];
        this.pruning = pruning;
        this.secondPass = new SecondPass(program);
    }

    /**
     * Lets the search of large ranges be shared with other threads.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     */
    public void shareWith(Executor executor, int helpers) {
        searcher.shareWith(executor, helpers);
    }

    /**
     * Lets the search of ranges be shared with other threads; for tests, whose ranges are small.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     * @param least bytes of the shortest range that is divided
     * @param chunk places of a part
     */
    public void shareWith(Executor executor, int helpers, int least, int chunk) {
        searcher.shareWith(executor, helpers, least, chunk);
    }

    /**
     * Gives an external variable another value.
     *
     * @param name its name
     * @param value a value of its type
     * @throws IllegalArgumentException when there is no such variable, or of another type
     */
    public void define(String name, Object value) {
        evaluation.externals.set(name, value);
    }

    /**
     * Gives a module its data; nothing happens when no rule uses the module.
     *
     * @param module its name
     * @param data the data
     */
    public void moduleData(String module, byte[] data) {
        int index = program.image().modules().indexOf(module);
        if (index >= 0) {
            evaluation.moduleData(index, data);
        }
    }

    /**
     * Scans a range.
     *
     * @param data holds the range
     * @param from its begin
     * @param length its size; the caller has checked both
     * @param fast whether a string that is only asked for its presence may stop at the first match
     * @param timeout how long it may take, zero for no limit
     * @return whether there is anything to report: a rule that holds, a limit, a console line
     */
    public boolean scan(byte[] data, int from, int length, boolean fast, Duration timeout) {
        KindPlan plan = pruning == Pruning.NONE
                ? program.plans().plain()
                : program.plans().planFor(data, from, length, pruning == Pruning.ALL);
        return scan(plan, data, from, length, fast, timeout);
    }

    /**
     * Scans a range for all strings, also those of rules that cannot hold for it, so that any rule can be explained.
     *
     * @param data holds the range
     * @param from its begin
     * @param length its size; the caller has checked both
     * @param timeout how long it may take, zero for no limit
     */
    public void scanForAll(byte[] data, int from, int length, Duration timeout) {
        scan(program.plans().plain(), data, from, length, false, timeout);
    }

    private boolean scan(KindPlan plan, byte[] data, int from, int length, boolean fast, Duration timeout) {
        limits.clear();
        tooDeep.clear();
        evaluatedRules = 0;
        openRules = 0;
        control.start(timeout);
        work.start(allowed(length));
        evaluation.begin(data, from, length);
        searcher.search(plan.tables(), data, from, length, fast, control, work);
        Arrays.fill(candidates, 0);
        touchRules();
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = (candidates[i] & plan.able()[i]) | plan.always()[i];
        }
        work.remove(candidates);
        evaluation.look();
        long[] searched = plan.searched();
        TriggerFeedback feedback = plan.feedback();
        boolean holds = false;
        if (!work.isAllGivenUp()) {
            holds = searched == null || feedback == null
                    ? evaluateCandidates(true)
                    : evaluateInTwoPasses(searched, feedback);
        }
        if (work.isAllGivenUp()) {
            limits.add(new LimitReached(
                    LimitReached.Kind.RULE_WORK,
                    null,
                    null,
                    "not all rules evaluated: searching their strings together makes the scan too slow"));
        }
        addSuspended();
        if (evaluation.timeOver) {
            String text = "timeout after " + timeout.toMillis() + " ms, " + evaluatedRules + " rules evaluated";
            limits.add(new LimitReached(LimitReached.Kind.TIMEOUT, null, null, text));
        }
        for (String problem : evaluation.moduleProblems) {
            limits.add(new LimitReached(LimitReached.Kind.MODULE, null, null, problem));
        }
        return holds || !limits.isEmpty() || !evaluation.console.isEmpty();
    }

    private long allowed(int length) {
        long bytes = (long) length * YaraLimits.RULE_WORK_PER_BYTE;
        return ruleWork > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : ruleWork + bytes;
    }

    private void addSuspended() {
        if (!work.any()) {
            return;
        }
        for (int rule = 0; rule < program.rules().size(); rule++) {
            if (work.isSuspended(rule) && !tooDeep.get(rule)) {
                YaraRule info = program.rules().get(rule).info();
                String name = info.toString();
                String why = work.isOverLimit(rule)
                        ? "it cost more than " + work.limit() + " units of work"
                        : work.isSlow(rule) ? TOO_SLOW : "its condition asks for a rule without a result";
                String effect = info.isGlobal() ? "; it is global, so no rule of its namespace is reported" : "";
                limits.add(new LimitReached(
                        LimitReached.Kind.RULE_WORK, name, null, "rule " + name + " suspended: " + why + effect));
            }
        }
    }

    /**
     * Evaluates a rule's condition once more, watching every node; to be called after {@link #scan} and before {@link #release}. Its
     * operands are taken in the order of the text.
     *
     * @param rule index of the rule
     */
    public ExplanationNode explain(int rule) {
        Ir condition = program.rules().get(rule).condition();
        boolean held = evaluation.holds(rule);
        int lines = evaluation.console.size();
        @Nullable ExplanationNode[] result = new ExplanationNode[1];
        // A rule that asks for itself sees what it saw in the scan.
        evaluation.setHolds(rule, false);
        // A watched node takes two frames, and the explanation is made by recursion too.
        DeepStack.run(Math.min(2 * condition.depth(), Ir.MAX_DEPTH), () -> result[0] = traced(rule, condition));
        evaluation.setHolds(rule, held);
        evaluation.console.subList(lines, evaluation.console.size()).clear();
        if (result[0] == null) {
            throw new IllegalStateException(
                    "the explanation of " + program.rules().get(rule).info() + " failed");
        }
        return result[0];
    }

    private ExplanationNode traced(int rule, Ir condition) {
        RuleImage image = program.image();
        int[] patterns = program.patternsOf(rule);
        ConditionTrace trace =
                new ConditionTrace(new IrText(image, image.rules().get(rule)), patterns);
        try {
            new NodeBuilder(rule, patterns, image.externals(), program.modules(), new PatternBudget(), trace)
                    .bool(condition)
                    .test(evaluation);
        } catch (IrException e) {
            throw new IllegalStateException("a condition that was linked is not well formed", e);
        }
        return trace.explanation();
    }

    /**
     * Returns whether the last scan found that a rule's condition is true.
     *
     * @param rule index of the rule
     */
    public boolean holds(int rule) {
        return evaluation.holds(rule);
    }

    /** Lets go of the scanned bytes. */
    public void release() {
        evaluation.end();
    }

    /*
     * The first pass looked for triggers only. Rules that it proves not to hold are done with; for those that may hold a second pass looks for
     * their other strings, and then they are evaluated anew.
     */
    private boolean evaluateInTwoPasses(long[] searched, TriggerFeedback feedback) {
        evaluation.beginFirstPass(searched);
        boolean holds = false;
        for (int word = 0; word < candidates.length; word++) {
            long bits = candidates[word];
            while (bits != 0 && !evaluation.timeOver) {
                int rule = (word << 6) + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                int value = evaluateOpenly(rule);
                if (value == BoolNode.OPEN) {
                    evaluation.setOpen(rule);
                    feedback.countFind(rule);
                    openRules++;
                } else if (value == BoolNode.TRUE) {
                    evaluation.setHolds(rule, true);
                    holds = true;
                }
                countRule();
            }
        }
        evaluation.searched = null;
        if (openRules == 0 || evaluation.timeOver) {
            return holds;
        }
        int known = evaluation.matches.touchedCount();
        searcher.searchMore(
                secondPass.tables(evaluation.openRules, searched),
                evaluation.data,
                evaluation.from,
                evaluation.length,
                control);
        for (int i = known; i < evaluation.matches.touchedCount(); i++) {
            noteOverflow(evaluation.matches.touched(i));
        }
        if (work.isAllGivenUp()) {
            return holds;
        }
        System.arraycopy(evaluation.openRules, 0, candidates, 0, candidates.length);
        work.remove(candidates);
        evaluation.look();
        return evaluateCandidates(false) || holds;
    }

    /*
     * Returns what a condition is when only the strings of the first pass are known. A rule that holds but has other strings counts as open,
     * because their matches are reported; so does one that was cut off, which the second evaluation does again and then reports.
     */
    private int evaluateOpenly(int rule) {
        long before = work.of(rule);
        int value = BoolNode.OPEN;
        evaluation.beginRule(rule);
        try {
            value = program.condition(rule).test(evaluation);
            if (evaluation.stopped || (value == BoolNode.TRUE && evaluation.hasOpenStrings(rule))) {
                value = BoolNode.OPEN;
            }
        } catch (StackOverflowError e) {
            value = BoolNode.OPEN;
        } finally {
            evaluation.endRule();
        }
        if (value == BoolNode.OPEN) {
            work.takeBack(rule, before);
        }
        return value;
    }

    private void touchRules() {
        MatchTable matches = evaluation.matches;
        for (int i = 0; i < matches.touchedCount(); i++) {
            program.touch(candidates, matches.touched(i));
            noteOverflow(matches.touched(i));
        }
    }

    private void noteOverflow(int pattern) {
        if (evaluation.matches.overflowed(pattern)) {
            addOverflow(pattern, evaluation.matches.count(pattern));
        }
    }

    private void addOverflow(int pattern, int kept) {
        int index = program.someRuleWith(pattern);
        RuleImage.Rule rule = program.rules().get(index);
        int[] patterns = program.patternsOf(index);
        int string = 0;
        while (patterns[string] != pattern) {
            string++;
        }
        String identifier = rule.info().strings().get(string);
        String text = "max matches per string: " + identifier + " of rule " + rule.info() + " has more than the " + kept
                + " that were kept";
        limits.add(new LimitReached(
                LimitReached.Kind.MATCHES_PER_STRING, rule.info().toString(), identifier, text));
    }

    /* Evaluates in the order of declaration, so that a reference finds its rule's result. */
    private boolean evaluateCandidates(boolean forTheFirstTime) {
        boolean holds = false;
        for (int word = 0; word < candidates.length; word++) {
            long bits = candidates[word];
            while (bits != 0 && !evaluation.timeOver) {
                int rule = (word << 6) + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                holds |= evaluate(rule);
                if (forTheFirstTime) {
                    countRule();
                }
            }
        }
        return holds;
    }

    private void countRule() {
        if (++evaluatedRules % RULES_PER_LOOK == 0) {
            evaluation.look();
        }
    }

    private boolean evaluate(int rule) {
        evaluation.beginRule(rule);
        try {
            // What came out after the end of the time is cut short and proves nothing.
            if (program.condition(rule).test(evaluation) == BoolNode.TRUE && !evaluation.stopped) {
                evaluation.setHolds(rule, true);
                return true;
            }
            if (evaluation.stopped && !evaluation.timeOver) {
                work.suspend(rule);
            }
        } catch (StackOverflowError e) {
            // The depth of conditions is bounded, but the caller's stack may be nearly used up.
            String name = program.rules().get(rule).info().toString();
            tooDeep.set(rule);
            limits.add(new LimitReached(
                    LimitReached.Kind.STACK, name, null, "rule " + name + " is too deep for the thread's stack"));
            work.suspend(rule);
        } finally {
            evaluation.endRule();
        }
        return false;
    }

    /**
     * Tells whether a rule is to be reported: it holds, is not private, and every global rule of its namespace holds.
     *
     * @param rule index of the rule
     */
    public boolean reports(int rule) {
        if (!evaluation.holds(rule) || program.rules().get(rule).info().isPrivate()) {
            return false;
        }
        for (int global : program.globals(program.rules().get(rule).namespace())) {
            if (!evaluation.holds(global)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the next rule that holds.
     *
     * @param from index where to begin
     * @return its index, -1 when there is none
     */
    public int nextHolding(int from) {
        for (int rule = from; rule < program.rules().size(); rule++) {
            long rest = evaluation.trueRules[rule >> 6] >>> rule;
            if (rest != 0) {
                return rule + Long.numberOfTrailingZeros(rest);
            }
            rule |= 63;
        }
        return -1;
    }

    /** Returns the matches of the last scan. */
    public MatchTable matches() {
        return evaluation.matches;
    }

    /** Returns the limits that the last scan reached; a copy. */
    public List<LimitReached> limits() {
        return List.copyOf(limits);
    }

    /** Returns the console lines of the last scan; a copy. */
    public List<String> console() {
        return List.copyOf(evaluation.console);
    }

    /** Returns what every module that rules use finds in the range of the last scan, before {@link #release()}; a dump cut off is a limit. */
    public List<String> dumpModules() {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < program.modules().size(); i++) {
            StructValue values = evaluation.module(i);
            if (values != null) {
                String name = program.modules().get(i).name();
                String dump = ModuleDump.of(name, values, control::expired);
                if (ModuleDump.isCutOff(dump)) {
                    String text = "the dump of module " + name + " is cut off after " + dump.length() + " characters";
                    limits.add(new LimitReached(LimitReached.Kind.MODULE, null, null, text));
                }
                result.add(dump);
            }
        }
        return result;
    }

    /** Returns the work of the last scan, in units of about a nanosecond, for tests and statistics. */
    public long spent() {
        return control.spent();
    }

    /** Returns how many of the conditions that the last scan evaluated had to wait for a second pass, for tests. */
    int openRules() {
        return openRules;
    }

    /** Returns how many conditions the last scan evaluated, each counted once, for tests and statistics. */
    public int evaluatedRules() {
        return evaluatedRules;
    }
}
