package io.thor4j.core;

import java.util.Collection;
import java.util.Collections;

/**
 * How a version of THOR turns the sub-scores of one element into a score and a level (reference/thor-scanner.md section 3.4). The formula of
 * 10.7.0 to 10.7.3 was never published.
 */
public enum Scoring {
    /*
     * What the reference leaves open:
     *   - 10.6 sums file elements only and reports each match of other elements separately. We make one assessment an element, so its
     *     score is that of its loudest reason there; negative sub-scores lower a sum, which is cut at 0.
     *   - The manual asks for a sub-score "over 75" for an Alert, older ones for "75 or higher", and logs of 10.6 show an Alert for
     *     75 + 65: so 10.6 takes 75, and 10.7, whose manual is the newer one, takes more than 75.
     */
    /** Up to 10.6: the plain sum. An Alert needs 100, and for files one sub-score of 75. */
    THOR_10_6("10.6", new LevelThresholds(30, 40, 60, 100), 75),
    /** From 10.7.4: {@link ScoreFormula}. An Alert needs 81, and for files one sub-score above 75. */
    THOR_10_7("10.7", LevelThresholds.DEFAULT, 76),
    /** THOR 11: {@link ScoreFormula}. An Alert needs 81 and nothing else. The default. */
    THOR_11("11", LevelThresholds.DEFAULT, 0);

    private final String version;

    @SuppressWarnings("ImmutableEnumChecker") // a record of four numbers
    private final LevelThresholds thresholds;

    private final int alertSubScore;

    Scoring(String version, LevelThresholds thresholds, int alertSubScore) {
        this.version = version;
        this.thresholds = thresholds;
        this.alertSubScore = alertSubScore;
    }

    /** Returns the version as options name it: {@code 10.6}, {@code 10.7} or {@code 11}. */
    public String version() {
        return version;
    }

    /** Returns the version's own thresholds. */
    public LevelThresholds thresholds() {
        return thresholds;
    }

    /**
     * Combines the sub-scores of one element.
     *
     * @param subScores all of them, negative ones too, in any order
     * @param file whether the element is a file or a part of one
     * @return the score: 0 to 100, more only as a sum of 10.6
     */
    public int score(Collection<Integer> subScores, boolean file) {
        if (this != THOR_10_6) {
            return ScoreFormula.combine(
                    subScores.stream().mapToInt(Integer::intValue).toArray());
        }
        long score = file
                ? subScores.stream().mapToLong(Integer::longValue).sum()
                : subScores.isEmpty() ? 0 : Collections.max(subScores);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, score));
    }

    /**
     * Returns how loud an element is.
     *
     * @param score its {@link #score}
     * @param subScores all of them
     * @param file whether the element is a file or a part of one
     * @param levels the smallest score of each level
     * @return the level; Warning where only the sub-scores forbid an Alert
     */
    public Level level(int score, Collection<Integer> subScores, boolean file, LevelThresholds levels) {
        Level level = levels.of(score);
        boolean allowed = !file || subScores.stream().anyMatch(subScore -> subScore >= alertSubScore);
        return level == Level.ALERT && !allowed ? Level.WARNING : level;
    }
}
