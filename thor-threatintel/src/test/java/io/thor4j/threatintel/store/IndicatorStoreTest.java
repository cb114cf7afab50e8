package io.thor4j.threatintel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorKey;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.store.PageUpdate.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndicatorStoreTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private final MovableClock clock = new MovableClock(T0);

    @AfterAll
    static void stop() {
        Databases.stop();
    }

    private static Indicator host(String value, String id, Instant modified) {
        return change(value, id, modified, true, false, null, false);
    }

    private static Indicator change(
            String value, String id, Instant modified, boolean active, boolean fp, Instant expires, boolean locked) {
        return new Indicator(
                "Demo",
                "Host",
                value,
                id,
                T0,
                modified,
                expires,
                null,
                active,
                locked,
                fp,
                4.5,
                70,
                null,
                new Indicator.Notes("d\u00e9", List.of("a", "b"), "AMBER", "https://x"));
    }

    private static PageUpdate page(String before, String after, Indicator... indicators) {
        return new PageUpdate("tc", false, before, after, true, List.of(indicators), List.of());
    }

    private static List<String> active(IndicatorStore store) {
        TreeSet<String> values = new TreeSet<>();
        store.forEachActive(stored -> values.add(stored.indicator().value()));
        assertEquals(values.size(), store.activeCount());
        return List.copyOf(values);
    }

    private static List<String> history(IndicatorStore store) {
        List<String> lines = new ArrayList<>();
        store.history(100).forEach(entry -> lines.add(entry.key().value() + " " + entry.left()));
        return lines;
    }

    @ParameterizedTest
    @EnumSource
    void anIndicatorComesBackAsItWas(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.DEFAULT, clock)) {
            Indicator indicator = host("a.example", "9007199254918487", T0);
            store.apply(page(null, "1", indicator));
            List<StoredIndicator> all = new ArrayList<>();
            store.forEachActive(all::add);
            assertEquals(List.of(new StoredIndicator("tc", indicator, T0.plus(Duration.ofDays(90)), null, false)), all);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameValueOfTwoOwnersAndTypesIsFourIndicators(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            List<Indicator> four = new ArrayList<>();
            for (String owner : List.of("A", "B")) {
                for (String type : List.of("Mutex", "Hashtag")) {
                    four.add(Indicator.of(owner, type, "same", T0));
                }
            }
            store.apply(page(null, "1", four.toArray(Indicator[]::new)));
            assertEquals(4, store.activeCount());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOlderVersionChangesNothing(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(
                    null, "1", change("a", "1", T0.plusSeconds(9), false, false, null, false), host("b", "2", T0)));
            store.apply(page("1", "2", host("b", "2", T0.plusSeconds(5))));
            store.apply(page("2", "3", change("b", "2", T0.plusSeconds(4), false, false, null, false)));
            assertEquals(List.of("b"), active(store));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonToLeaveIsRemembered(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(
                    null,
                    "1",
                    host("deact", "1", T0),
                    host("del", "2", T0),
                    host("fp", "3", T0),
                    host("old", "4", T0),
                    change("exp", "5", T0, true, false, T0.plusSeconds(60), false),
                    host("stays", "6", T0)));
            store.apply(new PageUpdate(
                    "tc",
                    false,
                    "1",
                    "2",
                    true,
                    List.of(
                            change("deact", "1", T0.plusSeconds(1), false, false, null, false),
                            change("fp", "3", T0.plusSeconds(1), true, true, null, false),
                            host("new", "4", T0.plusSeconds(1))),
                    List.of(new Removal(new IndicatorKey("Demo", "Host", "del"), null))));
            assertEquals(List.of("exp", "new", "stays"), active(store));
            clock.advance(Duration.ofSeconds(60));
            assertEquals(List.of("new", "stays"), active(store));
            assertEquals(1, store.sweep());
            assertEquals(0, store.sweep());
            assertEquals(
                    List.of("deact DEACTIVATED", "del DELETED", "exp EXPIRED", "fp FALSE_POSITIVE", "old SUPERSEDED"),
                    history(store).stream().sorted().toList());
            store.apply(page("2", "3", host("deact", "1", T0.plusSeconds(2))));
            assertEquals("deact null", history(store).get(0));
            clock.advance(Duration.ofDays(1));
            assertEquals(4, store.forget(clock.instant()));
            assertEquals(List.of("deact", "new", "stays"), active(store));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionDoesNotTakeWhatWasMadeAgain(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(null, "1", host("a", "1", T0)));
            Removal earlier = new Removal(new IndicatorKey("Demo", "Host", "a"), T0.minusSeconds(1));
            store.apply(new PageUpdate("tc", false, "1", "2", true, List.of(), List.of(earlier)));
            assertEquals(List.of("a"), active(store));
            Removal same = new Removal(new IndicatorKey("Demo", "Host", "a"), T0);
            store.apply(new PageUpdate("tc", false, "2", "3", true, List.of(), List.of(same)));
            assertEquals(List.of(), active(store));
        }
    }

    /** Found by the simulated year: a record of a deletion has no id, and names what the store knows by another owner or fewer hashes. */
    @ParameterizedTest
    @EnumSource
    void whatWasGivenAwayAndThenDeletedIsFound(Databases database) {
        String md5 = "0123456789abcdef0123456789abcdef";
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            Indicator file = new Indicator(
                    "Demo",
                    "File",
                    md5,
                    "7",
                    T0,
                    T0,
                    null,
                    null,
                    true,
                    false,
                    false,
                    null,
                    null,
                    null,
                    Indicator.Notes.NONE);
            store.apply(page(null, "1", host("a", "1", T0), host("b", "2", T0), file));
            List<Removal> removals = List.of(
                    new Removal(new IndicatorKey("Another", "Host", "a"), T0),
                    new Removal(new IndicatorKey("Another", "Host", "b"), T0.plusSeconds(1)),
                    new Removal(new IndicatorKey("Demo", "File", md5 + " : " + md5 + md5), T0));
            store.apply(new PageUpdate("tc", false, "1", "2", true, List.of(), removals));
            assertEquals(List.of("b"), active(store));
            assertEquals(
                    List.of(md5 + " DELETED", "a DELETED"),
                    history(store).stream().sorted().toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionThatIsReadTwiceTakesNoOtherOwners(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            List<Indicator> two = new ArrayList<>();
            for (String owner : List.of("A", "B")) {
                two.add(new Indicator(
                        owner,
                        "Host",
                        "same",
                        owner,
                        T0,
                        T0,
                        null,
                        null,
                        true,
                        false,
                        false,
                        null,
                        null,
                        null,
                        Indicator.Notes.NONE));
            }
            store.apply(page(null, "1", two.toArray(Indicator[]::new)));
            List<Removal> removals = List.of(new Removal(new IndicatorKey("A", "Host", "same"), T0));
            store.apply(new PageUpdate("tc", false, "1", "2", true, List.of(), removals));
            store.apply(new PageUpdate("tc", false, "2", "3", true, List.of(), removals));
            assertEquals(1, store.activeCount());
        }
    }

    @ParameterizedTest
    @EnumSource
    void pinnedOnesStayAndOurFalsePositivesGo(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(null, "1", host("pin", "1", T0), host("fp", "2", T0)));
            assertTrue(store.pin("tc", new IndicatorKey("Demo", "Host", "pin"), true));
            assertTrue(store.falsePositive("tc", new IndicatorKey("Demo", "Host", "fp"), true));
            assertFalse(store.pin("tc", new IndicatorKey("Demo", "Host", "none"), true));
            store.apply(page(
                    "1",
                    "2",
                    change("pin", "1", T0.plusSeconds(1), false, false, null, false),
                    host("fp", "2", T0.plusSeconds(1))));
            assertEquals(List.of("pin"), active(store));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullRunThatWasEndedTakesNothingAway(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(null, "1", host("a", "1", T0), host("b", "2", T0), host("c", "3", T0)));
            store.apply(new PageUpdate("tc", true, null, "f1", false, List.of(host("a", "1", T0)), List.of()));
            assertEquals(List.of("a", "b", "c"), active(store));
            assertEquals("f1", store.feed("tc").fullCursor());
            store.apply(new PageUpdate("tc", true, "f1", "f2", true, List.of(host("b", "2", T0)), List.of()));
            assertEquals(List.of("a", "b"), active(store));
            assertEquals(List.of("c MISSING"), history(store));
            assertNull(store.feed("tc").fullCursor());
            assertEquals("f2", store.feed("tc").cursor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPageFromAnotherPlaceIsRefused(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            store.apply(page(null, "1", host("a", "1", T0)));
            StoreException e =
                    assertThrows(StoreException.class, () -> store.apply(page(null, "1", host("b", "2", T0))));
            assertTrue(e.getMessage().contains("another run of tc"), e.getMessage());
            assertEquals(List.of("a"), active(store));
            assertEquals("1", store.feed("tc").cursor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherPolicyIsAppliedToWhatIsThere(Databases database) {
        String url = database.fresh();
        try (IndicatorStore store = IndicatorStore.open(url, ExpiryPolicy.NONE, clock)) {
            store.apply(page(null, "1", host("a", "1", T0), change("locked", "2", T0, true, false, null, true)));
        }
        clock.advance(Duration.ofDays(10));
        ExpiryPolicy week = new ExpiryPolicy(Map.of("Host", Duration.ofDays(7)), null, false);
        try (IndicatorStore store = IndicatorStore.open(url, week, clock)) {
            assertEquals(List.of("locked"), active(store));
            assertEquals(1, store.sweep());
        }
        try (IndicatorStore store = IndicatorStore.open(url, ExpiryPolicy.NONE, clock)) {
            assertEquals(List.of("a", "locked"), active(store));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostileTextsAreKept(Databases database) {
        try (IndicatorStore store = database.open(ExpiryPolicy.NONE, clock)) {
            String longUrl = "http://h.example/" + "\u00e9'\"; DROP TABLE thor_indicator; --".repeat(1000);
            store.apply(page(
                    null,
                    "1",
                    Indicator.of("O", "URL", longUrl, T0),
                    Indicator.of("O", "Mutex", "a\0b", T0),
                    Indicator.of("O", "Mutex", "half \ud800", T0)));
            assertEquals(3, store.activeCount());
            assertTrue(active(store).contains(longUrl));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrphanRuleCountsFromTheLastConfirmation(Databases database) {
        ExpiryPolicy policy = new ExpiryPolicy(Map.of(), Duration.ofDays(90), false);
        try (IndicatorStore store = database.open(policy, clock)) {
            store.apply(page(null, "1", host("a", "1", T0), host("b", "2", T0)));
            clock.advance(Duration.ofDays(80));
            store.apply(page("1", "2", host("a", "1", T0)));
            clock.advance(Duration.ofDays(20));
            assertEquals(List.of("a"), active(store));
        }
    }
}
