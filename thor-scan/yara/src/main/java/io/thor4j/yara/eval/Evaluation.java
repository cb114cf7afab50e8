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
    /** Steps between two looks at the clock, about 10 to 50 microseconds of loop bodies. */
    private static final int STEPS_PER_LOOK = 1_000;

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
    final List<String> console = new ArrayList<>();
    final List<String> moduleProblems = new ArrayList<>();

    byte[] data = NOTHING;
    int from;
    int length;

    /** The pattern that {@code $} stands for in a for-of loop. */
    int currentPattern;

    /** Set once the scan's time is over: loops end, and what is being evaluated does not count. */
    boolean stopped;

    private final ScanControl control;
    private final @Nullable StructValue[] modules;
    private final boolean[] moduleAsked;
    private final @Nullable Object[] moduleData;
    private int steps;
    private long entryPoint;
    private boolean entryPointKnown;

    Evaluation(RuleProgram program, MatchTable matches, ScanControl control) {
        this.program = program;
        this.matches = matches;
        this.control = control;
        this.externals = new ExternalValues(program.externals());
        this.trueRules = new long[(program.rules().size() + 63) >> 6];
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
        steps = 0;
        entryPointKnown = false;
        console.clear();
        moduleProblems.clear();
        Arrays.fill(trueRules, 0);
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

    void setHolds(int rule, boolean value) {
        if (value) {
            trueRules[rule >> 6] |= 1L << rule;
        } else {
            trueRules[rule >> 6] &= ~(1L << rule);
        }
    }

    /** Counts a step of a loop; false when the scan's time is over and the loop has to end. */
    boolean step() {
        if (++steps >= STEPS_PER_LOOK) {
            look();
        }
        return !stopped;
    }

    /** Looks at the clock. */
    void look() {
        steps = 0;
        if (control.expired()) {
            stopped = true;
        }
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
                ModuleInput input = new ModuleInput(data, from, length, given, this::addLine, control::expired);
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
