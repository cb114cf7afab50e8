package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.feed.FeedHealth.State;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.UpdateCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without threads and without waiting: the clock is moved, and tick() starts what is due. */
class FeedSchedulerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final FeedTiming TIMING = FeedTiming.DEFAULT
            .every(Duration.ofHours(1))
            .jitter(0.5)
            .backOff(Duration.ofMinutes(1), Duration.ofMinutes(10))
            .fullEvery(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final ScriptedProvider scripted = new ScriptedProvider();
    private final List<FeedMetrics> told = new ArrayList<>();
    private final ApacheTransport transport = ApacheTransport.builder().build();
    private IndicatorStore store;
    private FeedEnvironment environment;

    @BeforeEach
    void openStore() {
        store = IndicatorStore.open(folder.resolve("store.db"), ExpiryPolicy.NONE, clock);
        environment = new FeedEnvironment(store, transport, Retry.patient(), IntelLimits.DEFAULT, clock, null);
    }

    @AfterEach
    void closeStore() {
        store.close();
        transport.close();
    }

    private static FeedConfig feed(String name) {
        return FeedConfig.of(name, "scripted").with("needed", "x").with(TIMING);
    }

    private FeedScheduler scheduler(FeedConfig... feeds) {
        return new FeedScheduler(
                List.of(feeds), FeedProviders.of(List.of(scripted)), environment, () -> 1.0, told::add);
    }

    private static Duration next(FeedScheduler scheduler) {
        return Duration.between(NOW, scheduler.metrics().get(0).nextRun());
    }

    private static FeedResult brought(long added) {
        return new FeedResult(1, added, 0, new UpdateCounts(added, 0, 0, 0), 0, 0, List.of());
    }

    @Test
    void aRunFollowsTheLastAfterTheIntervalAndItsJitter() {
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            assertEquals(NOW.plus(Duration.ofMinutes(90)), scheduler.tick(Runnable::run));
            assertEquals(1, told.size());
            clock.advance(Duration.ofMinutes(89));
            scheduler.tick(Runnable::run);
            assertEquals(1, told.size());
            clock.advance(Duration.ofMinutes(1));
            scheduler.tick(Runnable::run);
            assertEquals(2, told.size());
            assertEquals(Duration.ofMinutes(180), next(scheduler));
        }
    }

    @Test
    void theInitialDelayHoldsTheFirstRunBack() {
        FeedTiming late = new FeedTiming(
                Duration.ofHours(1),
                null,
                Duration.ofMinutes(7),
                0,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                null);
        try (FeedScheduler scheduler = scheduler(feed("a").with(late))) {
            assertEquals(NOW.plus(Duration.ofMinutes(7)), scheduler.tick(Runnable::run));
            assertEquals(List.of(), scripted.runs);
        }
    }

    @Test
    void failuresInARowWaitLongerAndLongerUpToABoundAndASuccessForgetsThem() {
        for (int i = 0; i < 6; i++) {
            scripted.script.add(run -> {
                throw new IllegalStateException("out of order");
            });
        }
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                scheduler.tick(Runnable::run);
                Instant next = scheduler.metrics().get(0).nextRun();
                waits.add(Duration.between(clock.instant(), next).toSeconds());
                clock.advance(Duration.between(clock.instant(), next));
            }
            // Each with half of it as jitter.
            assertEquals(List.of(90L, 180L, 360L, 720L, 900L, 900L), waits);
            assertEquals(6, scheduler.metrics().get(0).failuresInARow());
            scheduler.tick(Runnable::run);
            FeedMetrics metrics = scheduler.metrics().get(0);
            assertEquals(0, metrics.failuresInARow());
            assertEquals(6, metrics.failures());
            assertEquals(1, metrics.runs());
            assertNull(metrics.lastError());
            assertEquals(FeedHealth.UP, metrics.health());
        }
    }

    @Test
    void aServerThatWantsToBeLeftAloneIs() {
        scripted.script.add(run -> {
            throw new RemoteException.ServerFailure("host", 503, 1, null, Duration.ofHours(2));
        });
        scripted.script.add(run -> {
            throw new RemoteException.ServerFailure("host", 503, 1, null, Duration.ofDays(4000));
        });
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            scheduler.tick(Runnable::run);
            assertEquals(Duration.ofHours(2), next(scheduler));
            clock.advance(Duration.ofHours(2));
            scheduler.tick(Runnable::run);
            assertEquals(Duration.ofHours(26), next(scheduler));
        }
    }

    @Test
    void healthGoesFromDegradedToDown() {
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            assertEquals(State.DEGRADED, scheduler.metrics().get(0).health().state());
            scheduler.tick(Runnable::run);
            assertEquals(FeedHealth.UP, scheduler.metrics().get(0).health());
            scripted.script.add(run -> {
                throw new IllegalStateException("out of order");
            });
            clock.advance(Duration.ofMinutes(90));
            scheduler.tick(Runnable::run);
            FeedHealth failed = scheduler.metrics().get(0).health();
            assertEquals(State.DEGRADED, failed.state());
            assertTrue(failed.reason().contains("feed a (provider scripted)"), failed.reason());
            assertTrue(failed.reason().contains("out of order"), failed.reason());
            clock.advance(Duration.ofHours(3));
            assertEquals(State.DOWN, scheduler.metrics().get(0).health().state());
            scheduler.tick(Runnable::run);
            scripted.script.add(run ->
                    new FeedResult(1, 0, 0, UpdateCounts.ZERO, 0, 0, List.of("x.csv: 3 lines were no indicators")));
            clock.advance(Duration.ofHours(3));
            scheduler.tick(Runnable::run);
            FeedHealth problem = scheduler.metrics().get(0).health();
            assertEquals(FeedHealth.degraded("x.csv: 3 lines were no indicators"), problem);
        }
    }

    @Test
    void aFeedThatNeverRanWellIsDown() {
        scripted.script.add(run -> {
            throw new StackOverflowError();
        });
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            scheduler.tick(Runnable::run);
            FeedHealth health = scheduler.metrics().get(0).health();
            assertEquals(State.DOWN, health.state());
            assertTrue(health.reason().contains("java.lang.StackOverflowError"), health.reason());
        }
    }

    @Test
    void whatOneFeedThrowsIsNothingToTheOthers() {
        scripted.script.add(run -> {
            throw new NoSuchMethodError("built for another version");
        });
        scripted.script.add(run -> brought(7));
        try (FeedScheduler scheduler = scheduler(feed("a"), feed("b"))) {
            scheduler.tick(Runnable::run);
            assertEquals(State.DOWN, scheduler.metrics().get(0).health().state());
            assertEquals(FeedHealth.UP, scheduler.metrics().get(1).health());
            assertEquals(7, scheduler.metrics().get(1).totals().counts().added());
        }
        assertEquals(2, scripted.closed);
    }

    @Test
    void aProviderThatCannotOpenIsTriedAgain() {
        scripted.failingOpens = 2;
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            assertEquals(State.DOWN, scheduler.metrics().get(0).health().state());
            assertEquals(Duration.ofSeconds(90), next(scheduler));
            clock.advance(Duration.ofSeconds(90));
            scheduler.tick(Runnable::run);
            assertTrue(scheduler.metrics().get(0).health().reason().contains("org/example/Missing"), told::toString);
            clock.advance(Duration.ofHours(1));
            scheduler.tick(Runnable::run);
            assertEquals(FeedHealth.UP, scheduler.metrics().get(0).health());
        }
    }

    @Test
    void aMistakeInTheConfigurationIsSaidAtOnceWithTheFeedsName() {
        assertMistake("feed a (provider scripted): needed is missing", FeedConfig.of("a", "scripted"));
        assertMistake("there is no provider gopher; there are scripted", FeedConfig.of("a", "gopher"));
        assertMistake(
                "there is no option color; there are colour, needed", feed("a").with("color", "red"));
        assertMistake("key is a secret", feed("a").with("key", "hunter2"));
        assertMistake("there is no secret needed", feed("a").with("needed", Secret.of("hunter2")));
        assertMistake("no such colour", feed("a").with("colour", "ultraviolet"));
        assertMistake("colour is given 2 times", feed("a").with("colour", "a").with("colour", "b"));
        IllegalArgumentException twice =
                assertThrows(IllegalArgumentException.class, () -> scheduler(feed("a"), feed("a")));
        assertEquals("two feeds have the name a", twice.getMessage());
        assertFalse(feed("a").with("key", Secret.of("hunter2")).toString().contains("hunter2"));
    }

    private void assertMistake(String text, FeedConfig feed) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> scheduler(feed));
        assertTrue(e.getMessage().contains(text), e.getMessage());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }

    @Test
    void aPausedFeedRestsUntilItIsResumedOrAskedToRun() {
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            scheduler.pause("a");
            assertNull(scheduler.tick(Runnable::run));
            assertEquals(
                    FeedHealth.degraded("paused"), scheduler.metrics().get(0).health());
            CompletableFuture<FeedResult> asked = scheduler.runNow("a", false);
            scripted.script.add(run -> brought(3));
            scheduler.tick(Runnable::run);
            assertEquals(3, asked.join().indicators());
            assertNull(scheduler.tick(Runnable::run));
            scheduler.resume("a");
            assertEquals(NOW.plus(Duration.ofMinutes(90)), scheduler.tick(Runnable::run));
            assertThrows(IllegalArgumentException.class, () -> scheduler.pause("b"));
        }
    }

    @Test
    void whoAsksDuringARunGetsTheNextOne() {
        List<CompletableFuture<FeedResult>> asked = new ArrayList<>();
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            scripted.script.add(run -> {
                asked.add(scheduler.runNow("a", true));
                // One run of a feed at a time.
                scheduler.tick(Runnable::run);
                return brought(1);
            });
            scripted.script.add(run -> brought(2));
            scheduler.tick(Runnable::run);
            assertFalse(asked.get(0).isDone());
            scheduler.tick(Runnable::run);
            assertEquals(2, asked.get(0).join().indicators());
            assertEquals(2, told.size());
            assertEquals(3, told.get(1).totals().indicators());
        }
    }

    @Test
    void aFailedRunFailsForWhoAsked() {
        scripted.script.add(run -> {
            throw new IllegalStateException("out of order");
        });
        try (FeedScheduler scheduler = scheduler(feed("a"))) {
            CompletableFuture<FeedResult> asked = scheduler.runNow("a", false);
            scheduler.tick(Runnable::run);
            CompletionException e = assertThrows(CompletionException.class, asked::join);
            assertTrue(e.getCause() instanceof FeedException, e::toString);
        }
    }

    @Test
    void theFirstRunAndOneADayReadEverythingUnlessOnlyALookBackIsWanted() {
        FeedConfig back = feed("b").with(TIMING.lookingBack(Duration.ofDays(7)));
        try (FeedScheduler scheduler = scheduler(feed("a"), back)) {
            for (int hour = 0; hour < 18; hour++) {
                scheduler.tick(Runnable::run);
                clock.advance(Duration.ofMinutes(90));
            }
        }
        assertEquals(36, scripted.runs.size());
        for (int i = 0; i < scripted.runs.size(); i++) {
            assertEquals(i == 0 || i == 32, scripted.runs.get(i), "run " + i);
        }
    }

    @Test
    void closingEndsARunAfterItsPage() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        List<String> end = new ArrayList<>();
        FeedScheduler scheduler = scheduler(feed("a"));
        scripted.script.add(run -> {
            began.countDown();
            for (int page = 1; ; page++) {
                try {
                    run.progress(brought(page));
                } catch (RuntimeException e) {
                    end.add(e.getMessage());
                    throw e;
                }
                Thread.onSpinWait();
            }
        });
        scheduler.start();
        assertTrue(began.await(20, TimeUnit.SECONDS));
        scheduler.close();
        assertEquals(List.of("the scheduler is closed"), end);
        FeedMetrics metrics = scheduler.metrics().get(0);
        assertFalse(metrics.running());
        assertEquals(0, metrics.failures());
        assertTrue(scheduler.runNow("a", false).isCancelled());
    }

    @Test
    void aRunThatBringsNoPageIsSaid() {
        List<FeedHealth> seen = new ArrayList<>();
        FeedScheduler scheduler = scheduler(feed("a"));
        scripted.script.add(run -> {
            clock.advance(Duration.ofMinutes(29));
            seen.add(scheduler.metrics().get(0).health());
            clock.advance(Duration.ofMinutes(2));
            seen.add(scheduler.metrics().get(0).health());
            return FeedResult.NOTHING;
        });
        scheduler.tick(Runnable::run);
        scheduler.close();
        assertEquals(FeedHealth.degraded("no run has come to its end yet"), seen.get(0));
        assertEquals(FeedHealth.degraded("the run has brought no page since " + NOW), seen.get(1));
        assertEquals(Duration.ofMinutes(31), scheduler.metrics().get(0).lastDuration());
    }
}
