package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.Secret;
import io.thor4j.threatintel.http.ApacheTransport;
import io.thor4j.threatintel.http.Retry;
import io.thor4j.threatintel.store.Databases;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A platform whose indicators appear, change, are deactivated, deleted, made again, given to another owner, and expire, also while a run
 * reads them and while the server fails: after every undisturbed run the active set is the model's.
 */
class SyncModelTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Secret KEY = Secret.of("model");

    @AfterContainer
    static void stop() {
        Databases.stop();
    }

    /** What happens, to an indicator or to the platform. */
    enum Kind {
        PUT,
        DEACTIVATE,
        DELETE,
        OWNER,
        EXPIRING,
        FALSE_POSITIVE,
        TIME,
        LONG_TIME,
        SYNC,
        SYNC_WHILE_CHANGING,
        SYNC_FAILS,
        RECONCILE
    }

    record Action(Kind kind, int number) {}

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.just(Kind.PUT)),
                net.jqwik.api.Tuple.of(12, Arbitraries.of(Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 12))
                .as(Action::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void theActiveSetIsTheModelsOnSqlite(@ForAll("actions") List<Action> actions) {
        run(Databases.SQLITE, actions);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void theActiveSetIsTheModelsOnPostgresql(@ForAll("actions") List<Action> actions) {
        run(Databases.POSTGRESQL, actions);
    }

    /** One indicator of the platform, which the model holds as it should be seen. */
    private record Known(String owner, String value, boolean active, boolean falsePositive, Instant expires) {}

    private static void run(Databases database, List<Action> actions) {
        MovableClock clock = new MovableClock(T0);
        try (Platform platform = new Platform(clock);
                IndicatorStore store = database.open(ExpiryPolicy.NONE, clock);
                ApacheTransport transport = ApacheTransport.builder().build()) {
            ThreatConnectClient client = ThreatConnectClient.builder(
                            platform.stub.uri(), ThreatConnectCredentials.hmac("1", KEY), transport)
                    .clock(clock)
                    .pageSize(3)
                    .retry(new Retry(1, clock, () -> 0, time -> {}))
                    .build();
            FeedSync sync =
                    new FeedSync(new ThreatConnectFeed("tc", client, List.of(), "", null, true), store, any -> {});
            for (Action action : actions) {
                step(platform, sync, action);
            }
            // Two runs: the first may have been disturbed by what came before it.
            platform.stub.beforeAnswer(() -> {});
            clock.advance(Duration.ofSeconds(1));
            sync.run();
            sync.run();
            assertEquals(platform.expected(), active(store), () -> "after " + actions);
            sync.reconcile();
            assertEquals(platform.expected(), active(store), () -> "after a full run after " + actions);
        }
    }

    private static void step(Platform platform, FeedSync sync, Action action) {
        switch (action.kind()) {
            case SYNC -> sync.run();
            case RECONCILE -> sync.reconcile();
            case SYNC_WHILE_CHANGING -> {
                int[] page = {0};
                platform.stub.beforeAnswer(() -> platform.change(
                        Kind.values()[(action.number() + page[0]) % 6], 1 + (action.number() + page[0]++ * 5) % 12));
                sync.run();
                platform.stub.beforeAnswer(() -> {});
            }
            case SYNC_FAILS -> {
                Misbehaviour[] wrong = new Misbehaviour[1];
                wrong[0] = action.number() % 2 == 0
                        ? Misbehaviour.status(503, null)
                        : Misbehaviour.of(Misbehaviour.Kind.TRUNCATED);
                int[] before = {action.number() % 4};
                platform.stub.beforeAnswer(() -> {
                    if (before[0]-- == 0) {
                        platform.stub.misbehave(wrong);
                    }
                });
                try {
                    sync.run();
                } catch (RemoteException e) {
                    assertEquals(true, String.valueOf(e.getMessage()).length() > 10);
                }
                platform.stub.beforeAnswer(() -> {});
                platform.stub.forgetMisbehaviours();
            }
            default -> platform.change(action.kind(), action.number());
        }
    }

    private static TreeSet<String> active(IndicatorStore store) {
        TreeSet<String> found = new TreeSet<>();
        store.forEachActive(stored ->
                found.add(stored.indicator().owner() + " " + stored.indicator().value()));
        return found;
    }

    /** The stub, and beside it what should be seen of it. */
    private static final class Platform implements AutoCloseable {
        final ThreatConnectStub stub;
        private final MovableClock clock;
        private final Map<Long, Known> model = new HashMap<>();
        /** An indicator that is made again has another id, as on the platform. */
        private final Map<Integer, Long> ids = new HashMap<>();

        private long nextId = 9007199254918487L;

        Platform(MovableClock clock) {
            this.clock = clock;
            stub = ThreatConnectStub.start(0, "1", KEY, clock);
        }

        void change(Kind kind, int number) {
            Long id = ids.get(number);
            Known known = id == null ? null : model.get(id);
            switch (kind) {
                case TIME -> clock.advance(Duration.ofSeconds(number));
                case LONG_TIME -> clock.advance(Duration.ofHours(number));
                case DELETE -> {
                    if (id != null) {
                        stub.delete(id, clock.instant());
                        model.remove(id);
                        ids.remove(number);
                        // The same value in the same second again would be the same indicator to every client.
                        clock.advance(Duration.ofSeconds(1));
                    }
                }
                case PUT -> put(number, new Known("A", value(number), true, false, null));
                case OWNER -> {
                    if (known != null) {
                        put(number, new Known("A".equals(known.owner()) ? "B" : "A", known.value(), true, false, null));
                    }
                }
                case DEACTIVATE -> {
                    if (known != null) {
                        put(number, new Known(known.owner(), known.value(), false, false, known.expires()));
                    }
                }
                case EXPIRING ->
                    put(
                            number,
                            new Known(
                                    known == null ? "A" : known.owner(),
                                    value(number),
                                    true,
                                    false,
                                    clock.instant().plus(Duration.ofHours(number))));
                case FALSE_POSITIVE ->
                    put(number, new Known(known == null ? "A" : known.owner(), value(number), true, true, null));
                default -> throw new IllegalArgumentException(kind.name());
            }
        }

        private static String value(int number) {
            return "h" + number + ".example";
        }

        private void put(int number, Known known) {
            long id = ids.computeIfAbsent(number, any -> nextId++);
            model.put(id, known);
            Map<String, Object> more = new HashMap<>();
            more.put("hostName", known.value());
            more.put("active", known.active());
            more.put("falsePositiveFlag", known.falsePositive());
            if (known.expires() != null) {
                more.put("externalDateExpires", known.expires().toString());
            }
            stub.put(id, known.owner(), "Host", known.value(), clock.instant(), more);
        }

        TreeSet<String> expected() {
            TreeSet<String> expected = new TreeSet<>();
            for (Known known : model.values()) {
                boolean over = known.expires() != null
                        && !Objects.requireNonNull(known.expires()).isAfter(clock.instant());
                if (known.active() && !known.falsePositive() && !over) {
                    expected.add(known.owner() + " " + known.value());
                }
            }
            return expected;
        }

        @Override
        public void close() {
            stub.close();
        }
    }
}
