package io.thor4j.benchmarks.compare;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The promised figures and what a run reached of them. Used by one thread. */
final class Targets {
    /** What is promised, with signature-base, one thread, CPU time unless the text says otherwise. */
    enum Target {
        MIXED_LIBYARA("mixed tree of small files, in memory, against libyara", "x", 8, 24),
        MIXED_YARA_X("mixed tree of small files, in memory, against YARA-X", "x", 7, 22),
        READ_LIBYARA("the same with reading, MD5, SHA-1 and SHA-256, against libyara without digests", "x", 5, 11),
        LARGE_LIBYARA("20 MB files, against libyara", "x", 5, 10),
        LARGE_YARA_X("20 MB files, against YARA-X", "x", 2, 4.5),
        PE_LIBYARA("PE files, against libyara", "x", 3, 8),
        PE_YARA_X("PE files, against YARA-X", "x", 3, 8),
        TINY("fixed cost of a tiny file", " us", 20, 1),
        TINY_PE("fixed cost of a tiny PE file", " us", 300, 100),
        COLD("cold process: compile from source and scan the mixed tree", " s", 6, 3),
        LOAD("first load of the compiled form in a new process", " ms", 400, 50),
        HEAP("heap of the compiled form, with tables", " MB", 150, 80),
        MANY("ten times the rules: slow-down on the same files", "x", 3, 1.5),
        CORES("all cores against one, wall time", "x", 1.7, 1.9),
        WORST("worst case: slow-down against ordinary files of the same size", "x", 20, 20);

        private final String metric;
        private final String unit;
        private final double floor;
        private final double goal;

        Target(String metric, String unit, double floor, double goal) {
            this.metric = metric;
            this.unit = unit;
            this.floor = floor;
            this.goal = goal;
        }

        private boolean moreIsBetter() {
            return goal > floor;
        }

        private String verdict(double value) {
            if (moreIsBetter() ? value >= goal : value <= goal) {
                return "goal";
            }
            return (moreIsBetter() ? value >= floor : value <= floor) ? "floor" : "**missed**";
        }
    }

    private record Reached(double value, String note) {}

    private final Map<Target, Reached> reached = new EnumMap<>(Target.class);

    /**
     * Notes a figure; of several for one target the worst counts.
     *
     * @param note what was measured, where the figure alone does not say it; may be empty
     */
    void reached(Target target, double value, String note) {
        Reached before = reached.get(target);
        if (before == null || (target.moreIsBetter() ? value < before.value : value > before.value)) {
            reached.put(target, new Reached(value, note));
        }
    }

    /** Returns the table in Markdown, with a row for every target. */
    String table() {
        StringBuilder out = new StringBuilder(
                String.format("| target | floor | goal | reached | verdict |%n|---|---|---|---|---|%n"));
        for (Target target : Target.values()) {
            @Nullable Reached figure = reached.get(target);
            out.append(String.format(
                    "| %s | %s | %s | %s | %s |%n",
                    target.metric,
                    text(target.floor, target),
                    text(target.goal, target),
                    figure == null
                            ? "-"
                            : text(figure.value, target) + (figure.note.isEmpty() ? "" : " (" + figure.note + ")"),
                    figure == null ? "not measured" : target.verdict(figure.value)));
        }
        return out.toString();
    }

    private static String text(double value, Target target) {
        boolean whole = value >= 100 || value == Math.rint(value);
        return String.format(whole ? "%.0f" : value < 10 ? "%.2f" : "%.1f", value) + target.unit;
    }
}
