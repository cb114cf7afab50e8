package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Measures rivals on a corpus and prints a row of the table, after their answers were compared. Used by one thread. */
final class Rows {
    /** The engines of the columns, in their order. */
    static final List<String> ENGINES = List.of("thor", "libyara", YaraXRival.NAME);

    /* A slow engine's figure is certain enough after one pass of this many seconds. */
    private static final double CERTAIN_SECONDS = 5;

    /* Seconds of a step of the clock of CPU time, and how long a measurement is at least. */
    private static final double CLOCK_STEP = 0.01;
    private static final double SHORTEST_SECONDS = 0.5;

    private final AnswerCheck check;
    private final int rounds;

    Rows(AnswerCheck check, int rounds) {
        this.check = check;
        this.rounds = rounds;
    }

    static void printHead() {
        System.out.printf(
                "%n| rules | corpus | files | MB | thor | libyara | YARA-X | thor against libyara | thor against YARA-X | note |%n"
                        + "|---|---|---|---|---|---|---|---|---|---|%n");
    }

    /** How an engine is timed. */
    interface Measure {
        Time of(Rival rival) throws IOException, InterruptedException;
    }

    /** What stands behind a row's figures. */
    interface Note {
        String of(Map<String, Time> times);
    }

    /** Times all files in memory with one thread. Returns the best times by engine; empty when answers differ. */
    Map<String, Time> inMemory(List<? extends Rival> rivals, RuleSet set, Corpus corpus, String note)
            throws IOException, InterruptedException {
        return inMemory(rivals, set, corpus, times -> note);
    }

    /** Times all files in memory with one thread. Returns the best times by engine; empty when answers differ. */
    Map<String, Time> inMemory(List<? extends Rival> rivals, RuleSet set, Corpus corpus, Note note)
            throws IOException, InterruptedException {
        return row(rivals, set, corpus, note, rival -> {
            Time once = rival.one(corpus, 1);
            if (once.cpu() >= SHORTEST_SECONDS) {
                return once;
            }
            int passes = (int) (SHORTEST_SECONDS / Math.max(once.cpu(), CLOCK_STEP / 4) + 1);
            return rival.one(corpus, passes).over(passes);
        });
    }

    /** Times with a measure. Returns the best times by engine; empty when answers differ. */
    Map<String, Time> row(List<? extends Rival> rivals, RuleSet set, Corpus corpus, Note note, Measure measure)
            throws IOException, InterruptedException {
        System.err.printf("%tT %s, %s%n", System.currentTimeMillis(), set.name(), corpus.name());
        // The answers first: a fast wrong answer is no figure. They also warm the engines up.
        AnswerCheck.Result answers = check.compare(rivals, corpus);
        Map<String, Time> best = answers.fault() == null ? best(rivals, measure) : Map.of();
        print(set, corpus, best, answers.fault(), joined(note.of(best), answers.note()));
        return best;
    }

    private Map<String, Time> best(List<? extends Rival> rivals, Measure measure)
            throws IOException, InterruptedException {
        Map<String, Time> best = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Rival rival : rivals) {
                Time before = best.get(rival.name());
                if (before == null || rival == rivals.get(0) || before.wall() < CERTAIN_SECONDS) {
                    Time time = measure.of(rival);
                    best.put(rival.name(), before == null ? time : before.least(time));
                }
            }
        }
        return best;
    }

    static String joined(String... notes) {
        List<String> parts = new ArrayList<>(List.of(notes));
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }

    /** Returns how many times more CPU time an engine took than thor; null when one of them has no figure. */
    static @Nullable Double ratio(Map<String, Time> times, String engine) {
        Time thor = times.get(ENGINES.get(0));
        Time other = times.get(engine);
        return thor == null || other == null ? null : other.cpu() / thor.cpu();
    }

    /** Says for each engine how many times one figure is another. */
    static String times(Map<String, Time> more, Map<String, Time> less, ToDoubleFunction<Time> figure, String what) {
        List<String> parts = new ArrayList<>();
        for (String engine : ENGINES) {
            Time above = more.get(engine);
            Time below = less.get(engine);
            if (above != null && below != null) {
                parts.add(String.format("%s %.2f", engine, figure.applyAsDouble(above) / figure.applyAsDouble(below)));
            }
        }
        return parts.isEmpty() ? "" : what + ": " + String.join(", ", parts);
    }

    private static void print(RuleSet set, Corpus corpus, Map<String, Time> best, @Nullable String fault, String note) {
        StringBuilder line = new StringBuilder(String.format(
                "| %s | %s | %d | %.1f | ",
                set.name(), corpus.name(), corpus.files().size(), corpus.megabytes()));
        for (String engine : ENGINES) {
            Time time = best.get(engine);
            line.append(time == null ? "-" : text(time, corpus)).append(" | ");
        }
        for (String engine : ENGINES.subList(1, ENGINES.size())) {
            Double ratio = ratio(best, engine);
            line.append(ratio == null ? "-" : String.format("%.1f", ratio)).append(" | ");
        }
        System.out.println(line + joined(fault == null ? "" : fault, note) + " |");
    }

    private static String text(Time time, Corpus corpus) {
        int files = corpus.files().size();
        return String.format("%.1f MB/s, ", corpus.megabytes() / time.cpu())
                + (files > 1 ? String.format("%.1f us/file, ", time.cpu() * 1e6 / files) : "")
                + String.format(
                        time.wall() < 0.1 ? "CPU %.4f s, wall %.4f s" : "CPU %.2f s, wall %.2f s",
                        time.cpu(),
                        time.wall());
    }
}
