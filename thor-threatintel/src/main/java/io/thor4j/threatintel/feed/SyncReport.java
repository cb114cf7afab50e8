package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.store.UpdateCounts;

/**
 * What a run brought. Immutable.
 *
 * @param feed the feed's name
 * @param full whether it, or a part of it, was a full run
 * @param pages how many pages were read
 * @param indicators how many indicators they had
 * @param counts what changed in the store
 * @param expired how many indicators were found to have expired
 */
public record SyncReport(String feed, boolean full, long pages, long indicators, UpdateCounts counts, long expired) {
    /** Adds what a later run of the same feed brought. */
    SyncReport plus(SyncReport later) {
        return new SyncReport(
                feed,
                full || later.full,
                pages + later.pages,
                indicators + later.indicators,
                counts.plus(later.counts),
                expired + later.expired);
    }

    /** Returns the report as a line. */
    @Override
    public String toString() {
        return feed + (full ? " (full)" : "") + ": " + pages + " pages, " + indicators + " indicators; " + counts
                + ", expired " + expired;
    }
}
