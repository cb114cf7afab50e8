package io.thor4j.thunderstorm.server.result;

import io.thor4j.core.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a scan of a sample is answered with. Immutable.
 *
 * @param failed why the sample could not be scanned; null when it was
 * @param flat the list of findings as THOR 10 shows them, JSON
 * @param v3 the list of findings as THOR 11 shows them, JSON
 * @param highest the level of the worst finding, null without one
 * @param score the score of the worst finding, 0 to 100
 */
public record ScanAnswer(
        @Nullable String failed,
        String flat,
        String v3,
        @Nullable Level highest,
        long score) {
    /** The list of a clean sample. */
    public static final String NOTHING = "[]";

    /**
     * Makes the answer for a sample that could not be scanned.
     *
     * @param reason why
     */
    public static ScanAnswer failed(String reason) {
        return new ScanAnswer(reason, NOTHING, NOTHING, null, 0);
    }

    /** Tells whether the sample is one that {@code malicious} keeps: a Warning or an Alert (thunderstorm.md section 7). */
    public boolean isMalicious() {
        return highest == Level.WARNING || highest == Level.ALERT;
    }
}
