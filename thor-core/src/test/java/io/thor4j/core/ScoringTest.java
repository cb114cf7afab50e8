package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of reference/thor-scanner.md section 3.4. */
class ScoringTest {
    private static void check(Scoring scoring, String subScores, boolean file, int score, Level level) {
        List<Integer> scores =
                Arrays.stream(subScores.split(" ", -1)).map(Integer::valueOf).toList();
        assertEquals(score, scoring.score(scores, file));
        assertEquals(level, scoring.level(score, scores, file, scoring.thresholds()));
    }

    @ParameterizedTest
    @CsvSource({
        "THOR_10_6, 75 65, 140, ALERT",
        "THOR_10_6, 70 70 65, 205, WARNING",
        "THOR_10_6, 100 80 75 70, 325, ALERT",
        "THOR_10_6, 99, 99, WARNING",
        "THOR_10_6, 100, 100, ALERT",
        "THOR_10_6, 70 -30, 40, NOTICE",
        "THOR_10_6, 40 -75, 0, DEBUG",
        "THOR_10_7, 70 70 50 40 40, 84, WARNING",
        "THOR_10_7, 70 60, 79, WARNING",
        "THOR_10_7, 75 75, 84, WARNING",
        "THOR_10_7, 80 60, 86, ALERT",
        "THOR_10_7, 81, 81, ALERT",
        "THOR_11, 70 70 50 40 40, 84, ALERT",
        "THOR_11, 75 75, 84, ALERT",
        "THOR_11, 70 60, 79, WARNING",
        "THOR_11, 70 60 40, 81, ALERT",
        "THOR_11, 60, 60, WARNING",
        "THOR_11, 59, 59, NOTICE",
        "THOR_11, 39, 39, INFO",
        "THOR_11, 29, 29, DEBUG",
    })
    void filesAreJudgedAsTheVersionDoes(Scoring scoring, String subScores, int score, Level level) {
        check(scoring, subScores, true, score, level);
    }

    @Test
    void sumIsForFilesOnly() {
        check(Scoring.THOR_10_6, "75 65", false, 75, Level.WARNING);
        check(Scoring.THOR_10_7, "70 70 50 40 40", false, 84, Level.ALERT);
    }

    @Test
    void sumOfManyScoresDoesNotTurnNegative() {
        assertEquals(
                Integer.MAX_VALUE,
                Scoring.THOR_10_6.score(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), true));
    }

    @Test
    void noScoreIsZero() {
        for (Scoring scoring : Scoring.values()) {
            assertEquals(0, scoring.score(List.of(), true));
            assertEquals(0, scoring.score(List.of(), false));
        }
    }
}
