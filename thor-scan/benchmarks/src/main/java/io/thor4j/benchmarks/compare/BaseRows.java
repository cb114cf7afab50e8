package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the rule set for which figures are promised. Used by one thread. */
final class BaseRows {
    private final Rows rows;
    private final List<Rival> rivals;
    private final RuleSet rules;
    private final Targets targets;

    BaseRows(Rows rows, List<Rival> rivals, RuleSet rules, Targets targets) {
        this.rows = rows;
        this.rivals = rivals;
        this.rules = rules;
        this.targets = targets;
    }

    private void reached(Map<String, Time> times, Targets.Target target, int engine) {
        Double ratio = Rows.ratio(times, Rows.ENGINES.get(engine));
        if (ratio != null) {
            targets.reached(target, ratio, "");
        }
    }

    void mixed(Corpus mixed) throws IOException, InterruptedException {
        Map<String, Time> times = rows.inMemory(rivals, rules, mixed, "in memory");
        reached(times, Targets.Target.MIXED_LIBYARA, 1);
        reached(times, Targets.Target.MIXED_YARA_X, 2);
    }

    /* Only thor's digests: what the others are asked for is less. */
    void reading(Corpus mixed) throws IOException, InterruptedException {
        Map<String, Time> reading = rows.row(
                rivals,
                rules,
                mixed,
                times -> "read from disk, thor with MD5, SHA-1 and SHA-256",
                rival -> rival.reading(mixed, rival == rivals.get(0)));
        reached(reading, Targets.Target.READ_LIBYARA, 1);
    }

    void threads(Corpus mixed, int threads) throws IOException, InterruptedException {
        Map<String, Time> one = rows.row(rivals, rules, mixed, times -> "1 thread", rival -> rival.many(mixed, 1));
        Map<String, Time> all = rows.row(
                rivals,
                rules,
                mixed,
                times -> Rows.joined(
                        threads + " threads", Rows.times(one, times, Time::wall, "times faster by the clock than 1")),
                rival -> rival.many(mixed, threads));
        Time alone = one.get(Rows.ENGINES.get(0));
        Time together = all.get(Rows.ENGINES.get(0));
        if (alone != null && together != null) {
            targets.reached(Targets.Target.CORES, alone.wall() / together.wall(), threads + " threads");
        }
    }

    void large(Corpus one, Corpus twenty) throws IOException, InterruptedException {
        rows.inMemory(rivals, rules, one, "");
        Map<String, Time> times = rows.inMemory(rivals, rules, twenty, "");
        reached(times, Targets.Target.LARGE_LIBYARA, 1);
        reached(times, Targets.Target.LARGE_YARA_X, 2);
    }

    void programs(Corpus programs) throws IOException, InterruptedException {
        Map<String, Time> times = rows.inMemory(rivals, rules, programs, "");
        reached(times, Targets.Target.PE_LIBYARA, 1);
        reached(times, Targets.Target.PE_YARA_X, 2);
    }

    void tiny(Corpus files) throws IOException, InterruptedException {
        fixed(files, Targets.Target.TINY);
    }

    void tinyPrograms(Corpus files) throws IOException, InterruptedException {
        fixed(files, Targets.Target.TINY_PE);
    }

    private void fixed(Corpus files, Targets.Target target) throws IOException, InterruptedException {
        Map<String, Time> times = rows.inMemory(rivals, rules, files, "");
        Time thor = times.get(Rows.ENGINES.get(0));
        if (thor != null) {
            targets.reached(target, thor.cpu() * 1e6 / files.files().size(), files.name());
        }
    }

    /* The same rules on ordinary files of the same size are what a worst case is held against. */
    void worst(Corpus ordinary) throws IOException, InterruptedException {
        Map<String, Time> clean = perMegabyte(rows.inMemory(rivals, rules, ordinary, ""), ordinary);
        for (Corpus corpus : Corpora.worst(rules.text())) {
            Map<String, Time> hard = perMegabyte(
                    rows.inMemory(
                            rivals,
                            rules,
                            corpus,
                            times -> Rows.times(
                                    perMegabyte(times, corpus),
                                    clean,
                                    Time::cpu,
                                    "times slower than ordinary content")),
                    corpus);
            Time before = clean.get(Rows.ENGINES.get(0));
            Time after = hard.get(Rows.ENGINES.get(0));
            if (before != null && after != null) {
                targets.reached(Targets.Target.WORST, after.cpu() / before.cpu(), corpus.name());
            }
        }
    }

    private static Map<String, Time> perMegabyte(Map<String, Time> times, Corpus corpus) {
        Map<String, Time> result = new HashMap<>();
        times.forEach((engine, time) ->
                result.put(engine, new Time(time.cpu() / corpus.megabytes(), time.wall() / corpus.megabytes())));
        return result;
    }

    void giant(Corpus giant) throws IOException, InterruptedException {
        rows.inMemory(rivals, rules, giant, "");
    }
}
