package io.thor4j.yara.pattern;

/** Asked by matching loops whether they must stop. Belongs to the scanning thread. */
@FunctionalInterface
public interface StopSignal {
    /** Never stops. */
    StopSignal NONE = steps -> false;

    /**
     * Counts work and tells whether the time is over.
     *
     * @param steps how much was done since the last call: one step is about one nanosecond
     */
    boolean spend(int steps);
}
