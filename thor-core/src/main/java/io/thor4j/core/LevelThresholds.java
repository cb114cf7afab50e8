package io.thor4j.core;

/**
 * The smallest combined score (0 to 100) of each finding level. Immutable.
 *
 * @param info smallest score of {@link Level#INFO}
 * @param notice smallest score of {@link Level#NOTICE}
 * @param warning smallest score of {@link Level#WARNING}
 * @param alert smallest score of {@link Level#ALERT}
 */
public record LevelThresholds(int info, int notice, int warning, int alert) {
    /** THOR's thresholds since 10.7.4: 30, 40, 60, 81 (reference/thor-scanner.md section 3.4). */
    public static final LevelThresholds DEFAULT = new LevelThresholds(30, 40, 60, 81);

    /**
     * Makes the thresholds.
     *
     * @throws IllegalArgumentException when they do not rise from info to alert
     */
    public LevelThresholds {
        if (info > notice || notice > warning || warning > alert) {
            throw new IllegalArgumentException(
                    "thresholds must not fall: " + info + ", " + notice + ", " + warning + ", " + alert);
        }
    }

    /**
     * Returns the level of a score.
     *
     * @param score the combined score
     * @return the loudest level whose threshold the score reaches, {@link Level#DEBUG} when it reaches none
     */
    public Level of(int score) {
        if (score >= alert) {
            return Level.ALERT;
        } else if (score >= warning) {
            return Level.WARNING;
        } else if (score >= notice) {
            return Level.NOTICE;
        }
        return score >= info ? Level.INFO : Level.DEBUG;
    }
}
