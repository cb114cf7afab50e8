package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.store.FeedState;
import io.thor4j.threatintel.store.UpdateCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A feed is at rest or in a run. Whoever finds it due takes it (take), does the run on any thread (run), and the end of the run says when the
 * next is due. All state is under the monitor; the task runs outside it.
 */
/** One feed of a scheduler: when it is due, what it did, how it is. Threads may share it. */
final class ScheduledFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledFeed.class);
    // A run that brings no page for so long hangs somewhere; a page of the slowest server is minutes.
    private static final Duration SILENCE = Duration.ofMinutes(30);
    // What was brought is too old when so many runs in a row brought nothing.
    private static final int OLD_INTERVALS = 3;
    // A server may ask to be left alone, but not for ever.
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    private final FeedConfig config;
    private final Supplier<FeedTask> opening;
    private final Clock clock;
    private final DoubleSupplier random;
    private final List<CompletableFuture<FeedResult>> asked = new ArrayList<>();

    private @Nullable FeedTask task;
    private boolean running;
    private boolean paused;
    private boolean fullAsked;
    private long runs;
    private long failures;
    private int failuresInARow;
    private FeedResult totals = FeedResult.NOTHING;
    private FeedResult current = FeedResult.NOTHING;
    private @Nullable Instant lastStart;
    private @Nullable Instant lastProgress;
    private @Nullable Instant lastSuccess;
    private @Nullable Duration lastDuration;
    private @Nullable String lastError;
    private Instant nextRun;
    private @Nullable Instant lastFull;
    private FeedResult last = FeedResult.NOTHING;

    /* The opening is tried until it succeeds: a provider that fails today may not tomorrow. */
    ScheduledFeed(
            FeedConfig config,
            Supplier<FeedTask> opening,
            @Nullable FeedTask opened,
            @Nullable String openingError,
            FeedState before,
            Clock clock,
            DoubleSupplier random) {
        this.config = config;
        this.opening = opening;
        this.task = opened;
        this.clock = clock;
        this.random = random;
        this.lastSuccess = before.lastRun();
        this.lastFull = before.lastFullRun();
        this.nextRun = clock.instant().plus(config.timing().initialDelay());
        if (openingError != null) {
            lastError = openingError;
            failures = 1;
            failuresInARow = 1;
            nextRun = clock.instant().plus(config.timing().backOff(1, random.getAsDouble()));
        }
    }

    FeedConfig config() {
        return config;
    }

    synchronized void pause(boolean value) {
        paused = value;
    }

    /* A run that is under way may have passed what the caller has just changed; so the answer is that of one that begins later. */
    synchronized CompletableFuture<FeedResult> ask(boolean full) {
        CompletableFuture<FeedResult> answer = new CompletableFuture<>();
        asked.add(answer);
        fullAsked |= full;
        return answer;
    }

    /* When the scheduler has to look again, null when that does not depend on time. */
    synchronized @Nullable Instant due() {
        if (running) {
            return null;
        }
        return asked.isEmpty() ? (paused ? null : nextRun) : Instant.EPOCH;
    }

    /* Returns what is to be run now, null when nothing is. */
    synchronized @Nullable Turn take(Instant now) {
        Instant due = due();
        if (due == null || due.isAfter(now)) {
            return null;
        }
        running = true;
        lastStart = now;
        lastProgress = now;
        current = FeedResult.NOTHING;
        Duration fullInterval = config.timing().fullInterval();
        // Who looks back only so far does not want everything.
        boolean fullDue = fullInterval != null
                && config.timing().initialInterval() == null
                && (lastFull == null || !lastFull.plus(fullInterval).isAfter(now));
        boolean full = fullAsked || fullDue;
        fullAsked = false;
        Turn turn = new Turn(full, List.copyOf(asked));
        asked.clear();
        return turn;
    }

    /** One run that was taken. */
    record Turn(boolean full, List<CompletableFuture<FeedResult>> answers) {}

    /* Returns what the run brought, null when it did not come to its end. */
    @Nullable
    FeedResult run(Turn turn, BooleanSupplier stopped) {
        try {
            FeedResult result = ProviderCall.guard(config, () -> opened().run(new Run(turn.full(), stopped)));
            ended(turn, result);
            LOG.debug("{}: {}", config, result);
            turn.answers().forEach(answer -> answer.complete(result));
            return result;
        } catch (CancellationException e) {
            cancelled();
            turn.answers().forEach(answer -> answer.completeExceptionally(e));
        } catch (FeedException e) {
            if (stopped.getAsBoolean()) {
                // The scheduler closed the connections under it.
                cancelled();
            } else {
                failed(e);
                LOG.warn("{}", e.getMessage());
            }
            turn.answers().forEach(answer -> answer.completeExceptionally(e));
        }
        return null;
    }

    private FeedTask opened() {
        synchronized (this) {
            if (task != null) {
                return task;
            }
        }
        FeedTask made = opening.get();
        synchronized (this) {
            task = made;
        }
        return made;
    }

    private final class Run implements FeedRun {
        private final boolean full;
        private final BooleanSupplier stopped;

        Run(boolean full, BooleanSupplier stopped) {
            this.full = full;
            this.stopped = stopped;
        }

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void progress(FeedResult soFar) {
            synchronized (ScheduledFeed.this) {
                current = soFar;
                lastProgress = clock.instant();
            }
            if (stopped.getAsBoolean()) {
                throw new CancellationException("the scheduler is closed");
            }
        }
    }

    private synchronized void ended(Turn turn, FeedResult result) {
        Instant now = finished(result);
        runs++;
        failuresInARow = 0;
        lastSuccess = now;
        lastError = null;
        if (turn.full()) {
            lastFull = now;
        }
        nextRun = now.plus(config.timing().late(config.timing().interval(), random.getAsDouble()));
    }

    private synchronized void failed(FeedException e) {
        Instant now = finished(current);
        failures++;
        failuresInARow++;
        lastError = e.getMessage();
        Duration wait = config.timing().backOff(failuresInARow, random.getAsDouble());
        if (e.getCause() instanceof RemoteException.ServerFailure server && server.retryAfter() != null) {
            Duration wish = server.retryAfter().compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : server.retryAfter();
            wait = wish.compareTo(wait) > 0 ? wish : wait;
        }
        nextRun = now.plus(wait);
    }

    private synchronized void cancelled() {
        finished(current);
    }

    private Instant finished(FeedResult result) {
        Instant now = clock.instant();
        running = false;
        if (lastStart != null) {
            lastDuration = Duration.between(lastStart, now);
        }
        UpdateCounts counts = totals.counts().plus(result.counts());
        totals = new FeedResult(
                totals.pages() + result.pages(),
                totals.indicators() + result.indicators(),
                totals.events() + result.events(),
                counts,
                totals.expired() + result.expired(),
                totals.leftOut() + result.leftOut(),
                List.of());
        current = FeedResult.NOTHING;
        last = result;
        return now;
    }

    synchronized FeedMetrics metrics() {
        return new FeedMetrics(
                config.name(),
                config.provider(),
                health(clock.instant()),
                running,
                paused,
                runs,
                failures,
                failuresInARow,
                totals,
                lastStart,
                lastSuccess,
                lastDuration,
                lastError,
                nextRun,
                last);
    }

    private FeedHealth health(Instant now) {
        if (failuresInARow > 0) {
            String error = String.valueOf(lastError);
            if (lastSuccess == null) {
                return FeedHealth.down("no run has come to its end: " + error);
            }
            boolean old = lastSuccess
                    .plus(config.timing().interval().multipliedBy(OLD_INTERVALS))
                    .isBefore(now);
            return old
                    ? FeedHealth.down("no run has come to its end since " + lastSuccess + ": " + error)
                    : FeedHealth.degraded("the last run failed: " + error);
        } else if (paused) {
            return FeedHealth.degraded("paused");
        } else if (running && lastProgress != null && lastProgress.plus(SILENCE).isBefore(now)) {
            return FeedHealth.degraded("the run has brought no page since " + lastProgress);
        } else if (lastSuccess == null) {
            return FeedHealth.degraded("no run has come to its end yet");
        }
        List<String> problems = last.problems();
        return problems.isEmpty() ? FeedHealth.UP : FeedHealth.degraded(problems.get(0));
    }

    void close() {
        List<CompletableFuture<FeedResult>> left;
        FeedTask open;
        synchronized (this) {
            left = List.copyOf(asked);
            asked.clear();
            open = task;
            task = null;
        }
        left.forEach(answer -> answer.cancel(false));
        if (open != null) {
            try {
                open.close();
            } catch (FeedException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }
}
