package io.thor4j.yara.compile;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.pattern.PatternBudget;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.syntax.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the condition being compiled can see, and where its warnings go. Used by one thread. */
final class RuleContext {
    /** Loops within loops (libyara limits.h:95). */
    private static final int MAX_LOOPS = 4;

    /**
     * A loop variable.
     *
     * @param name its name
     * @param op how it is read
     * @param slot where it is kept
     * @param declared the module's type of an object, null for others
     */
    record LoopVariable(
            String name, Op op, int slot, @Nullable ModuleType declared) {}

    private final String rule;
    private final int ruleIndex;
    private final NamespaceScope namespace;
    private final StringTable strings;
    private final ModuleTable modules;
    private final Map<String, Integer> externalIndexes;
    private final List<ExternalVariable> externals;
    private final List<Diagnostic> warnings;
    private final boolean strictEscape;
    private final SetBudget sets;
    private final PatternBudget patterns;
    private final List<List<LoopVariable>> loops = new ArrayList<>();
    private boolean inForOf;

    RuleContext(
            String rule,
            int ruleIndex,
            NamespaceScope namespace,
            StringTable strings,
            CompilerSettings settings,
            List<Diagnostic> warnings) {
        this.rule = rule;
        this.ruleIndex = ruleIndex;
        this.namespace = namespace;
        this.strings = strings;
        this.modules = settings.modules();
        this.externalIndexes = settings.externalIndexes();
        this.externals = settings.externals();
        this.warnings = warnings;
        this.strictEscape = settings.strictEscape();
        this.sets = settings.sets();
        this.patterns = settings.patterns();
        sets.beginRule();
    }

    int ruleIndex() {
        return ruleIndex;
    }

    NamespaceScope namespace() {
        return namespace;
    }

    StringTable strings() {
        return strings;
    }

    ModuleTable modules() {
        return modules;
    }

    boolean strictEscape() {
        return strictEscape;
    }

    SetBudget sets() {
        return sets;
    }

    PatternBudget patterns() {
        return patterns;
    }

    @Nullable
    Integer externalIndex(String name) {
        return externalIndexes.get(name);
    }

    ExternalVariable external(int index) {
        return externals.get(index);
    }

    Map<String, Integer> externalNames() {
        return externalIndexes;
    }

    /** Returns the module of that name that the namespace imports, null when there is none. */
    @Nullable
    YaraModule importedModule(String name) {
        return namespace.imports(name) ? modules.get(name) : null;
    }

    void warn(Position at, String message) {
        warnings.add(new Diagnostic(
                Diagnostic.Severity.WARNING,
                ErrorCode.WARNING,
                at.source(),
                at.line(),
                at.column(),
                rule,
                message,
                null));
    }

    boolean inForOf() {
        return inForOf;
    }

    void setInForOf(boolean value) {
        inForOf = value;
    }

    @Nullable
    LoopVariable loopVariable(String name) {
        for (List<LoopVariable> loop : loops) {
            for (LoopVariable variable : loop) {
                if (variable.name().equals(name)) {
                    return variable;
                }
            }
        }
        return null;
    }

    /** Returns the slot of the first variable of a loop that is about to begin. */
    int nextSlot() {
        return 2 * loops.size();
    }

    /** Refuses one loop too many. */
    void checkNesting(Position at) throws RuleError {
        if (loops.size() == MAX_LOOPS) {
            throw new RuleError(at, ErrorCode.LOOP_NESTING, "loop nesting limit exceeded");
        }
    }

    void enterLoop(List<LoopVariable> variables) {
        loops.add(variables);
    }

    void leaveLoop() {
        loops.remove(loops.size() - 1);
    }
}
