package io.thor4j.threatintel.feed;

import io.thor4j.core.ThorException;
import io.thor4j.threatintel.store.FeedState;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.PageUpdate;
import io.thor4j.threatintel.store.UpdateCounts;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Brings a store up to date with a feed: each page with the place after it in one transaction. A run that was ended anywhere is taken up
 * after the last page that was written. For one feed and one thread.
 */
public final class FeedSync {
    private final Feed feed;
    private final IndicatorStore store;
    private final Consumer<SyncReport> progress;

    /**
     * Makes it.
     *
     * @param feed where indicators come from
     * @param store where they go
     * @param progress told of each page what the run brought until then
     */
    public FeedSync(Feed feed, IndicatorStore store, Consumer<SyncReport> progress) {
        this.feed = Objects.requireNonNull(feed, "feed");
        this.store = Objects.requireNonNull(store, "store");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Reads what changed since the last run; everything, when there was none or the feed knows no other way. A run that was ended is
     * brought to its end first, and what changed since it began is read after it.
     *
     * @return what it brought
     * @throws ThorException when the feed or the store fails; what was written until then stays, and the next run goes on after it
     */
    public SyncReport run() {
        feed.begin();
        FeedState state = store.feed(feed.name());
        if (feed.snapshot()) {
            String cursor = state.cursor();
            return run(cursor == null || state.fullCursor() != null || changedSince(cursor));
        }
        SyncReport rest = null;
        String cursor = state.cursor();
        if (state.fullCursor() != null) {
            rest = run(true);
        } else if (cursor != null && feed.inside(cursor)) {
            rest = run(false);
        }
        SyncReport report = run(false);
        return rest == null ? report : rest.plus(report);
    }

    /**
     * Reads everything; what the feed does not name is gone at the end.
     *
     * @return what it brought
     * @throws ThorException when the feed or the store fails; what was written until then stays, and the next run goes on after it
     */
    public SyncReport reconcile() {
        feed.begin();
        return run(true);
    }

    private boolean changedSince(String cursor) {
        try {
            return feed.changedSince(cursor);
        } catch (ThorException e) {
            store.failed(feed.name(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private SyncReport run(boolean full) {
        FeedState state = store.feed(feed.name());
        String cursor = full ? state.fullCursor() : state.cursor();
        SyncReport report = new SyncReport(feed.name(), full, 0, 0, UpdateCounts.ZERO, 0);
        try {
            boolean last = false;
            while (!last) {
                FeedPage page = feed.next(cursor, full);
                UpdateCounts counts = store.apply(new PageUpdate(
                        feed.name(), full, cursor, page.cursor(), page.last(), page.indicators(), page.removals()));
                report = new SyncReport(
                        feed.name(),
                        full,
                        report.pages() + 1,
                        report.indicators() + page.indicators().size(),
                        report.counts().plus(counts),
                        0);
                cursor = page.cursor();
                last = page.last();
                progress.accept(report);
            }
        } catch (ThorException e) {
            store.failed(feed.name(), String.valueOf(e.getMessage()));
            throw e;
        }
        return new SyncReport(feed.name(), full, report.pages(), report.indicators(), report.counts(), store.sweep());
    }
}
