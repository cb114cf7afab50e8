package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.store.IndicatorStore;
import java.util.List;
import java.util.Objects;

/** Brings a store up to date with a feed. For one thread. */
final class IndicatorTask implements FeedTask {
    private final Feed feed;
    private final IndicatorStore store;

    IndicatorTask(Feed feed, IndicatorStore store) {
        this.feed = Objects.requireNonNull(feed, "feed");
        this.store = store;
    }

    @Override
    public FeedResult run(FeedRun run) {
        FeedSync sync = new FeedSync(feed, store, report -> run.progress(FeedResult.of(report, 0, List.of())));
        SyncReport report = run.full() ? sync.reconcile() : sync.run();
        return FeedResult.of(report, feed.leftOut(), feed.problems());
    }
}
