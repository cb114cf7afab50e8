package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.store.FeedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One thread waits until the next feed is due and hands its run to a thread of the pool; a feed is in one run at a time. Tests do without
 * both: they give a clock of their own and call tick().
 */
/**
 * Runs feeds at their times: the interval with its jitter after a run that came to its end, a growing back-off after one that failed. Threads
 * may share it.
 */
public final class FeedScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedScheduler.class);
    // The clock of the machine may be set while we wait.
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    // How long a run may take to its next page when the scheduler is closed.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, ScheduledFeed> feeds = new LinkedHashMap<>();
    private final Clock clock;
    private final Consumer<FeedMetrics> afterRun;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> daemon(work, "thor-intel-feed"));
    private final Object sleeping = new Object();
    private @Nullable Thread timer;
    private long wakeUps;
    private volatile boolean closed;

    /**
     * Makes a scheduler; nothing runs before {@link #start}.
     *
     * @param configs the feeds
     * @param providers who makes them
     * @param environment what they work with; stays open when this is closed
     * @param random numbers from 0 to 1 for the jitter
     * @param afterRun told of each run that ended, whatever way, by the thread of the run
     * @throws IllegalArgumentException when two feeds have one name, or an option of one is wrong
     */
    public FeedScheduler(
            List<FeedConfig> configs,
            FeedProviders providers,
            FeedEnvironment environment,
            DoubleSupplier random,
            Consumer<FeedMetrics> afterRun) {
        this.clock = environment.clock();
        this.afterRun = Objects.requireNonNull(afterRun, "afterRun");
        for (FeedConfig config : configs) {
            if (feeds.containsKey(config.name())) {
                throw new IllegalArgumentException("two feeds have the name " + config.name());
            }
            FeedTask task = null;
            String error = null;
            try {
                task = providers.open(config, environment);
            } catch (FeedException e) {
                error = e.getMessage();
                LOG.warn("{}", error);
            }
            FeedState before = environment.store().feed(config.name());
            feeds.put(
                    config.name(),
                    new ScheduledFeed(
                            config, () -> providers.open(config, environment), task, error, before, clock, random));
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to run feeds that are due, on threads of its own that do not keep the process alive. */
    public void start() {
        synchronized (sleeping) {
            if (timer == null && !closed) {
                timer = daemon(this::watch, "thor-intel-timer");
                timer.start();
            }
        }
    }

    private void watch() {
        try {
            while (!closed) {
                long seen;
                synchronized (sleeping) {
                    seen = wakeUps;
                }
                Instant next = tick(workers);
                synchronized (sleeping) {
                    if (seen == wakeUps && !closed) {
                        Duration left = next == null ? LONGEST_SLEEP : Duration.between(clock.instant(), next);
                        left = left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left;
                        sleeping.wait(Math.max(1, left.toMillis()));
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the timer ends");
        }
    }

    private void wakeUp() {
        synchronized (sleeping) {
            wakeUps++;
            sleeping.notifyAll();
        }
    }

    /* Starts all runs that are due; returns when the next one is, null when no time is known. */
    @Nullable
    Instant tick(Executor executor) {
        Instant next = null;
        for (ScheduledFeed feed : feeds.values()) {
            ScheduledFeed.Turn turn = closed ? null : feed.take(clock.instant());
            if (turn != null) {
                executor.execute(() -> run(feed, turn));
            }
            Instant due = feed.due();
            next = due == null || (next != null && next.isBefore(due)) ? next : due;
        }
        return next;
    }

    private void run(ScheduledFeed feed, ScheduledFeed.Turn turn) {
        feed.run(turn, () -> closed);
        try {
            afterRun.accept(feed.metrics());
        } catch (RuntimeException e) {
            LOG.warn("what is told of runs failed", e);
        }
        wakeUp();
    }

    private ScheduledFeed feed(String name) {
        ScheduledFeed feed = feeds.get(name);
        if (feed == null) {
            throw new IllegalArgumentException("there is no feed " + name + "; there are " + feeds.keySet());
        }
        return feed;
    }

    /**
     * Runs a feed now, paused or not; after the run that is under way, if there is one.
     *
     * @param name its name
     * @param full whether everything is to be read
     * @return what the run will bring; fails with a {@link FeedException}
     * @throws IllegalArgumentException when there is no such feed
     */
    public CompletableFuture<FeedResult> runNow(String name, boolean full) {
        CompletableFuture<FeedResult> answer = feed(name).ask(full);
        if (closed) {
            answer.cancel(false);
        }
        wakeUp();
        return answer;
    }

    /**
     * Holds back all further runs of a feed; one that is under way comes to its end.
     *
     * @param name its name
     * @throws IllegalArgumentException when there is no such feed
     */
    public void pause(String name) {
        feed(name).pause(true);
    }

    /**
     * Lets runs of a feed begin again, at once when one would have been due.
     *
     * @param name its name
     * @throws IllegalArgumentException when there is no such feed
     */
    public void resume(String name) {
        feed(name).pause(false);
        wakeUp();
    }

    /** Returns what each feed did and how it is, in the order in which they were given. */
    public List<FeedMetrics> metrics() {
        List<FeedMetrics> all = new ArrayList<>();
        feeds.values().forEach(feed -> all.add(feed.metrics()));
        return all;
    }

    /**
     * Ends: no run begins, one that is under way ends after its page, or after some seconds in the middle of it. Nothing is half done then; the
     * next process goes on there.
     */
    @Override
    public void close() {
        Thread waiting;
        synchronized (sleeping) {
            if (closed) {
                return;
            }
            closed = true;
            waiting = timer;
            sleeping.notifyAll();
        }
        try {
            if (waiting != null) {
                waiting.join(PATIENCE.toMillis());
            }
            workers.shutdown();
            if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                // Ends the waits between repeated requests.
                workers.shutdownNow();
                if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("a run did not end in time and is left alone");
                }
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        feeds.values().forEach(ScheduledFeed::close);
    }
}
