package io.thor4j.threatintel.feed;

/** A run as its task sees it. */
public interface FeedRun {
    /** Tells whether everything is to be read, and what the source does not hold any more let go. */
    boolean full();

    /**
     * Told of each page that was kept.
     *
     * @param soFar what the run brought until then
     * @throws java.util.concurrent.CancellationException when the run is to end here; the task lets it pass
     */
    void progress(FeedResult soFar);
}
