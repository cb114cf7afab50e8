package io.thor4j.yara;

import io.thor4j.yara.eval.Pruning;
import io.thor4j.yara.eval.RuleEvaluator;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.eval.RuleProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Scans one byte range after another with a rule set. Belongs to one thread at a time; reuse it, its memory is kept between scans. */
public final class YaraScanner {
    private final RuleProgram program;
    private final YaraLimits limits;
    private final RuleEvaluator evaluator;
    private Duration timeout;
    private boolean fast;
    private boolean dumpModules;

    YaraScanner(RuleProgram program, YaraLimits limits, LongSupplier nanoClock, Pruning pruning) {
        this.program = program;
        this.limits = limits;
        this.evaluator = new RuleEvaluator(program, limits, nanoClock, pruning);
        this.timeout = limits.timeout();
    }

    /**
     * Gives an integer external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, long value) {
        evaluator.define(name, value);
        return this;
    }

    /**
     * Gives a float external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, double value) {
        evaluator.define(name, value);
        return this;
    }

    /**
     * Gives a boolean external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, boolean value) {
        evaluator.define(name, value);
        return this;
    }

    /**
     * Gives a text external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value; rules see its UTF-8 bytes
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, String value) {
        evaluator.define(name, value);
        return this;
    }

    /**
     * Gives a module the data it works on beside the scanned bytes (a sandbox report for {@code cuckoo}), until it gets the next.
     *
     * @param module the module's name; nothing happens when no rule uses it
     * @param data the data; not copied, not to be changed while it is in use
     */
    public YaraScanner moduleData(String module, byte[] data) {
        evaluator.moduleData(module, data);
        return this;
    }

    /**
     * Lets the search of a string that is only asked for its presence end at the first match; verdicts stay the same, match lists get
     * shorter.
     *
     * @param on whether to
     */
    public YaraScanner fastMode(boolean on) {
        fast = on;
        return this;
    }

    /**
     * Sets the wall time of one scan in place of {@link YaraLimits#timeout()}.
     *
     * @param value zero for no limit
     * @throws IllegalArgumentException when it is negative
     */
    public YaraScanner timeout(Duration value) {
        timeout = limits.withTimeout(value).timeout();
        return this;
    }

    /**
     * Lets other threads help with the search of large contents, of 8 MB and more; results stay the same. The scanning thread works too and waits
     * for no helper that has not begun, so that any executor will do: one that is busy or shut down helps less or not at all. A helper that runs
     * too late does nothing, and lets go of the content.
     *
     * @param executor runs helpers, such as {@link java.util.concurrent.ForkJoinPool#commonPool()}
     * @param helpers how many threads are asked for help at most, 0 for none
     * @throws IllegalArgumentException when the number is negative
     */
    public YaraScanner shareWith(Executor executor, int helpers) {
        Objects.requireNonNull(executor, "executor");
        if (helpers < 0) {
            throw new IllegalArgumentException(helpers + " helpers");
        }
        evaluator.shareWith(executor, helpers);
        return this;
    }

    /**
     * Lets results have everything that the modules of the rule set found, also what no rule asked for; slow, for people.
     *
     * @param on whether to
     */
    public YaraScanner dumpModules(boolean on) {
        dumpModules = on;
        return this;
    }

    /**
     * Scans a whole array.
     *
     * @param data the bytes, not changed
     */
    public ScanResult scan(byte[] data) {
        return scan(data, 0, data.length);
    }

    /**
     * Scans a range of bytes; offsets in the result count from its begin.
     *
     * @param data holds the range, not changed
     * @param from begin of the range
     * @param length bytes of the range
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public ScanResult scan(byte[] data, int from, int length) {
        Objects.checkFromIndexSize(from, length, data.length);
        boolean anything = evaluator.scan(data, from, length, fast, timeout);
        ScanResult result = anything || dumpModules ? collect(data, from, length) : ScanResult.EMPTY;
        evaluator.release();
        return result;
    }

    /**
     * Tells why a rule holds or does not hold for a whole array: scans, and evaluates the rule's condition once more, watching every part.
     *
     * @param rule a rule of the set
     * @param data the bytes, not changed
     * @throws IllegalArgumentException when the set does not have the rule
     */
    public Explanation explain(YaraRule rule, byte[] data) {
        return explain(rule, data, 0, data.length, 1);
    }

    /**
     * Tells why a rule holds or does not hold: scans, and evaluates the rule's condition once more, watching every part. The scan is one of
     * all rules and finds all matches, so it takes as long as others.
     *
     * @param rule a rule of the set
     * @param data holds the range, not changed
     * @param from begin of the range
     * @param length bytes of the range
     * @param depth how far rules that the rule asks for are explained too: 0 none, 1 those, 2 also those that they ask for...
     * @throws IllegalArgumentException when the set does not have the rule
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public Explanation explain(YaraRule rule, byte[] data, int from, int length, int depth) {
        Objects.checkFromIndexSize(from, length, data.length);
        RuleExplainer explainer = new RuleExplainer(program, evaluator, limits.maxMatchData());
        int index = explainer.find(rule);
        evaluator.scanForAll(data, from, length, timeout);
        try {
            return explainer.explain(index, data, from, length, depth);
        } finally {
            evaluator.release();
        }
    }

    private ScanResult collect(byte[] data, int from, int length) {
        List<RuleMatch> matches = new ArrayList<>();
        MatchCopier copier = new MatchCopier(evaluator.matches(), data, from, length, limits.maxMatchData());
        for (int rule = evaluator.nextHolding(0); rule >= 0; rule = evaluator.nextHolding(rule + 1)) {
            if (evaluator.reports(rule)) {
                RuleImage.Rule image = program.image().rules().get(rule);
                matches.add(new RuleMatch(image.info(), copier.copy(image, program.patternsOf(rule))));
            }
        }
        List<String> dumps = dumpModules ? evaluator.dumpModules() : List.of();
        List<LimitReached> reached = evaluator.limits();
        List<String> console = evaluator.console();
        boolean empty = matches.isEmpty() && reached.isEmpty() && console.isEmpty() && dumps.isEmpty();
        return empty ? ScanResult.EMPTY : new ScanResult(matches, reached, console, dumps);
    }

    /** Returns the work of the last scan, in the units of {@link YaraLimits#ruleWork()}. */
    long work() {
        return evaluator.spent();
    }

    /** Returns how many conditions the last scan evaluated. */
    int evaluatedRules() {
        return evaluator.evaluatedRules();
    }
}
