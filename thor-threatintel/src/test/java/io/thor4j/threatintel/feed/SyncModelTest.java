package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IndicatorKey;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.store.Databases;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * A platform whose indicators appear, change, are deactivated, deleted, made again, given to another owner, marked as false positives, and
 * expire, also while a run reads them and while the server fails; and a store in which people pin them and mark them too. After every
 * single step the store's active set is the model's.
 */
class SyncModelTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Secret KEY = Secret.of("model");
    private static final Duration LIFETIME = Duration.ofHours(20);

    @AfterContainer
    static void stop() {
        Databases.stop();
    }

    /** What happens, to an indicator, to a row of the store, to the time, or a run. */
    enum Step {
        PUT,
        DEACTIVATE,
        DELETE,
        OWNER,
        EXPIRING,
        FALSE_POSITIVE,
        PIN,
        UNPIN,
        MARK,
        UNMARK,
        SWEEP,
        FORGET,
        TIME,
        LONG_TIME,
        SYNC,
        RECONCILE,
        SYNC_WHILE_CHANGING,
        RECONCILE_WHILE_CHANGING,
        SYNC_FAILS,
        RECONCILE_FAILS
    }

    @Provide
    Arbitrary<ActionChain<World>> onSqlite() {
        return chains(Databases.SQLITE);
    }

    @Provide
    Arbitrary<ActionChain<World>> onPostgresql() {
        return chains(Databases.POSTGRESQL);
    }

    private static Arbitrary<ActionChain<World>> chains(Databases database) {
        Arbitrary<Step> steps = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Step.PUT)),
                Tuple.of(6, Arbitraries.just(Step.SYNC)),
                Tuple.of(20, Arbitraries.of(Step.class)));
        Action.Independent<World> action = () -> steps.flatMap(step -> Arbitraries.integers()
                .between(1, 12)
                .map(number -> Transformer.mutate(step + " " + number, world -> world.step(step, number))));
        return ActionChain.startWith(() -> new World(database))
                .withAction(action)
                .withMaxTransformations(40);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
    void theActiveSetIsTheModelsOnSqlite(@ForAll("onSqlite") ActionChain<World> chain) {
        run(chain);
    }

    @Property(tries = 3, shrinking = ShrinkingMode.BOUNDED)
    void theActiveSetIsTheModelsOnPostgresql(@ForAll("onPostgresql") ActionChain<World> chain) {
        run(chain);
    }

    @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
    @Tag("soak")
    void soakOnSqlite(@ForAll("onSqlite") ActionChain<World> chain) {
        run(chain);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    @Tag("soak")
    void soakOnPostgresql(@ForAll("onPostgresql") ActionChain<World> chain) {
        run(chain);
    }

    private static void run(ActionChain<World> chain) {
        World[] last = new World[1];
        try {
            chain.withInvariant("the active set is the model's", world -> {
                        last[0] = world;
                        world.check();
                    })
                    .run();
        } finally {
            if (last[0] != null) {
                last[0].close();
            }
        }
    }

    /** The platform, the store, and what the store is to hold. */
    static final class World implements AutoCloseable {
        private final MovableClock clock = new MovableClock(T0);
        private final ModelPlatform platform = new ModelPlatform(clock, KEY, LIFETIME);
        private final StoreModel model = new StoreModel();
        private final ApacheTransport transport = ApacheTransport.builder().build();
        private final IndicatorStore store;
        private final FeedSync sync;

        World(Databases database) {
            store = database.open(new ExpiryPolicy(Map.of("Host", LIFETIME), null, false), clock);
            ThreatConnectClient client = ThreatConnectClient.builder(
                            platform.stub.uri(), ThreatConnectCredentials.hmac("1", KEY), transport)
                    .clock(clock)
                    .pageSize(3)
                    .retry(Retry.patient().with(1, clock, () -> 0, time -> {}))
                    .build();
            sync = new FeedSync(new ThreatConnectFeed("tc", client, List.of(), "", null, true), store, any -> {});
        }

        void step(Step step, int number) {
            switch (step) {
                case PUT, DEACTIVATE, DELETE, OWNER, EXPIRING, FALSE_POSITIVE -> change(step, number);
                case PIN -> mark(number, key -> store.pin("tc", key, true), model::pin);
                case UNPIN -> mark(number, key -> store.pin("tc", key, false), model::unpin);
                case MARK -> mark(number, key -> store.falsePositive("tc", key, true), model::mark);
                case UNMARK -> mark(number, key -> store.falsePositive("tc", key, false), model::unmark);
                case SWEEP -> store.sweep();
                case FORGET -> store.forget(clock.instant().minus(Duration.ofHours(number)));
                case TIME -> clock.advance(Duration.ofSeconds(number));
                case LONG_TIME -> clock.advance(Duration.ofHours(number));
                case SYNC -> undisturbed(sync::run);
                case RECONCILE -> {
                    sync.reconcile();
                    // The rest of a full run that was ended says nothing of what changed before its place.
                    undisturbed(sync::run);
                }
                case SYNC_WHILE_CHANGING -> whileChanging(number, sync::run);
                case RECONCILE_WHILE_CHANGING -> whileChanging(number, sync::reconcile);
                case SYNC_FAILS -> failing(number, sync::run);
                case RECONCILE_FAILS -> failing(number, sync::reconcile);
                default -> throw new IllegalArgumentException(step.name());
            }
        }

        private void change(Step step, int number) {
            platform.change(step, number);
            model.happened(platform.visible());
        }

        private void mark(
                int number,
                java.util.function.Predicate<IndicatorKey> inStore,
                java.util.function.Consumer<String> inModel) {
            IndicatorKey key =
                    new IndicatorKey(number % 2 == 0 ? "A" : "B", "Host", ModelPlatform.value(number / 2 + 1));
            String name = key.owner() + " " + key.value();
            if (inStore.test(key)) {
                inModel.accept(name);
            } else {
                assertTrue(
                        !model.active(clock.instant()).contains(name), () -> name + " is active and cannot be marked");
            }
        }

        private void undisturbed(Runnable run) {
            run.run();
            model.synced(platform.visible());
        }

        private void whileChanging(int number, Runnable run) {
            int[] page = {0};
            platform.stub.beforeAnswer(() ->
                    change(Step.values()[(number + page[0]) % 6], 1 + (number + page[0]++ * 5) % 12));
            model.disturbed();
            run.run();
            platform.stub.beforeAnswer(() -> {});
        }

        private void failing(int number, Runnable run) {
            Misbehaviour wrong =
                    number % 2 == 0 ? Misbehaviour.status(503, null) : Misbehaviour.of(Misbehaviour.Kind.TRUNCATED);
            int[] before = {number % 5};
            platform.stub.beforeAnswer(() -> {
                if (before[0]-- == 0) {
                    platform.stub.misbehave(wrong);
                }
            });
            model.disturbed();
            try {
                run.run();
            } catch (RemoteException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10);
            }
            platform.stub.beforeAnswer(() -> {});
            platform.stub.forgetMisbehaviours();
        }

        void check() {
            TreeSet<String> found = new TreeSet<>();
            store.forEachActive(stored -> found.add(
                    stored.indicator().owner() + " " + stored.indicator().value()));
            assertEquals(model.active(clock.instant(), found), found);
            assertEquals(found.size(), store.activeCount());
        }

        @Override
        public void close() {
            transport.close();
            store.close();
            platform.close();
        }

        @Override
        public String toString() {
            return model.toString();
        }
    }
}
