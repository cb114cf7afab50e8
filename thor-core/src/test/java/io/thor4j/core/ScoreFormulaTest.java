package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreFormulaTest {
    @ParameterizedTest
    @CsvSource({
        "70 70 50 40 40, 84.195859375, 84",
        "70 60, 79.0, 79",
        "75, 75.0, 75",
        "75 75, 84.375, 84",
        "60 60, 72.0, 72",
        "60 40, 68.0, 68",
        "70 60 40, 81.1, 81",
        "80 60, 86.0, 86",
        "40 40, 52.0, 52",
        "80 60 40, 87.4, 87",
        "70 50, 77.5, 78",
        "100 70, 100.0, 100",
        "0, 0.0, 0",
        "150, 100.0, 100",
        "75 -75, 0.0, 0",
        "80 60 -20, 66.0, 66",
        "40 -75, 0.0, 0",
    })
    void combinesAsThorDocuments(String subScores, double exact, int rounded) {
        int[] scores =
                Arrays.stream(subScores.split(" ")).mapToInt(Integer::parseInt).toArray();
        assertEquals(exact, ScoreFormula.exact(scores), 1e-9);
        assertEquals(rounded, ScoreFormula.combine(scores));
    }

    @Test
    void scoresNothingAsZero() {
        assertEquals(0, ScoreFormula.of(List.of()));
    }

    @Property
    void staysFromZeroToHundredAndDoesNotDependOnTheOrder(@ForAll @Size(max = 50) List<Integer> scores) {
        int[] array = scores.stream().mapToInt(Integer::intValue).toArray();
        int[] reversed = scores.stream().sorted().mapToInt(Integer::intValue).toArray();
        int combined = ScoreFormula.combine(array);
        assertTrue(combined >= 0 && combined <= 100);
        assertEquals(combined, ScoreFormula.combine(reversed));
    }

    @Property
    void oneMoreReasonMovesTheScoreOnlyItsOwnWay(
            @ForAll @Size(max = 30) List<@IntRange(min = -100, max = 100) Integer> scores,
            @ForAll @IntRange(max = 100) int more) {
        int[] before = scores.stream().mapToInt(Integer::intValue).toArray();
        int[] raised = Arrays.copyOf(before, before.length + 1);
        raised[before.length] = more;
        int[] lowered = raised.clone();
        lowered[before.length] = -more;
        assertTrue(ScoreFormula.combine(raised) >= ScoreFormula.combine(before));
        assertTrue(ScoreFormula.combine(lowered) <= ScoreFormula.combine(before));
    }

    @ParameterizedTest
    @CsvSource({
        "0, DEBUG",
        "29, DEBUG",
        "30, INFO",
        "39, INFO",
        "40, NOTICE",
        "59, NOTICE",
        "60, WARNING",
        "80, WARNING",
        "81, ALERT",
        "100, ALERT"
    })
    void levelsBeginAtTheirDefaultThresholds(int score, Level level) {
        assertEquals(level, LevelThresholds.DEFAULT.of(score));
    }
}
