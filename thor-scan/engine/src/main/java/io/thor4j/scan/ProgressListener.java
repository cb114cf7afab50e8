package io.thor4j.scan;

import io.thor4j.core.Outcome;

/**
 * Hears how a scan goes on. The engine calls it from its own threads, one call at a time; a call that takes long holds the scan up. What it
 * throws is reported like a plugin's failure.
 */
public interface ProgressListener {
    /**
     * The scan begins.
     *
     * @param scanId its id
     */
    default void started(String scanId) {}

    /**
     * Work on an element of a target begins; members inside it are not announced.
     *
     * @param name its name, hostile data
     */
    default void begun(String name) {}

    /**
     * Work on an element of a target is over, members included. Elements that were skipped without work end without having begun.
     *
     * @param name its name, hostile data
     * @param outcome how it ended
     * @param count how many have ended so far, this one included; members are not counted
     */
    default void ended(String name, Outcome outcome, long count) {}

    /**
     * The state of the scan, told when an element ends and the interval has passed since the last time.
     *
     * @param progress the counts of this moment
     */
    default void progress(ScanProgress progress) {}

    /**
     * The scan is over.
     *
     * @param report what it brought
     */
    default void finished(ScanReport report) {}
}
