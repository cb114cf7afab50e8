package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Issue;
import io.thor4j.core.Element;
import io.thor4j.core.Level;
import io.thor4j.core.LevelThresholds;
import io.thor4j.core.Limit;
import io.thor4j.core.Reason;
import io.thor4j.core.Scoring;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.filter.SignatureSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the reasons of an element into a verdict. Immutable, may be shared by threads. */
final class Assessor {
    /*
     * File messages are those of THOR 10.x (thor-scanner.md section 3.4), the only version with a documented text for each of the three
     * levels; the score and the alert rule are those of the version that was asked for. The text of Info and the texts for other elements
     * than files are ours.
     */
    private final ScanMessages messages;
    private final Scoring scoring;
    private final LevelThresholds thresholds;
    private final long maxReasons;
    private final SignatureSelection selection;

    Assessor(
            ScanMessages messages,
            Scoring scoring,
            LevelThresholds thresholds,
            ThorLimits limits,
            SignatureSelection selection) {
        this.selection = selection;
        this.messages = messages;
        this.scoring = scoring;
        this.thresholds = thresholds;
        this.maxReasons = limits.cap(Limit.MAX_REASONS);
    }

    /**
     * Judges an element.
     *
     * @param element the element
     * @param reasons all that was reported, in any order; those that score 0 give no verdict (thor-scanner.md section 3.3)
     * @return the verdict, null when nothing speaks against the element
     */
    @Nullable
    Assessment assess(Element element, List<Reason> reasons) {
        List<Reason> verdicts = new ArrayList<>(reasons);
        verdicts.removeIf(reason -> reason.signature().score() == 0 || !selection.includes(reason.signature()));
        if (verdicts.stream().noneMatch(reason -> reason.signature().score() > 0)) {
            return null;
        }
        /* The names decide between equal scores, so that the order does not depend on that of the detectors. */
        verdicts.sort(
                Comparator.comparingInt((Reason reason) -> reason.signature().score())
                        .reversed()
                        .thenComparing(Reason::summary));
        List<Integer> subScores =
                verdicts.stream().map(reason -> reason.signature().score()).toList();
        boolean file = element.type().startsWith("file");
        int score = scoring.score(subScores, file);
        List<Reason> shown = verdicts.stream()
                .filter(reason -> reason.signature().score() > 0)
                .limit(maxReasons)
                .toList();
        List<Issue> issues = shown.size() == verdicts.size()
                ? List.of()
                : List.of(new Issue(
                        "/reasons", Issue.TRUNCATED, shown.size() + " of " + verdicts.size() + " reasons are shown"));
        Element parent = element.parent();
        Level level = scoring.level(score, subScores, file, thresholds);
        return new Assessment(
                messages.meta(level, ModuleNames.of(element.type())),
                message(level, element.type()),
                score,
                element.subject(),
                shown,
                verdicts.size(),
                parent == null ? List.of() : List.of(ContextObject.parent(parent.subject())),
                issues,
                element);
    }

    private static String message(Level level, String type) {
        boolean file = type.equals("file");
        return switch (level) {
            case ALERT -> file ? "Malware file found" : "Malicious " + type + " found";
            case WARNING -> file ? "Possibly Dangerous file found" : "Possibly dangerous " + type + " found";
            case NOTICE -> "Suspicious " + type + " found";
            default -> "Noteworthy " + type + " found";
        };
    }
}
