package io.thor4j.yara.eval;

import io.thor4j.yara.LimitReached;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.scan.MatchTable;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.spi.YaraModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The same rules: as users run them, without triggers, and with gates, filters and sharing switched off too. Belongs to one thread. */
public final class PlainProgram {
    private final RuleImage image;
    private final RuleProgram optimised;
    private final RuleProgram plain;
    private final RuleEvaluator fast;
    private final RuleEvaluator gated;
    private final RuleEvaluator slow;
    private final RuleEvaluator shared;

    /** Links the rules in all ways, with default limits. */
    public PlainProgram(RuleImage image) throws Exception {
        this(image, YaraLimits.DEFAULT);
    }

    /** Links the rules in all ways. */
    public PlainProgram(RuleImage image, YaraLimits most) throws Exception {
        // The plain engine looks at so much that it would give up strings which the other one need not give up.
        YaraLimits limits = most.withSlowdown(0);
        Map<String, YaraModule> modules = new HashMap<>();
        YaraModules.standard().forEach(module -> modules.put(module.name(), module));
        this.image = image;
        this.optimised = RuleProgram.link(image, modules, PatternSet.builder());
        this.plain = RuleProgram.link(image, modules, PatternSet.unsharedBuilder(), false, false);
        this.fast = new RuleEvaluator(optimised, limits, System::nanoTime, Pruning.ALL);
        this.shared = new RuleEvaluator(optimised, limits, System::nanoTime, Pruning.ALL);
        this.gated = new RuleEvaluator(optimised, limits, System::nanoTime, Pruning.GATES);
        this.slow = new RuleEvaluator(plain, limits, System::nanoTime, Pruning.NONE);
    }

    /** Returns what users get: for each reported rule its name and all matches of its strings. */
    public List<String> optimised(byte[] data) {
        return scan(optimised, fast, data);
    }

    /** Returns the same from threads that share the search, in parts of so many places. */
    public List<String> shared(byte[] data, Executor executor, int chunk) {
        shared.shareWith(executor, 3, 1, chunk);
        return scan(optimised, shared, data);
    }

    /** Returns the same from an engine that searches all strings at once. */
    public List<String> withoutTriggers(byte[] data) {
        return scan(optimised, gated, data);
    }

    /** Returns how many rules needed a second pass in the last scan with triggers. */
    public int openRules() {
        return fast.openRules();
    }

    /** Returns the same from the plain engine. */
    public List<String> plain(byte[] data) {
        return scan(plain, slow, data);
    }

    /** Returns how many conditions the optimised and the plain engine evaluated in their last scans. */
    public int[] evaluated() {
        return new int[] {fast.evaluatedRules(), slow.evaluatedRules()};
    }

    private List<String> scan(RuleProgram program, RuleEvaluator evaluator, byte[] data) {
        // Something before it and behind it, which must not be looked at.
        byte[] padded = new byte[data.length + 20];
        Arrays.fill(padded, (byte) 'a');
        System.arraycopy(data, 0, padded, 10, data.length);
        evaluator.scan(padded, 10, data.length, false, Duration.ZERO);
        List<String> result = new ArrayList<>();
        for (int rule = evaluator.nextHolding(0); rule >= 0; rule = evaluator.nextHolding(rule + 1)) {
            StringBuilder line =
                    new StringBuilder(image.rules().get(rule).info().toString());
            line.append(evaluator.reports(rule) ? "" : " unreported");
            MatchTable matches = evaluator.matches();
            for (int pattern : program.patternsOf(rule)) {
                line.append(matches.overflowed(pattern) ? " !" : " /");
                for (int i = 0; i < matches.count(pattern); i++) {
                    line.append(' ')
                            .append(matches.offset(pattern, i))
                            .append('+')
                            .append(matches.length(pattern, i));
                    line.append('^').append(matches.xorKey(pattern, i));
                }
            }
            result.add(line.toString());
        }
        // That a string has more matches than are kept is told of strings that were searched; above it stands for each
        // that matters.
        evaluator.limits().stream()
                .filter(limit -> limit.kind() != LimitReached.Kind.MATCHES_PER_STRING)
                .forEach(limit -> result.add(limit.kind().name()));
        evaluator.release();
        return result;
    }
}
