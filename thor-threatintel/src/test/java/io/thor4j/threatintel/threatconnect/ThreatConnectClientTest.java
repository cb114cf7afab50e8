package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.LogCapture;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.Misbehaviour.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreatConnectClientTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final IndicatorListing ALL = new IndicatorListing(Tql.ALL, true, IndicatorListing.STORE_FIELDS);
    private final StubFixture fixture = new StubFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private List<Long> read(ThreatConnectClient client, IndicatorListing listing) {
        List<Long> ids = new ArrayList<>();
        client.forEach(listing, ListingCursor.START, indicator -> ids.add(indicator.id()));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void everyIndicatorComesOnceWhateverThePageSize(int pageSize) {
        /* Seconds with 1 to 9 indicators, so that pages end inside them and some hold more than a page. */
        long id = 0;
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i <= second % 9; i++) {
                fixture.host(++id, T0.plusSeconds(second));
            }
        }
        List<Long> ids = read(fixture.client().pageSize(pageSize).build(), ALL);
        assertEquals(
                LongStream.rangeClosed(1, id).boxed().toList(),
                ids.stream().sorted().toList());
    }

    @Test
    void nothingIsSkippedWhileDataChanges() {
        for (long id = 1; id <= 300; id++) {
            fixture.host(id, T0.plusSeconds(id / 10));
        }
        Random random = new Random(7);
        int[] step = {0};
        fixture.stub.beforeAnswer(() -> {
            /* Each page sees another world: one indicator moves to the end, one is new, one is gone. */
            Instant now = T0.plusSeconds(1000 + step[0]++);
            fixture.host(1 + random.nextInt(300), now);
            fixture.host(1000 + step[0], now);
            fixture.stub.delete(301L + random.nextInt(50), now);
        });
        Set<Long> ids = new HashSet<>(read(fixture.client().pageSize(20).build(), ALL));
        assertTrue(ids.containsAll(LongStream.rangeClosed(1, 300).boxed().toList()));
    }

    @Test
    void theNextRunReadsOnlyWhatChanged() {
        fixture.host(1, T0);
        fixture.host(2, T0.plusSeconds(1));
        ThreatConnectClient client = fixture.client().build();
        ListingCursor cursor = client.forEach(ALL, ListingCursor.START, any -> {});
        assertEquals("AFTER " + T0.plusSeconds(1).getEpochSecond() + " - 0 ", cursor.toText());
        fixture.host(3, T0.plusSeconds(2));
        List<Long> ids = new ArrayList<>();
        client.forEach(ALL, ListingCursor.parse(cursor.toText()), indicator -> ids.add(indicator.id()));
        assertEquals(List.of(3L), ids);
    }

    @Test
    void aSecondThatIsNotOverIsReadAgain() {
        Instant current = StubFixture.NOW.minusSeconds(1);
        fixture.host(1, current);
        ThreatConnectClient client = fixture.client().build();
        ListingCursor cursor = client.forEach(ALL, ListingCursor.START, any -> {});
        fixture.host(2, current);
        List<Long> ids = new ArrayList<>();
        client.forEach(ALL, cursor, indicator -> ids.add(indicator.id()));
        assertEquals(Set.of(1L, 2L), Set.copyOf(ids));
    }

    /** One indicator with a time in the far future would otherwise hide all changes until then. */
    @Test
    void aTimeInTheFutureHidesNothing() {
        fixture.host(1, StubFixture.NOW.plus(Duration.ofDays(3650)));
        ThreatConnectClient client = fixture.client().build();
        ListingCursor cursor = client.forEach(ALL, ListingCursor.START, any -> {});
        fixture.host(2, StubFixture.NOW.minusSeconds(1));
        List<Long> ids = new ArrayList<>();
        client.forEach(ALL, cursor, indicator -> ids.add(indicator.id()));
        assertEquals(List.of(2L, 1L), ids);
    }

    @Test
    void theServersClockSaysWhichSecondIsOver() {
        // Within the five minutes that the server accepts, so that nothing is corrected.
        Instant theirs = StubFixture.NOW.minusSeconds(240);
        fixture.stub.clock(Clock.fixed(theirs, ZoneOffset.UTC));
        fixture.host(1, theirs);
        ThreatConnectClient client = fixture.client().build();
        ListingCursor cursor = client.forEach(ALL, ListingCursor.START, any -> {});
        fixture.host(2, theirs);
        List<Long> ids = new ArrayList<>();
        client.forEach(ALL, cursor, indicator -> ids.add(indicator.id()));
        assertEquals(Set.of(1L, 2L), Set.copyOf(ids));
    }

    /** Found by SyncModelTest: an import that fills pages with one second that is not over hid what came after it. */
    @Test
    void aFullSecondThatIsNotOverHidesNothingAfterIt() {
        for (long id = 1; id <= 7; id++) {
            fixture.host(id, StubFixture.NOW.minusSeconds(7));
        }
        fixture.host(8, StubFixture.NOW.minusSeconds(1));
        ThreatConnectClient client = fixture.client().pageSize(3).build();
        List<Long> ids = new ArrayList<>();
        ListingCursor cursor = client.forEach(ALL, ListingCursor.START, indicator -> ids.add(indicator.id()));
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), ids.stream().sorted().toList());
        assertEquals(ListingCursor.since(StubFixture.NOW.minusSeconds(30)), cursor);
    }

    @Test
    void idsBeyondDoublesStayExact() {
        fixture.stub.put(9007199254918487L, "Demo", "Address", "67.43.156.12", T0, Map.of("ip", "67.43.156.12"));
        fixture.stub.put(9007199254918489L, "Demo", "Address", "67.43.156.13", T0, Map.of("ip", "67.43.156.13"));
        Map<Long, String> found = new HashMap<>();
        fixture.client().build().forEach(ALL, ListingCursor.START, i -> found.put(i.id(), i.value()));
        assertEquals(Map.of(9007199254918487L, "67.43.156.12", 9007199254918489L, "67.43.156.13"), found);
    }

    @Test
    void inactiveOnesAreListedOnlyWhenAskedFor() {
        fixture.host(1, T0);
        fixture.stub.put(2, "Demo", "Host", "gone.example", T0, Map.of("active", false));
        ThreatConnectClient client = fixture.client().build();
        assertEquals(List.of(1L), read(client, ALL));
        assertEquals(List.of(2L), read(client, new IndicatorListing(Tql.ALL, false, List.of())));
    }

    @Test
    void anOrInTheFilterDoesNotOpenTheTime() {
        fixture.host(1, T0);
        fixture.host(2, T0.plusSeconds(10));
        IndicatorListing either = new IndicatorListing(
                Tql.ALL.andFilter("summary = \"h1.example\" OR summary = \"h2.example\""), true, List.of());
        List<Long> ids = new ArrayList<>();
        fixture.client()
                .build()
                .forEach(either, ListingCursor.since(T0.plusSeconds(5)), indicator -> ids.add(indicator.id()));
        assertEquals(List.of(2L), ids);
    }

    @Test
    void aVeryLongFilterGoesIntoTheBody() {
        fixture.host(1, T0);
        List<String> owners = new ArrayList<>(List.of("Demo"));
        for (int i = 0; i < 200; i++) {
            owners.add("Owner number " + i);
        }
        IndicatorListing listing = new IndicatorListing(Tql.ALL.andIn("ownerName", owners), true, List.of());
        assertEquals(List.of(1L), read(fixture.client().build(), listing));
        assertEquals(List.of("/api/v3/indicators"), fixture.stub.requests());
    }

    @Test
    void whatWasDeletedIsReadOverAllPages() {
        for (long id = 1; id <= 5; id++) {
            fixture.host(id, T0);
            fixture.stub.delete(id, T0.plusSeconds(100 + id));
        }
        ThreatConnectClient client = fixture.client().pageSize(2).build();
        List<String> values = new ArrayList<>();
        String next = null;
        do {
            DeletedPage page = client.deleted("Demo", T0.plusSeconds(102), next);
            page.deleted().forEach(entry -> values.add(entry.key().value()));
            next = page.next();
        } while (next != null);
        assertEquals(List.of("h2.example", "h3.example", "h4.example", "h5.example"), values);
    }

    @ParameterizedTest
    @EnumSource(names = {"FOREIGN_NEXT", "UNUSABLE_NEXT"})
    void noSignedRequestGoesElsewhere(Kind kind) {
        for (long id = 1; id <= 5; id++) {
            fixture.host(id, T0);
            fixture.stub.delete(id, T0);
        }
        fixture.stub.misbehave(Misbehaviour.of(kind));
        ThreatConnectClient client = fixture.client().pageSize(3).build();
        DeletedPage first = client.deleted(null, T0, null);
        assertEquals(2, client.deleted(null, T0, first.next()).deleted().size());
        assertTrue(String.valueOf(first.next()).startsWith("/api/v3/indicators/deleted?"));
    }

    @Test
    void aWrongClockIsCorrectedOnce() {
        fixture.host(1, T0);
        fixture.stub.clock(Clock.fixed(StubFixture.NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC));
        ThreatConnectClient client = fixture.client().build();
        assertEquals(List.of(1L), read(client, ALL));
        assertEquals(2, fixture.stub.requests().size());
        read(client, ALL);
        assertEquals(3, fixture.stub.requests().size());
    }

    @Test
    void aWrongKeyIsNotTriedTwice() {
        ThreatConnectClient client = ThreatConnectClient.builder(
                        fixture.stub.uri(),
                        ThreatConnectCredentials.hmac(StubFixture.ACCESS_ID, Secret.of("wrong")),
                        fixture.transport)
                .clock(Clock.fixed(StubFixture.NOW, ZoneOffset.UTC))
                .build();
        RemoteException e = assertThrows(RemoteException.Unauthorised.class, () -> read(client, ALL));
        assertTrue(e.getMessage().contains("Signature did not match"), e.getMessage());
        assertEquals(1, fixture.stub.requests().size());
    }

    @Test
    void aFilterThatTheServerRefusesIsSaidWithItsWords() {
        IndicatorListing listing = new IndicatorListing(Tql.ALL.andFilter("summary ~ 3"), true, List.of());
        RemoteException.Refused e = assertThrows(
                RemoteException.Refused.class, () -> read(fixture.client().build(), listing));
        assertEquals(400, e.status());
        assertTrue(e.getMessage().contains("unknown operator"), e.getMessage());
        assertEquals(1, fixture.stub.requests().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aServerInTroubleIsAskedAgainAndSignedAnew(int status) {
        fixture.host(1, T0);
        fixture.stub.misbehave(Misbehaviour.status(status, null), Misbehaviour.status(status, "7"));
        assertEquals(List.of(1L), read(fixture.client().build(), ALL));
        assertEquals(List.of(Duration.ofMillis(1500), Duration.ofSeconds(7)), fixture.waits);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP", "CUT"})
    void aBrokenConnectionIsTriedAgain(Kind kind) {
        for (long id = 1; id <= 50; id++) {
            fixture.host(id, T0);
        }
        fixture.stub.misbehave(Misbehaviour.of(kind), Misbehaviour.of(kind));
        assertEquals(50, read(fixture.client().build(), ALL).size());
    }

    @Test
    void aServerThatStaysInTroubleIsGivenUp() {
        fixture.stub.misbehave(
                Misbehaviour.status(503, null), Misbehaviour.status(503, null), Misbehaviour.status(503, null));
        RemoteException e = assertThrows(
                RemoteException.ServerFailure.class, () -> read(fixture.client().build(), ALL));
        assertTrue(e.getMessage().contains("HTTP 503 after 3 attempts"), e.getMessage());
        assertTrue(e.getMessage().contains("told to fail"), e.getMessage());
    }

    @Test
    void aServerThatAsksForAnHourIsLeftAlone() {
        fixture.stub.misbehave(Misbehaviour.status(429, "3600"));
        assertThrows(
                RemoteException.ServerFailure.class, () -> read(fixture.client().build(), ALL));
        assertEquals(List.of(), fixture.waits);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED", "DEEP", "ENDLESS", "HUGE_NUMBER", "TWICE", "UNFILTERED"})
    void anAnswerThatIsNoneIsSaidAndTheNextRunGoesOn(Kind kind) {
        for (long id = 1; id <= 100; id++) {
            fixture.host(id, T0.plusSeconds(id % 10));
        }
        fixture.stub.misbehave(Misbehaviour.of(kind));
        ThreatConnectClient client = fixture.client().pageSize(30).build();
        RemoteException e = assertThrows(RemoteException.BadAnswer.class, () -> read(client, ALL));
        assertTrue(e.getMessage().contains("nothing of "), e.getMessage());
        assertEquals(100, read(client, ALL).size());
    }

    @Test
    void whatTheServerSaysOfItsCountChangesNothing() {
        for (long id = 1; id <= 10; id++) {
            fixture.host(id, T0.plusSeconds(id));
        }
        fixture.stub.misbehave(Misbehaviour.of(Kind.LYING_COUNT), Misbehaviour.of(Kind.LYING_COUNT));
        assertEquals(10, read(fixture.client().pageSize(4).build(), ALL).size());
    }

    /** The same indicators whatever is asked, and always a next page. */
    @Test
    void aListWithoutEndIsGivenUp() {
        for (long id = 1; id <= 10; id++) {
            fixture.host(id, T0.plusSeconds(id));
            fixture.stub.delete(id + 100, T0);
        }
        fixture.stub.misbehave(Misbehaviour.of(Kind.SAME_PAGE));
        assertEquals(10, read(fixture.client().pageSize(4).build(), ALL).size());
        fixture.stub.delete(1, T0.plusSeconds(100));
        ThreatConnectClient client = fixture.client().pageSize(4).build();
        String next = null;
        // It is asked for what follows, never for the same again, and not for ever.
        Set<String> asked = new HashSet<>();
        for (int page = 0; page < 20; page++) {
            next = client.deleted(null, T0, next).next();
            assertTrue(asked.add(String.valueOf(next)), String.valueOf(next));
        }
        String far = String.valueOf(next).replaceFirst("resultStart=\\d+", "resultStart=50000000");
        RemoteException e = assertThrows(RemoteException.BadAnswer.class, () -> client.deleted(null, T0, far));
        assertTrue(e.getMessage().contains("has no end"), e.getMessage());
        fixture.stub.forgetMisbehaviours();
        assertEquals(null, client.deleted(null, T0, far).next());
    }

    @Test
    void noRedirectIsFollowed() {
        fixture.stub.misbehave(new Misbehaviour(Kind.REDIRECT, 0, "http://elsewhere.invalid/"));
        RemoteException e = assertThrows(
                RemoteException.BadAnswer.class, () -> read(fixture.client().build(), ALL));
        assertTrue(e.getMessage().contains("elsewhere (HTTP 302)"), e.getMessage());
    }

    @Test
    void aSilentServerIsGivenUp() {
        try (StubFixture slow = new StubFixture(Duration.ofMillis(300))) {
            slow.stub.misbehave(
                    Misbehaviour.of(Kind.SILENT), Misbehaviour.of(Kind.SILENT), Misbehaviour.of(Kind.SILENT));
            assertThrows(
                    RemoteException.Unreachable.class, () -> read(slow.client().build(), ALL));
        }
    }

    @Test
    void secretsAreInNoLog() {
        try (LogCapture log = new LogCapture()) {
            fixture.host(1, T0);
            fixture.stub.misbehave(Misbehaviour.status(503, null), Misbehaviour.of(Kind.DROP));
            read(fixture.client().build(), ALL);
            ThreatConnectClient token = ThreatConnectClient.builder(
                            fixture.stub.uri(),
                            ThreatConnectCredentials.token(Secret.of("T0ken/+x")),
                            fixture.transport)
                    .build();
            RemoteException e = assertThrows(RemoteException.Unauthorised.class, () -> read(token, ALL));
            String text = log.text() + e;
            assertTrue(text.contains("HTTP 503"), "nothing was logged at all");
            assertTrue(text.contains("org.apache.hc."), "HttpClient logged nothing, and so proves nothing");
            assertFalse(text.contains(StubFixture.KEY), text);
            assertFalse(text.contains("T0ken"), text);
            assertFalse(text.contains("TC " + StubFixture.ACCESS_ID), "a signature was logged");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "https://u:p@host", "https://host/other", "host"})
    void anAddressThatIsNoneIsRefused(String address) {
        URI uri = URI.create(address);
        ThreatConnectCredentials credentials = ThreatConnectCredentials.token(Secret.of("t"));
        assertThrows(
                IllegalArgumentException.class, () -> ThreatConnectClient.builder(uri, credentials, fixture.transport));
    }
}
