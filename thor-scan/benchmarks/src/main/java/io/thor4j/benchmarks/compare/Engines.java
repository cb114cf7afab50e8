package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraEngineProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engines that are compared, thor first. Used by one thread. */
final class Engines {
    private static final String THOR = Rows.ENGINES.get(0);

    private final List<YaraEngineProvider> inside;
    private final @Nullable YaraXInstall yaraX;
    private final Path work;

    /**
     * Chooses engines.
     *
     * @param all those of this JVM; only those that have a column are taken
     * @param yaraX where YARA-X is, null to leave it out
     * @param work a folder for files that go to other processes
     * @throws IllegalArgumentException when thor is not among them
     */
    Engines(List<YaraEngineProvider> all, @Nullable YaraXInstall yaraX, Path work) {
        this.inside = all.stream()
                .filter(engine -> Rows.ENGINES.contains(engine.id()))
                .sorted(Comparator.comparingInt(engine -> Rows.ENGINES.indexOf(engine.id())))
                .toList();
        this.yaraX = yaraX;
        this.work = work;
        if (inside.isEmpty() || !inside.get(0).id().equals(THOR)) {
            throw new IllegalArgumentException("thor's engine is not on the class path");
        }
    }

    /** What is done with the engines of one rule set. */
    interface Use {
        void of(List<Rival> rivals, int ruleCount) throws IOException, InterruptedException;
    }

    /** Gives rules to all engines and closes them afterwards. An engine that cannot be had is named on the error output. */
    void with(RuleSet rules, Use use) throws IOException, InterruptedException {
        List<Rival> rivals = new ArrayList<>();
        try {
            int count = 0;
            for (YaraEngineProvider engine : inside) {
                try {
                    EngineRival rival = new EngineRival(engine, rules);
                    rivals.add(rival);
                    count = Math.max(count, rival.ruleCount());
                    tell(rules, rival, () -> rival.ruleCount() + " rules");
                } catch (YaraEngineException e) {
                    System.err.println("compare: no " + engine.id() + ": " + e.getMessage());
                }
            }
            YaraXInstall other = yaraX;
            if (other != null) {
                try {
                    YaraXRival rival = new YaraXRival(other, rules, work);
                    rivals.add(rival);
                    tell(rules, rival, () -> "module " + rival.version());
                } catch (IOException e) {
                    System.err.println("compare: no YARA-X: " + e.getMessage());
                }
            }
            use.of(rivals, count);
        } finally {
            rivals.forEach(Rival::close);
        }
    }

    private static void tell(RuleSet rules, Rival rival, Supplier<String> what) {
        System.err.printf(
                "%tT %s, %s: %s, compiled in CPU %.2f s, wall %.2f s, %d rules left out%n",
                System.currentTimeMillis(),
                rules.name(),
                rival.name(),
                what.get(),
                rival.compilation().cpu(),
                rival.compilation().wall(),
                rival.leftOut().size());
        rival.leftOut()
                .forEach((rule, reason) ->
                        System.err.println("compare: " + rival.name() + " leaves out " + rule + ": " + reason));
    }
}
