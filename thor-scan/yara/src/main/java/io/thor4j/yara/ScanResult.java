package io.thor4j.yara;

import java.util.List;

/**
 * What one scan found. Immutable; threads may share it. All scans that find nothing and reach no limit return the same object.
 */
public final class ScanResult {
    static final ScanResult EMPTY = new ScanResult(List.of(), List.of(), List.of(), List.of());

    private final List<RuleMatch> matches;
    private final List<LimitReached> limits;
    private final List<String> console;
    private final List<String> moduleDumps;

    ScanResult(List<RuleMatch> matches, List<LimitReached> limits, List<String> console, List<String> moduleDumps) {
        this.matches = List.copyOf(matches);
        this.limits = List.copyOf(limits);
        this.console = List.copyOf(console);
        this.moduleDumps = List.copyOf(moduleDumps);
    }

    /** Returns the rules that matched, in the order of declaration, without private ones and those that a global rule holds back. */
    public List<RuleMatch> matches() {
        return matches;
    }

    /** Returns whether no limit was reached. An incomplete result without matches does not mean clean. */
    public boolean complete() {
        return limits.isEmpty();
    }

    /** Returns the limits that were reached, empty for a complete scan. */
    public List<LimitReached> limits() {
        return limits;
    }

    /** Returns the lines that rules wrote with the module console, in the order of evaluation. */
    public List<String> console() {
        return console;
    }

    /** Returns what each module found, as {@code yara -D} prints it; empty unless {@link YaraScanner#dumpModules} asked for it. */
    public List<String> moduleDumps() {
        return moduleDumps;
    }

    @Override
    public String toString() {
        return "ScanResult[matches=" + matches.size() + ", limits=" + limits + "]";
    }
}
