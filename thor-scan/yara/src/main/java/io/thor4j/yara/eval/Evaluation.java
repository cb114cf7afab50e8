package io.thor4j.yara.eval;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.scan.MatchTable;
import io.thor4j.yara.scan.ScanControl;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What conditions see of one scan. Belongs to one thread; the fields are read by every node, so they are fields. */
final class Evaluation {
    /** Work of a loop's step, in the units of {@link ScanControl#spent}. */
    private static final int WORK_PER_STEP = 32;

    /** Stands for no rule in {@link #rule}. */
    private static final int NONE = -1;

    /** Steps between two looks at the clock, about 10 to 50 microseconds of loop bodies. */
    private static final int STEPS_PER_LOOK = 1_000;

    /** Work of modules between two looks at the clock: a step may make a module read a long text. */
    private static final int MODULE_WORK_PER_LOOK = 1 << 18;

    /** Console lines kept of a scan; a loop can write without end. */
    private static final int CONSOLE_LINES = 100_000;

    /** Different problems of modules kept of a scan. */
    private static final int PROBLEMS = 20;

    private static final byte[] NOTHING = {};

    final RuleProgram program;
    final MatchTable matches;
    final long[] loopInts = new long[NodeBuilder.SLOTS];
    final @Nullable Object[] loopObjects = new Object[NodeBuilder.SLOTS];
    final ExternalValues externals;
    final long[] trueRules;

    /** Rules of which the first pass does not tell whether they hold, one bit a rule; none but between the passes. */
    final long[] openRules;

    /** Patterns that the first pass looked for, one bit a pattern; null when all were searched that are asked for. */
    long @Nullable [] searched;

    final List<String> console = new ArrayList<>();
    final List<String> moduleProblems = new ArrayList<>();

    byte[] data = NOTHING;
    int from;
    int length;

    /** The pattern that {@code $} stands for in a for-of loop. */
    int currentPattern;

    /**
     * Set when what is being evaluated does not count and loops are to end: the scan's time is over, or the rule is suspended. In the latter
     * case it is taken back for the next rule.
     */
    boolean stopped;

    /** Set once the scan's time is over. */
    boolean timeOver;

    final RuleWork work;

    private final ScanControl control;
    private final @Nullable StructValue[] modules;
    private final boolean[] moduleAsked;
    private final @Nullable Object[] moduleData;
    private int rule = NONE;
    private int steps;
    private long moduleWork;
    private long entryPoint;
    private boolean entryPointKnown;

    Evaluation(RuleProgram program, MatchTable matches, ScanControl control, RuleWork work) {
        this.program = program;
        this.matches = matches;
        this.control = control;
        this.work = work;
        this.externals = new ExternalValues(program.externals());
        this.trueRules = new long[(program.rules().size() + 63) >> 6];
        this.openRules = new long[trueRules.length];
        int moduleCount = program.modules().size();
        this.modules = new StructValue[moduleCount];
        this.moduleAsked = new boolean[moduleCount];
        this.moduleData = new Object[moduleCount];
    }

    /** Begins a scan. */
    void begin(byte[] bytes, int begin, int size) {
        data = bytes;
        from = begin;
        length = size;
        stopped = false;
        timeOver = false;
        endRule();
        entryPointKnown = false;
        console.clear();
        moduleProblems.clear();
        Arrays.fill(trueRules, 0);
        searched = null;
        Arrays.fill(modules, null);
        Arrays.fill(moduleAsked, false);
    }

    /** Lets go of the scanned bytes, so that an idle scanner holds no file. */
    void end() {
        data = NOTHING;
        from = 0;
        length = 0;
        Arrays.fill(modules, null);
        Arrays.fill(loopObjects, null);
    }

    void moduleData(int module, byte[] bytes) {
        moduleData[module] = bytes;
    }

    boolean holds(int rule) {
        return (trueRules[rule >> 6] & 1L << rule) != 0;
    }

    /** Begins an evaluation for which only some patterns, one bit each, were searched. */
    void beginFirstPass(long[] known) {
        searched = known;
        Arrays.fill(openRules, 0);
    }

