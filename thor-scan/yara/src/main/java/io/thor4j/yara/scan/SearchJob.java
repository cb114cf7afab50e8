package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one search. Each thread that runs it takes parts until there are none; one that comes too late does nothing. Shared by threads.
 */
final class SearchJob implements Runnable {
    private final PatternSet patterns;
    private final YaraLimits limits;
    private final SearchTables what;
    private final int from;
    private final int length;
    private final boolean firstOnly;
    private final ScanControl stop;
    private final List<SearchPart> parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong kept = new AtomicLong();
    private final CountDownLatch left;
    private volatile byte @Nullable [] data;
    private volatile boolean abandoned;

    SearchJob(
            PatternSet patterns,
            YaraLimits limits,
            SearchTables what,
            byte[] data,
            int from,
            int length,
            boolean firstOnly,
            ScanControl stop,
            List<SearchPart> parts) {
        this.patterns = patterns;
        this.limits = limits;
        this.what = what;
        this.data = data;
        this.from = from;
        this.length = length;
        this.firstOnly = firstOnly;
        this.stop = stop;
        this.parts = parts;
        this.left = new CountDownLatch(parts.size());
    }

    @Override
    public void run() {
        byte[] bytes = data;
        if (bytes == null || next.get() >= parts.size()) {
            return;
        }
        PatternSearcher searcher = null;
        for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            try {
                if (!abandoned) {
                    searcher = searcher == null ? patterns.spares().take(patterns, limits) : searcher;
                    run(searcher, bytes, parts.get(i));
                }
            } catch (RuntimeException | Error e) {
                // The thread that searches everything by itself meets the same, or has the memory that was lacking
                // here.
                searcher = null;
                abandoned = true;
            } finally {
                left.countDown();
            }
        }
        if (searcher != null) {
            patterns.spares().giveBack(searcher, limits);
        }
    }

    private void run(PatternSearcher searcher, byte[] bytes, SearchPart part) {
        ScanControl control = stop.fork();
        MatchLists.Copy found = searcher.searchPart(what, bytes, from, length, firstOnly, part, control);
        part.done(found, control, searcher.work(), what.cleanWork(part.pass()));
        // Beyond this many the search keeps no more; the copies of the parts must not need more memory than it.
        if (part.isOverLimit() || control.expired() || kept.addAndGet(found.size()) > limits.maxMatches()) {
            abandoned = true;
        }
    }

    /** Tells whether the parts cannot stand for the whole search. */
    boolean isAbandoned() {
        return abandoned;
    }

    /* Helpers read the bytes, which the caller will overwrite: it waits for them even when it is interrupted. */
    void await() {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        data = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
