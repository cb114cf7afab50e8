package io.thor4j.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the answers of engines against thor's. A difference that has no reason is a fault; one that has is counted and named. Used by one
 * thread.
 */
final class AnswerCheck {
    private static final int SHOWN = 5;

    private final KnownDifferences known;
    private final Map<String, Integer> explained = new TreeMap<>();
    private boolean differs;

    AnswerCheck(KnownDifferences known) {
        this.known = known;
    }

    /**
     * What a corpus' answers came to.
     *
     * @param fault what is wrong, null when the answers agree
     * @param note what thor gave no answer for, empty when there is nothing
     */
    record Result(@Nullable String fault, String note) {}

    /**
     * Scans a corpus with all rivals.
     *
     * @param rivals thor first
     */
    Result compare(List<? extends Rival> rivals, Corpus corpus) throws IOException {
        List<Answer> first = rivals.get(0).answers(corpus);
        List<String> faults = new ArrayList<>();
        for (Rival rival : rivals.subList(1, rivals.size())) {
            int different = different(corpus, rivals.get(0), first, rival, rival.answers(corpus));
            if (different > 0) {
                faults.add("ANSWERS DIFFER from " + rival.name() + "'s in " + different + " files");
            }
        }
        if (!faults.isEmpty()) {
            differs = true;
        }
        return new Result(faults.isEmpty() ? null : String.join(", ", faults), stops(first));
    }

    private static String stops(List<Answer> answers) {
        TreeSet<String> rules = new TreeSet<>();
        long files = 0;
        for (Answer answer : answers) {
            rules.addAll(answer.stopped().keySet());
            files += answer.stopped().isEmpty() ? 0 : 1;
        }
        return files == 0
                ? ""
                : "thor reports a stop in " + files + " files: "
                        + (rules.contains(Answer.EVERYTHING) ? "the scan" : String.join(", ", rules));
    }

    private int different(Corpus corpus, Rival thor, List<Answer> first, Rival rival, List<Answer> other)
            throws IOException {
        int different = 0;
        for (int file = 0; file < first.size(); file++) {
            List<String> open = new ArrayList<>();
            for (String rule :
                    onlyOneHas(first.get(file).rules(), other.get(file).rules())) {
                String reason = reason(rule, thor, first.get(file), rival, other.get(file));
                if (reason == null) {
                    reason = reasonAlone(rule, first.get(file), rival, corpus, file);
                }
                if (reason == null) {
                    open.add((first.get(file).rules().contains(rule) ? "thor: " : rival.name() + ": ") + rule);
                } else {
                    explained.merge(
                            rival.name() + ", " + rule.substring(rule.lastIndexOf(':') + 1) + ": " + reason,
                            1,
                            Integer::sum);
                }
            }
            if (!open.isEmpty() && different++ < SHOWN) {
                System.err.printf(
                        "compare: %s, %s: only %s%n", corpus.name(), corpus.nameOf(file), String.join(", ", open));
            }
        }
        return different;
    }

    private static Set<String> onlyOneHas(Set<String> one, Set<String> other) {
        Set<String> result = new TreeSet<>(one);
        result.addAll(other);
        result.removeIf(each -> one.contains(each) && other.contains(each));
        return result;
    }

    private @Nullable String reason(String rule, Rival thor, Answer first, Rival rival, Answer other) {
        String name = rule.substring(rule.lastIndexOf(':') + 1);
        for (Rival each : List.of(thor, rival)) {
            if (each.leftOut().containsKey(name)) {
                return each.name() + " does not compile it";
            }
        }
        if (first.isOpen(rule)) {
            return "thor reported that it stopped";
        }
        return other.isOpen(rule) ? rival.name() + " reported that it stopped" : known.reason(rival.name(), name);
    }

    /* YARA-X 1.20 loses matches of a string that several rules have when one of them cannot match the file for its size or header. */
    private static @Nullable String reasonAlone(String rule, Answer thor, Rival rival, Corpus corpus, int file)
            throws IOException {
        int colon = rule.lastIndexOf(':');
        Answer alone = rival.alone(rule.substring(0, colon), rule.substring(colon + 1), corpus, file);
        return alone == null || alone.rules().contains(rule) != thor.rules().contains(rule)
                ? null
                : "it answers as thor when it has this rule alone";
    }

    /** Tells whether any answers differed without a reason. */
    boolean differs() {
        return differs;
    }

    /**
     * Compares what two commands printed.
     *
     * @param what the command, for messages
     * @param rival its engine
     * @param thor lines of thor, {@code rule path}
     * @param other lines of the other
     * @return how many lines only one of them has without a known reason
     */
    int lines(String what, String rival, Set<String> thor, Set<String> other) {
        Set<String> one = onlyOneHas(thor, other);
        int different = 0;
        for (String line : one) {
            String rule = line.split(" ", 2)[0];
            if (known.reason(rival, rule) == null && different++ < SHOWN) {
                System.err.printf("compare: %s: only %s: %s%n", what, thor.contains(line) ? "thor" : rival, line);
            }
        }
        differs |= different > 0;
        return different;
    }

    /** Returns the differences that have a reason, a line for each rule with the number of files. */
    List<String> explained() {
        List<String> result = new ArrayList<>();
        explained.forEach((what, files) -> result.add(what + " (" + files + " files)"));
        return result;
    }
}
