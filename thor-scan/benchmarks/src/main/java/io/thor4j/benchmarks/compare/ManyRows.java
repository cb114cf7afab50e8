package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Measures ten times the rules beside the rules themselves, on the same files. Used by one thread. */
final class ManyRows {
    private static final int TIMES = 10;

    private final Engines engines;
    private final Rows rows;
    private final Targets targets;

    ManyRows(Engines engines, Rows rows, Targets targets) {
        this.engines = engines;
        this.rows = rows;
        this.targets = targets;
    }

    /** Prints both rows. */
    void print(RuleSet base, Corpus files) throws IOException, InterruptedException {
        Map<String, Time> few = new HashMap<>();
        engines.with(base, (rivals, count) -> few.putAll(rows.inMemory(rivals, base, files, count + " rules")));
        RuleSet many = RuleSet.times(base, TIMES);
        engines.with(many, (rivals, count) -> {
            Map<String, Time> slow = rows.inMemory(
                    rivals,
                    many,
                    files,
                    times -> Rows.joined(
                            count + " rules", Rows.times(times, few, Time::cpu, "times slower than without copies")));
            Time before = few.get(Rows.ENGINES.get(0));
            Time after = slow.get(Rows.ENGINES.get(0));
            if (before != null && after != null) {
                targets.reached(Targets.Target.MANY, after.cpu() / before.cpu(), count + " rules");
            }
        });
    }
}
