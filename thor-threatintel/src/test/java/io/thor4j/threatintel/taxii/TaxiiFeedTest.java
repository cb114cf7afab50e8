package io.thor4j.threatintel.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.LogCapture;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.feed.FeedSync;
import io.thor4j.threatintel.feed.SyncReport;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.HistoryEntry;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.LeaveReason;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.Misbehaviour.Kind;
import io.thor4j.threatintel.stub.TaxiiStub;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From a TAXII server over real HTTP into a store. */
class TaxiiFeedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant T0 = NOW.minus(Duration.ofDays(30));
    private static final String PASSWORD = "p:4ss/w+rd";

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private final List<Duration> waits = new ArrayList<>();
    private final TaxiiStub stub = TaxiiStub.start(0, "reader", Secret.of(PASSWORD));
    private ApacheTransport transport = ApacheTransport.builder().build();
    private IndicatorStore store;

    @BeforeEach
    void openStore() {
        stub.collection("c1", "Malware", true);
        stub.collection("c2", "Other", true);
        stub.collection("c3", "Closed", false);
        store = IndicatorStore.open(folder.resolve("store.db"), ExpiryPolicy.NONE, clock);
    }

    @AfterEach
    void close() {
        store.close();
        transport.close();
        stub.close();
    }

    private TaxiiClient client(URI url, TaxiiCredentials credentials) {
        return new TaxiiClient(
                url,
                credentials,
                transport,
                Retry.patient().with(3, clock, () -> 0.5, waits::add),
                new IntelLimits(4 << 20, 1 << 20, 40, 1_000_000, 1 << 20));
    }

    private FeedSync sync(int pageSize, String... collections) {
        TaxiiClient client = client(stub.uri(), TaxiiCredentials.basic("reader", Secret.of(PASSWORD)));
        return new FeedSync(new TaxiiFeed("taxii", client, List.of(collections), pageSize, null), store, any -> {});
    }

    private void hosts(String collection, int from, int to) {
        for (int i = from; i <= to; i++) {
            stub.indicator(
                    collection, i, T0.plusSeconds(i / 10), "[domain-name:value = 'h" + i + ".example']", Map.of());
        }
    }

    private TreeSet<String> active() {
        TreeSet<String> values = new TreeSet<>();
        store.forEachActive(stored -> values.add(stored.indicator().value()));
        return values;
    }

    @Test
    void allReadableCollectionsComePageByPageAndOnlyOnce() {
        hosts("c1", 1, 95);
        hosts("c2", 101, 125);
        SyncReport first = sync(10).run();
        assertEquals(120, first.counts().added());
        assertEquals(13, first.pages());
        assertEquals(120, active().size());
        stub.forgetRequests();
        SyncReport second = sync(10).run();
        // What was added in the second of the last object is read again: six and six.
        assertEquals(2, second.pages());
        assertEquals(0, second.counts().added() + second.counts().changed());
        assertEquals(List.of("/taxii2/", "/api1/collections/"), stub.requests().subList(0, 2));
        assertTrue(stub.requests().get(2).contains("added_after=2026"), stub.requests()::toString);
        hosts("c2", 131, 131);
        assertEquals(1, sync(10).run().counts().added());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aServerMayLeaveOutOneOfTheTwoPlaces(boolean next, boolean added) {
        // Without names of pages no two pages may share a time, or the server could not be read by anybody.
        for (int i = 1; i <= 35; i++) {
            stub.indicator("c1", i, T0.plusSeconds(i), "[domain-name:value = 'h" + i + ".example']", Map.of());
        }
        stub.tells(next, added);
        assertEquals(35, sync(10, "Malware").run().counts().added());
        assertEquals(35, active().size());
    }

    @Test
    void aServerThatSaysNotWhereItGoesOnIsNoEndlessLoop() {
        hosts("c1", 1, 35);
        stub.tells(false, false);
        RemoteException e = assertThrows(
                RemoteException.BadAnswer.class, () -> sync(10, "c1").run());
        assertTrue(e.getMessage().contains("there is more, but not where"), e.getMessage());
        stub.tells(true, true);
        sync(10, "c1").run();
        assertEquals(35, active().size());
    }

    @Test
    void aServerThatNamesOnePageForEverIsNoEndlessLoop() {
        hosts("c1", 1, 35);
        TaxiiFeed feed = new TaxiiFeed(
                "taxii",
                client(stub.uri(), TaxiiCredentials.basic("reader", Secret.of(PASSWORD))),
                List.of("c1"),
                10,
                null);
        String place = feed.next(null, false).cursor();
        stub.misbehave(Misbehaviour.of(Kind.UNUSABLE_NEXT));
        RemoteException e = assertThrows(RemoteException.BadAnswer.class, () -> feed.next(place, false));
        assertTrue(e.getMessage().contains("same page again"), e.getMessage());
        assertEquals(10, feed.next(place, false).indicators().size());
    }

    @Test
    void revokedExpiredAndRemovedIndicatorsLeave() {
        hosts("c1", 1, 4);
        stub.indicator(
                "c1",
                5,
                T0.plusSeconds(5),
                "[domain-name:value = 'h5.example']",
                Map.of("valid_until", NOW.plus(Duration.ofDays(1)).toString()));
        sync(10).run();
        assertEquals(5, active().size());
        stub.indicator(
                "c1", 1, NOW, "[domain-name:value = 'h1.example']", Map.of("created", T0.toString(), "revoked", true));
        stub.indicator("c1", 2, NOW, "[domain-name:value = 'h2b.example']", Map.of("created", T0.toString()));
        stub.remove("c1", TaxiiStub.indicatorId(3));
        clock.advance(Duration.ofDays(2));
        sync(10).run();
        assertEquals(new TreeSet<>(List.of("h2b.example", "h3.example", "h4.example")), active());
        sync(10).reconcile();
        assertEquals(new TreeSet<>(List.of("h2b.example", "h4.example")), active());
        assertEquals(
                EnumSet.of(LeaveReason.MISSING, LeaveReason.EXPIRED, LeaveReason.SUPERSEDED, LeaveReason.DEACTIVATED),
                store.history(10).stream()
                        .map(HistoryEntry::left)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(LeaveReason.class))));
        assertEquals(4, store.history(10).size());
    }

    @Test
    void fieldsOfAnIndicatorAreKept() {
        stub.indicator(
                "c1",
                1,
                T0,
                "[file:hashes.MD5 = 'ABCDEF0123456789ABCDEF0123456789']",
                Map.of(
                        "name", "a name",
                        "description", "what it is",
                        "confidence", 85,
                        "labels", List.of("apt"),
                        "indicator_types", List.of("malicious-activity"),
                        "object_marking_refs",
                                List.of(
                                        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
                                        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"),
                        "external_references", List.of(Map.of("source_name", "s", "url", "https://report.example/1"))));
        sync(10).run();
        store.forEachActive(stored -> {
            assertEquals("Malware", stored.indicator().owner());
            assertEquals("abcdef0123456789abcdef0123456789", stored.indicator().value());
            assertEquals(TaxiiStub.indicatorId(1), stored.indicator().sourceId());
            assertEquals(T0, stored.indicator().added());
            assertEquals(85, stored.indicator().confidence());
            assertEquals("what it is", stored.indicator().notes().description());
            assertEquals(
                    List.of("apt", "malicious-activity"),
                    stored.indicator().notes().tags());
            assertEquals("AMBER+STRICT", stored.indicator().notes().tlp());
            assertEquals("https://report.example/1", stored.indicator().notes().link());
        });
        assertEquals(1, store.activeCount());
    }

    @Test
    void malformedIndicatorsAreCountedAndCostNoOther() {
        hosts("c1", 1, 3);
        stub.indicator("c1", 4, T0, "[domain-name:value = ", Map.of());
        stub.indicator("c1", 5, T0, "[domain-name:value = 'x']", Map.of("modified", "yesterday"));
        stub.indicator("c1", 6, T0, "rule x { condition: true }", Map.of("pattern_type", "yara"));
        TaxiiFeed feed = new TaxiiFeed(
                "taxii",
                client(stub.uri(), TaxiiCredentials.basic("reader", Secret.of(PASSWORD))),
                List.of(),
                10,
                null);
        new FeedSync(feed, store, any -> {}).run();
        assertEquals(3, store.activeCount());
        assertEquals(1, feed.leftOut());
        assertEquals(2, feed.problems().size());
        assertTrue(feed.problems().get(0).startsWith("Malware: " + TaxiiStub.indicatorId(4) + ": pattern, character "));
        assertTrue(feed.problems().get(1).endsWith("modified is no time"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED", "DEEP", "ENDLESS", "REDIRECT"})
    void anAnswerThatIsNoneIsSaidAndTheNextRunGoesOn(Kind kind) {
        hosts("c1", 1, 35);
        sync(10, "c1").run();
        TreeSet<String> before = active();
        hosts("c1", 36, 60);
        for (int request = 0; request < 4; request++) {
            int at = request;
            int[] count = {0};
            stub.beforeAnswer(() -> {
                if (++count[0] == at) {
                    stub.misbehave(new Misbehaviour(kind, 0, "http://elsewhere.invalid/"));
                }
            });
            if (request == 0) {
                stub.misbehave(new Misbehaviour(kind, 0, "http://elsewhere.invalid/"));
            }
            ThorException e =
                    assertThrows(ThorException.class, () -> sync(10, "c1").run());
            assertTrue(e instanceof RemoteException.BadAnswer, e::toString);
            assertTrue(active().containsAll(before));
            assertEquals(e.getMessage(), store.feed("taxii").lastError());
        }
        stub.beforeAnswer(() -> {});
        sync(10, "c1").run();
        assertEquals(60, active().size());
    }

    @Test
    void aServerInTroubleIsAskedAgainAsItWishes() {
        hosts("c1", 1, 3);
        stub.misbehave(Misbehaviour.status(503, "7"), Misbehaviour.status(429, "3"));
        assertEquals(3, sync(10).run().counts().added());
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(3)), waits);
        stub.misbehave(Misbehaviour.status(429, "3600"));
        RemoteException.ServerFailure e = assertThrows(RemoteException.ServerFailure.class, () -> sync(10).run());
        assertEquals(Duration.ofHours(1), e.retryAfter());
    }

    @Test
    void aSilentServerIsGivenUp() {
        transport.close();
        transport = ApacheTransport.builder()
                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(300))
                .build();
        stub.misbehave(Misbehaviour.of(Kind.SILENT), Misbehaviour.of(Kind.SILENT), Misbehaviour.of(Kind.SILENT));
        assertThrows(RemoteException.Unreachable.class, () -> sync(10).run());
    }

    @Test
    void noRootElsewhereIsAsked() {
        hosts("c1", 1, 3);
        stub.misbehave(Misbehaviour.of(Kind.FOREIGN_NEXT));
        RemoteException e = assertThrows(RemoteException.BadAnswer.class, () -> sync(10).run());
        assertTrue(e.getMessage().contains("elsewhere: https://elsewhere.invalid"), e.getMessage());
        assertEquals(List.of("/taxii2/"), stub.requests());
    }

    @Test
    void anApiRootMayBeNamedItself() {
        hosts("c1", 1, 3);
        TaxiiClient client = client(stub.uri().resolve("/api1"), TaxiiCredentials.basic("reader", Secret.of(PASSWORD)));
        new FeedSync(new TaxiiFeed("taxii", client, List.of(), 10, null), store, any -> {}).run();
        assertEquals(3, store.activeCount());
    }

    @Test
    void aPageOfAWebSiteIsNoTaxii() {
        try (io.thor4j.threatintel.stub.ThorCloudStub other =
                io.thor4j.threatintel.stub.ThorCloudStub.start(0, Secret.of("x"))) {
            other.put("s", 1, "successful", null, Map.of());
            TaxiiClient client = client(other.uri().resolve("/api/v1/scan/search/"), TaxiiCredentials.NONE);
            assertThrows(RemoteException.class, client::apiRoots);
        }
        stub.collection("c9", "Nine", true);
        RemoteException e =
                assertThrows(RemoteException.class, () -> sync(10, "Ten").run());
        assertTrue(e.getMessage().contains("there is no collection Ten"), e.getMessage());
        RemoteException closed =
                assertThrows(RemoteException.class, () -> sync(10, "Closed").run());
        assertTrue(closed.getMessage().contains("may not read the collection Closed"), closed.getMessage());
    }

    @Test
    void secretsAreInNoLogAndNoError() {
        try (LogCapture log = new LogCapture();
                TaxiiStub tokens = TaxiiStub.startWithToken(0, "Token", Secret.of("t0p-s3cret"))) {
            hosts("c1", 1, 3);
            stub.misbehave(Misbehaviour.status(503, null), Misbehaviour.of(Kind.DROP));
            sync(10).run();
            RemoteException e = assertThrows(
                    RemoteException.Unauthorised.class,
                    client(tokens.uri(), TaxiiCredentials.token("Bearer", Secret.of("t0p-s3cret")))::apiRoots);
            assertTrue(e.getMessage().contains("the user or token is not known"), e.getMessage());
            assertEquals(
                    1,
                    client(tokens.uri(), TaxiiCredentials.token("Token", Secret.of("t0p-s3cret")))
                            .apiRoots()
                            .size());
            String text = log.text() + e;
            assertTrue(text.contains("HTTP 503"), "nothing was logged at all");
            assertFalse(text.contains(PASSWORD), "the password was logged");
            assertFalse(text.contains("cmVhZGVy"), "the password was logged in Base64");
            assertFalse(text.contains("t0p-s3cret"), "the token was logged");
        }
    }
}
