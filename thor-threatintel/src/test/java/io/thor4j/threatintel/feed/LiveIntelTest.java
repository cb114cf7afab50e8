package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.Retry;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.LogCapture;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.feed.FeedHealth.State;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.PageUpdate;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.TaxiiStub;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds, store and listener together, over real HTTP. */
class LiveIntelTest {
    private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private static final String KEY = "k:+ey/very secret";
    private static final String PASSWORD = "p4ss/w0rd";

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final List<List<IocSet>> handedOver = new CopyOnWriteArrayList<>();

    private LiveIntel.Builder builder(IndicatorStore store) {
        return LiveIntel.builder(store)
                .clock(clock)
                .retry(Retry.patient().with(2, clock, () -> 0, time -> {}))
                .onChange(handedOver::add);
    }

    private IndicatorStore store() {
        return IndicatorStore.open(folder.resolve("store.db"), ExpiryPolicy.DEFAULT, clock);
    }

    private static FeedConfig threatConnect(ThreatConnectStub stub) {
        return FeedConfig.of("tc", "threatconnect")
                .with("url", stub.uri().toString())
                .with("access-id", "1")
                .with("secret-key", Secret.of(KEY));
    }

    private static FeedConfig taxii(TaxiiStub stub) {
        return FeedConfig.of("shared", "taxii")
                .with("url", stub.uri().toString())
                .with("user", "reader")
                .with("password", Secret.of(PASSWORD));
    }

    private long hosts() {
        return handedOver.get(handedOver.size() - 1).stream()
                .mapToLong(set -> set.count(io.thor4j.core.ioc.IocKind.DOMAIN))
                .sum();
    }

    @Test
    void theListenerHasWhatTheStoreHoldsBeforeAnyServerWasAsked() {
        try (IndicatorStore store = store()) {
            store.apply(new PageUpdate(
                    "old", false, null, "1", true, List.of(Indicator.of("o", "Host", "a.example", NOW)), List.of()));
            try (LiveIntel intel = builder(store).start()) {
                assertEquals(1, handedOver.size());
                assertEquals(1, hosts());
                intel.refresh();
                assertEquals(1, handedOver.size());
                assertEquals(FeedHealth.UP, intel.snapshot().health());
            }
        }
    }

    @Test
    void twoPlatformsAtWorkAndOneThatFailsLeavesTheOtherAlone() {
        try (IndicatorStore store = store();
                LogCapture log = new LogCapture();
                ThreatConnectStub platform = ThreatConnectStub.start(0, "1", Secret.of(KEY), Clock.systemUTC());
                TaxiiStub server = TaxiiStub.start(0, "reader", Secret.of(PASSWORD))) {
            platform.put(1, "Demo", "Host", "a.example", NOW.minusSeconds(60), Map.of("hostName", "a.example"));
            server.collection("c", "Shared", true);
            server.indicator(
                    "c",
                    1,
                    NOW.minusSeconds(60),
                    "[domain-name:value = 'b.example']",
                    Map.of("valid_until", NOW.plusSeconds(3600).toString()));
            server.misbehave(Misbehaviour.status(503, null), Misbehaviour.status(503, "7200"));
            FeedTiming waiting = new FeedTiming(
                    Duration.ofHours(1),
                    null,
                    Duration.ofDays(1),
                    0,
                    Duration.ofSeconds(30),
                    Duration.ofHours(1),
                    null);
            try (LiveIntel intel = builder(store)
                    .feed(threatConnect(platform).with(waiting))
                    .feed(taxii(server).with(waiting))
                    .start()) {
                intel.runNow("tc").join();
                assertEquals(1, hosts());
                CompletionException e = assertThrows(
                        CompletionException.class, () -> intel.runNow("shared").join());
                assertTrue(e.getCause().getMessage().contains("HTTP 503 after 2 attempts"), e::toString);
                FeedMetrics failed = intel.snapshot().feeds().get(1);
                assertEquals(State.DOWN, failed.health().state());
                assertEquals(NOW.plusSeconds(7200), failed.nextRun());
                assertEquals(State.DEGRADED, intel.snapshot().health().state());
                assertEquals(1, hosts());

                intel.runNow("shared").join();
                assertEquals(2, hosts());
                assertEquals(FeedHealth.UP, intel.snapshot().health());
                assertEquals(2, intel.snapshot().active());

                clock.advance(Duration.ofHours(2));
                intel.refresh();
                assertEquals(1, hosts());
                assertEquals(1, intel.reconcileNow("tc").join().pages());
            }
            String text = log.text();
            assertTrue(text.contains("HTTP 503"), "nothing was logged at all");
            assertFalse(text.contains(KEY), "the key was logged");
            assertFalse(text.contains(PASSWORD), "the password was logged");
        }
    }

    @Test
    void aListenerThatFailsIsSaidAndGivenTheSetsAgain() {
        List<List<IocSet>> taken = new ArrayList<>();
        boolean[] broken = {true};
        try (IndicatorStore store = store();
                LiveIntel intel = LiveIntel.builder(store)
                        .clock(clock)
                        .onChange(sets -> {
                            if (broken[0]) {
                                throw new IllegalStateException("not ready");
                            }
                            taken.add(sets);
                        })
                        .start()) {
            assertEquals(State.DEGRADED, intel.snapshot().health().state());
            assertTrue(intel.snapshot().health().reason().contains("not ready"));
            broken[0] = false;
            intel.refresh();
            assertEquals(1, taken.size());
            assertSame(FeedHealth.UP, intel.snapshot().health());
            assertEquals(1, intel.snapshot().swaps());
        }
    }

    @Test
    void whatIsWrongInAFeedIsSaidBeforeAnythingIsOpened() {
        Path file = folder.resolve("new.db");
        LiveIntel.Builder builder = LiveIntel.builder(file).feed(FeedConfig.of("x", "taxii"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::start);
        assertTrue(e.getMessage().contains("feed x (provider taxii): url is missing"), e.getMessage());
    }
}
