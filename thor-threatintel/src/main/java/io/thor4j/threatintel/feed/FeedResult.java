package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.store.UpdateCounts;
import java.util.List;

/**
 * What a run brought. Immutable.
 *
 * @param pages how many pages, files or logs were read
 * @param indicators how many indicators they had
 * @param events how many events they had
 * @param counts what changed in the store
 * @param expired how many indicators were found to have expired
 * @param leftOut how many entries were left out, because no scan can look for what they say
 * @param problems what could not be used, one line each; the rest was
 */
public record FeedResult(
        long pages,
        long indicators,
        long events,
        UpdateCounts counts,
        long expired,
        long leftOut,
        List<String> problems) {
    /** Nothing. */
    public static final FeedResult NOTHING = new FeedResult(0, 0, 0, UpdateCounts.ZERO, 0, 0, List.of());

    /** Makes the result; the list is copied. */
    public FeedResult {
        problems = List.copyOf(problems);
    }

    static FeedResult of(SyncReport report, long leftOut, List<String> problems) {
        return new FeedResult(
                report.pages(), report.indicators(), 0, report.counts(), report.expired(), leftOut, problems);
    }

    /** Tells whether the active set may be another. */
    boolean changedSomething() {
        return expired > 0 || !counts.equals(UpdateCounts.ZERO);
    }

    /** Returns the result as a line, without the problems. */
    @Override
    public String toString() {
        return pages + " pages, " + indicators + " indicators"
                + (events == 0 ? "" : ", " + events + " events")
                + "; " + counts + ", expired " + expired
                + (leftOut == 0 ? "" : ", left out " + leftOut)
                + (problems.isEmpty() ? "" : ", problems " + problems.size());
    }
}
