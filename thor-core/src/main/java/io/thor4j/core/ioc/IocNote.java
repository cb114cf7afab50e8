package io.thor4j.core.ioc;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an indicator beside its value. Immutable.
 *
 * @param score -100 to 100; negative speaks for what matches, as for known good files
 * @param description null when its author said nothing
 * @param source the file or feed that it came from; null when unknown
 */
public record IocNote(
        int score, @Nullable String description, @Nullable String source) {
    /** Scores are at most this far from 0 (reference/thor-scanner.md section 2.3). */
    public static final int MAX_SCORE = 100;

    /**
     * Makes the note.
     *
     * @throws IllegalArgumentException when the score is out of its range
     */
    public IocNote {
        if (score < -MAX_SCORE || score > MAX_SCORE) {
            throw new IllegalArgumentException("score " + score + " is not between -100 and 100");
        }
    }
}