    /** Tells whether a string of the rule was not searched yet. */
    boolean hasOpenStrings(int rule) {
        for (int pattern : program.patternsOf(rule)) {
            if (isOpen(pattern)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the evaluation is one between the passes, which may leave rules open. */
    boolean inFirstPass() {
        return searched != null;
    }

    /** Tells whether it is not known where the pattern matches, because it was not searched yet. */
    boolean isOpen(int pattern) {
        long[] known = searched;
        return known != null && (known[pattern >> 6] & 1L << pattern) == 0;
    }

    /** Tells whether it is not known yet if the rule holds. */
    boolean isOpenRule(int rule) {
        return searched != null && (openRules[rule >> 6] & 1L << rule) != 0;
    }

    void setOpen(int rule) {
        openRules[rule >> 6] |= 1L << rule;
    }

    void setHolds(int rule, boolean value) {
        if (value) {
            trueRules[rule >> 6] |= 1L << rule;
        } else {
            trueRules[rule >> 6] &= ~(1L << rule);
        }
    }

    /** Counts a step of a loop; false when the scan's time is over and the loop has to end. */
    boolean step() {
        if (++steps >= STEPS_PER_LOOK || moduleWork >= MODULE_WORK_PER_LOOK) {
            look();
        }
        return !stopped;
    }

    /** Begins the evaluation of a rule, which pays for it from now on. */
    void beginRule(int index) {
        endRule();
        rule = index;
    }

    /** Ends the evaluation of a rule: what comes now is not paid by any. */
    void endRule() {
        control.spend(steps * WORK_PER_STEP);
        rule = NONE;
        steps = 0;
        moduleWork = 0;
        stopped = timeOver;
    }

    /** Ends the evaluation of the current rule without a result, because that hangs on a suspended rule. */
    void cutOff() {
        stopped = true;
    }

    /** Looks at the clock, and at what the current rule has cost. */
    void look() {
        long cost = (long) steps * WORK_PER_STEP + moduleWork;
        control.spend(steps * WORK_PER_STEP);
        steps = 0;
        moduleWork = 0;
        if (control.expired()) {
            timeOver = true;
            stopped = true;
        } else if (rule != NONE && work.chargeRule(rule, cost)) {
            stopped = true;
        }
    }

    /* Only the time's end stops a module in the middle: what it computes is also for other rules. A module that was stopped answers with less than
    the truth, so the scan is over for the rules too. */
    private boolean spendInModule(int units) {
        moduleWork += units;
        boolean over = units == 0 ? control.expired() : control.spend(units);
        if (over) {
            timeOver = true;
            stopped = true;
        }
        return over;
    }

    /** Counts work on a text, for loops whose bodies search long texts. */
    void textStep(int bytes) {
        steps += bytes >> 6;
    }

    long entryPoint() {
        if (!entryPointKnown) {
            entryPoint = EntryPoint.offset(data, from, length);
            entryPointKnown = true;
        }
        return entryPoint;
    }

    /** Returns a module's values, parsing when it is asked for the first time in this scan; null when it cannot work on its data. */
    @Nullable
    StructValue module(int index) {
        if (!moduleAsked[index]) {
            moduleAsked[index] = true;
            YaraModule module = program.modules().get(index);
            try {
                byte[] given = moduleData[index] instanceof byte[] bytes ? bytes : null;
                ModuleInput input = new ModuleInput(data, from, length, given, this::addLine, this::spendInModule);
                modules[index] = module.parse(input);
            } catch (MalformedInputException e) {
                addProblem("module " + module.name() + ": " + e.getMessage());
            } catch (RuntimeException e) {
                moduleFailed(module.name(), e);
            }
        }
        return modules[index];
    }

    /** Notes that a module's code threw; a defect there costs its values in this scan and nothing else. */
    void moduleFailed(String name, RuntimeException e) {
        addProblem("module failed at " + name + ": " + e);
    }

    private void addProblem(String text) {
        if (moduleProblems.size() < PROBLEMS && !moduleProblems.contains(text)) {
            moduleProblems.add(text);
        }
    }

    private void addLine(String line) {
        if (console.size() < CONSOLE_LINES) {
            console.add(line);
        } else {
            addProblem("module console: more than " + CONSOLE_LINES + " lines");
        }
    }
}
