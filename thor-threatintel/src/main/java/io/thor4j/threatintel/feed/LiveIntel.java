package io.thor4j.threatintel.feed;

import io.thor4j.core.ThorException;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.Retry;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.export.ActiveIocs;
import io.thor4j.threatintel.export.IocMapping;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.thorcloud.LogReceiver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live indicators of compromise: feeds that run at their times, a store, and a listener that gets the active set at the start and whenever it
 * is another one, because a run changed it, an indicator expired, or another process wrote to the store. Threads may share it.
 *
 * <pre>{@code
 * FeedConfig feed = FeedConfig.of("tc", "threatconnect").with("url", url).with("access-id", id).with("secret-key", key);
 * try (LiveIntel intel = LiveIntel.builder(Path.of("intel.db")).feed(feed)
 *         .onChange(sets -> scanner.signatures(SignatureSet.of(sets))).start()) {
 *     ...
 * }
 * }</pre>
 */
public final class LiveIntel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveIntel.class);
    private static final Duration REFRESH = Duration.ofMinutes(5);
    // How often it is looked whether an indicator has expired; costs nothing when none has.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final IndicatorStore store;
    private final ActiveIocs iocs;
    private final Consumer<List<IocSet>> listener;
    private final Clock clock;
    private final Duration refreshEvery;
    private final Consumer<FeedMetrics> afterRun;
    private final FeedScheduler scheduler;
    private final ScheduledExecutorService expiries = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "thor-intel-expiry");
        thread.setDaemon(true);
        return thread;
    });
    private final List<AutoCloseable> owned;

    private final Object swapping = new Object();
    private ActiveIocs.@Nullable Sets handedOver;
    private @Nullable ScheduledFuture<?> looking;
    private volatile Instant nextLook = Instant.EPOCH;
    private volatile long active = -1;
    private volatile long notExpressible;
    private final AtomicLong swaps = new AtomicLong();
    private volatile @Nullable Instant lastSwap;
    private volatile @Nullable String swapError;
    private volatile @Nullable String storeError;

    private LiveIntel(Builder builder, IndicatorStore store, HttpTransport transport, List<AutoCloseable> owned) {
        this.store = store;
        this.owned = owned;
        iocs = new ActiveIocs(store, builder.mapping);
        listener = builder.listener;
        clock = builder.clock;
        refreshEvery = builder.refreshEvery;
        afterRun = builder.afterRun;
        FeedEnvironment environment =
                new FeedEnvironment(store, transport, builder.retry, builder.limits, builder.clock, builder.events);
        FeedProviders providers = builder.providers == null ? FeedProviders.discover() : builder.providers;
        scheduler = new FeedScheduler(builder.feeds, providers, environment, builder.random, this::ran);
    }

    /**
     * Begins with a store in a file, which is made when there is none, with {@link ExpiryPolicy#DEFAULT}; it is closed at the end.
     *
     * @param file the file
     */
    public static Builder builder(Path file) {
        return new Builder(null, Objects.requireNonNull(file, "file"));
    }

    /**
     * Begins with a store that stays open at the end.
     *
     * @param store the store
     */
    public static Builder builder(IndicatorStore store) {
        return new Builder(Objects.requireNonNull(store, "store"), null);
    }

    private void ran(FeedMetrics metrics) {
        refresh(true);
        afterRun.accept(metrics);
    }

    /* After a run; when an indicator expires; and now and then, because other processes may write to the store. */
    private void look() {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(nextLook)) {
                refresh(false);
            }
        } catch (RuntimeException e) {
            LOG.warn("the active indicators could not be looked through", e);
        }
    }

    /**
     * Looks now whether the active set is another one, and hands it to the listener if it is. Done by itself in all cases that are described
     * above.
     */
    public void refresh() {
        refresh(true);
    }

    private void refresh(boolean counted) {
        synchronized (swapping) {
            Instant now = clock.instant();
            nextLook = now.plus(refreshEvery);
            ActiveIocs.Sets sets;
            try {
                if (!counted) {
                    store.sweep();
                }
                sets = iocs.refresh();
                active = store.activeCount();
                notExpressible = sets.notExpressible();
                storeError = null;
            } catch (ThorException e) {
                storeError = e.getMessage();
                LOG.warn("{}", e.getMessage());
                return;
            }
            Instant expiry = sets.nextExpiry();
            if (expiry != null && expiry.isBefore(nextLook)) {
                nextLook = expiry;
            }
            if (handedOver == null || !handedOver.sets().equals(sets.sets())) {
                handOver(sets, now);
            }
        }
    }

    /* A listener that fails is given the sets again at the next look. */
    private void handOver(ActiveIocs.Sets sets, Instant now) {
        try {
            listener.accept(sets.sets());
            handedOver = sets;
            swaps.incrementAndGet();
            lastSwap = now;
            swapError = null;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            swapError = "the listener failed: " + e;
            nextLook = now.plus(AGAIN);
            LOG.warn("the listener of active indicators failed", e);
        }
    }

    private void begin() {
        refresh(true);
        scheduler.start();
        looking = expiries.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Runs a feed now, after the run that is under way, if there is one.
     *
     * @param feed its name
     * @return what the run will bring, complete when the listener has the new set; fails with a {@link FeedException}
     * @throws IllegalArgumentException when there is no such feed
     */
    public CompletableFuture<FeedResult> runNow(String feed) {
        return scheduler.runNow(feed, false).thenApply(this::listenerHasIt);
    }

    /**
     * Reads everything that a feed holds now, and lets go what it does not hold any more.
     *
     * @param feed its name
     * @return as of {@link #runNow}
     * @throws IllegalArgumentException when there is no such feed
     */
    public CompletableFuture<FeedResult> reconcileNow(String feed) {
        return scheduler.runNow(feed, true).thenApply(this::listenerHasIt);
    }

    private FeedResult listenerHasIt(FeedResult result) {
        refresh(true);
        return result;
    }

    /**
     * Holds back the runs of a feed; what it brought stays active until it expires.
     *
     * @param feed its name
     * @throws IllegalArgumentException when there is no such feed
     */
    public void pause(String feed) {
        scheduler.pause(feed);
    }

    /**
     * Lets the runs of a feed begin again.
     *
     * @param feed its name
     * @throws IllegalArgumentException when there is no such feed
     */
    public void resume(String feed) {
        scheduler.resume(feed);
    }

    /** Returns what it is now: metrics and health. Reads nothing and does not wait. */
    public IntelSnapshot snapshot() {
        List<FeedMetrics> feeds = scheduler.metrics();
        return new IntelSnapshot(clock.instant(), health(feeds), active, notExpressible, swaps.get(), lastSwap, feeds);
    }

    private FeedHealth health(List<FeedMetrics> feeds) {
        if (storeError != null) {
            return FeedHealth.down("the store: " + storeError);
        }
        List<String> reasons = new ArrayList<>();
        if (swapError != null) {
            reasons.add(swapError);
        }
        boolean allDown = !feeds.isEmpty();
        for (FeedMetrics feed : feeds) {
            FeedHealth health = feed.health();
            allDown &= health.state() == FeedHealth.State.DOWN;
            if (health.state() != FeedHealth.State.UP) {
                reasons.add(feed.feed() + ": " + health.reason());
            }
        }
        String reason = String.join("; ", reasons);
        return allDown ? FeedHealth.down(reason) : reasons.isEmpty() ? FeedHealth.UP : FeedHealth.degraded(reason);
    }

    /** Ends as {@link FeedScheduler#close} says, and closes what it opened itself. The listener is not called any more. */
    @Override
    public void close() {
        scheduler.close();
        if (looking != null) {
            looking.cancel(false);
        }
        expiries.shutdownNow();
        try {
            expiries.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(owned);
    }

    private static void close(List<AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed: {}", resource, e.getMessage());
            }
        }
    }

    /** Builds it. Used by one thread. */
    public static final class Builder {
        private final @Nullable IndicatorStore given;
        private final @Nullable Path file;
        private final List<FeedConfig> feeds = new ArrayList<>();
        private Consumer<List<IocSet>> listener = sets -> {};
        private Consumer<FeedMetrics> afterRun = metrics -> {};
        private IocMapping mapping = IocMapping.DEFAULT;
        private ExpiryPolicy policy = ExpiryPolicy.DEFAULT;
        private Retry retry = Retry.patient();
        private IntelLimits limits = IntelLimits.DEFAULT;
        private Clock clock = Clock.systemUTC();
        private DoubleSupplier random = Math::random;
        private Duration refreshEvery = REFRESH;
        private @Nullable HttpTransport transport;
        private @Nullable FeedProviders providers;
        private @Nullable LogReceiver events;

        private Builder(@Nullable IndicatorStore given, @Nullable Path file) {
            this.given = given;
            this.file = file;
        }

        /**
         * Adds a feed.
         *
         * @param value the feed
         * @return this
         */
        public Builder feed(FeedConfig value) {
            feeds.add(Objects.requireNonNull(value, "feed"));
            return this;
        }

        /**
         * Sets who gets the active set: at the start, and whenever it is another one. Called by one thread at a time, and not for long.
         *
         * @param value told of the sets, of which most are the same objects as before
         * @return this
         */
        public Builder onChange(Consumer<List<IocSet>> value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * Sets who is told of each run that ended, whatever way.
         *
         * @param value told of the feed's metrics, by the thread of the run
         * @return this
         */
        public Builder onRun(Consumer<FeedMetrics> value) {
            afterRun = Objects.requireNonNull(value, "afterRun");
            return this;
        }

        /**
         * Sets where the events of feeds go that bring events, such as {@code thorcloud}.
         *
         * @param value the receiver; stays open at the end
         * @return this
         */
        public Builder events(LogReceiver value) {
            events = Objects.requireNonNull(value, "events");
            return this;
        }

        /**
         * Sets what indicators become.
         *
         * @param value the mapping
         * @return this
         */
        public Builder mapping(IocMapping value) {
            mapping = Objects.requireNonNull(value, "mapping");
            return this;
        }

        /**
         * Sets when indicators expire, for a store that is opened here.
         *
         * @param value the policy
         * @return this
         */
        public Builder expiry(ExpiryPolicy value) {
            policy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /**
         * Sets how servers are reached, in place of {@link ApacheTransport} with the proxies of the environment.
         *
         * @param value the transport; stays open at the end
         * @return this
         */
        public Builder transport(HttpTransport value) {
            transport = Objects.requireNonNull(value, "transport");
            return this;
        }

        /**
         * Sets how often requests are repeated.
         *
         * @param value the policy
         * @return this
         */
        public Builder retry(Retry value) {
            retry = Objects.requireNonNull(value, "retry");
            return this;
        }

        /**
         * Sets how much is read of an answer.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(IntelLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param value the clock
         * @return this
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets the numbers from 0 to 1 that the jitter is made of.
         *
         * @param value the numbers
         * @return this
         */
        public Builder random(DoubleSupplier value) {
            random = Objects.requireNonNull(value, "random");
            return this;
        }

        /**
         * Sets how often it is looked whether another process changed the store; 5 minutes by default.
         *
         * @param value how often
         * @return this
         */
        public Builder refreshEvery(Duration value) {
            refreshEvery = Objects.requireNonNull(value, "refreshEvery");
            return this;
        }

        /**
         * Sets the providers, in place of those that are found.
         *
         * @param value the providers
         * @return this
         */
        public Builder providers(FeedProviders value) {
            providers = Objects.requireNonNull(value, "providers");
            return this;
        }

        /**
         * Starts. When this returns, the listener has what the store holds already, and the first runs begin.
         *
         * @throws IllegalArgumentException when there is no such provider, or an option of a feed is wrong; nothing was started then
         * @throws io.thor4j.threatintel.store.StoreException when the store cannot be opened
         */
        public LiveIntel start() {
            List<AutoCloseable> owned = new ArrayList<>();
            boolean started = false;
            try {
                HttpTransport http = transport;
                if (http == null) {
                    http = ApacheTransport.builder()
                            .proxies(ProxySettings.of(System.getenv()))
                            .build();
                    owned.add(http);
                }
                IndicatorStore store = given;
                if (store == null) {
                    store = IndicatorStore.open(Objects.requireNonNull(file, "file"), policy, clock);
                    owned.add(store);
                }
                LiveIntel intel = new LiveIntel(this, store, http, owned);
                intel.begin();
                started = true;
                return intel;
            } finally {
                if (!started) {
                    close(owned);
                }
            }
        }
    }
}
