package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.store.Databases;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.HistoryEntry;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.LeaveReason;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process of its own that reads a feed is killed again and again, and in the end the store is as if it had not been. */
class KilledSyncTest {
    private static final int PAGE = 20;
    private static final Secret KEY = Secret.of("kill");
    private static final String LISTING = "/api/v3/indicators?";
    private static final String DELETED = "/api/v3/indicators/deleted?";
    private static final String INACTIVE = "indicatorActive";

    /** The process: address, database, and {@code run} or {@code reconcile}. */
    static final class Child {
        public static void main(String[] args) {
            try (ApacheTransport transport = ApacheTransport.builder().build();
                    IndicatorStore store = IndicatorStore.open(args[1], ExpiryPolicy.NONE, Clock.systemUTC())) {
                ThreatConnectClient client = ThreatConnectClient.builder(
                                URI.create(args[0]), ThreatConnectCredentials.hmac("1", KEY), transport)
                        .pageSize(PAGE)
                        .build();
                FeedSync sync =
                        new FeedSync(new ThreatConnectFeed("tc", client, List.of(), "", null, true), store, any -> {});
                if (args[2].equals("reconcile")) {
                    sync.reconcile();
                } else {
                    sync.run();
                }
            }
        }
    }

    /* Behind ours by less than the server accepts, and another second for each process: so no two runs ask the same by chance. */
    private final MovableClock theirs =
            new MovableClock(Instant.ofEpochSecond(Instant.now().getEpochSecond() - 250));
    private final ThreatConnectStub stub = ThreatConnectStub.start(0, "1", KEY, theirs);
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Process> child = new AtomicReference<>();
    private final TreeMap<Integer, Long> ids = new TreeMap<>();
    private long nextId = 1;
    private int kills;
    private int requests;
    /** What was asked by the process that was killed before; empty when the one before came to its end. */
    private List<String> before = List.of();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        Databases.stop();
    }

    @AfterEach
    void stopAll() {
        killer.shutdownNow();
        stub.close();
    }

    private Process start(String database, String what) throws IOException {
        theirs.advance(Duration.ofSeconds(1));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        stub.uri().toString(),
                        database,
                        what)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    /* Kills at the so-manieth request of a kind: before it is answered, or that much later. */
    private boolean killed(String database, String what, Predicate<String> kind, int nth, Duration later)
            throws Exception {
        AtomicInteger left = new AtomicInteger(nth);
        stub.beforeAnswer(() -> {
            List<String> requests = stub.requests();
            Process running = child.get();
            if (running != null && kind.test(requests.get(requests.size() - 1)) && left.decrementAndGet() == 0) {
                if (later.isZero()) {
                    running.destroyForcibly();
                } else {
                    killer.schedule(running::destroyForcibly, later.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        });
        stub.forgetRequests();
        child.set(start(database, what));
        assertTrue(child.get().waitFor(120, TimeUnit.SECONDS));
        stub.beforeAnswer(() -> {});
        boolean killed = child.get().exitValue() != 0;
        kills += killed ? 1 : 0;
        assertTrue(
                !killed || !Files.readString(folder.resolve("child.log")).contains("Exception"),
                () -> "it failed before it was killed");
        assertOnlyTheInterruptedPageWasReadAgain(killed, what);
        return killed;
    }

    private void toItsEnd(String database) throws Exception {
        stub.forgetRequests();
        child.set(start(database, "run"));
        assertTrue(child.get().waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, child.get().exitValue(), Files.readString(folder.resolve("child.log")));
        assertOnlyTheInterruptedPageWasReadAgain(false, "run");
    }

    private void put(int number, boolean active) {
        put(number, active, theirs.instant());
    }

    private void put(int number, boolean active, Instant changed) {
        String name = "h" + number + ".example";
        stub.put(
                ids.computeIfAbsent(number, any -> nextId++),
                "Demo",
                "Host",
                name,
                changed,
                Map.of("hostName", name, "active", active));
    }

    private void delete(int number) {
        Long id = ids.remove(number);
        if (id != null) {
            stub.delete(id, theirs.instant());
        }
    }

    private static TreeSet<String> active(IndicatorStore store) {
        TreeSet<String> found = new TreeSet<>();
        store.forEachActive(stored -> found.add(stored.indicator().value()));
        return found;
    }

    /* A run that goes on inside a killed one begins with the page that was interrupted, or with the one after it. */
    private void assertOnlyTheInterruptedPageWasReadAgain(boolean killed, String what) {
        List<String> now = stub.requests();
        if (!before.isEmpty() && what.equals("run") && !now.isEmpty()) {
            int again = before.indexOf(now.get(0));
            assertTrue(again < 0 || again == before.size() - 1, () -> before + " and then " + now);
        }
        requests += now.size();
        before = killed ? now : List.of();
    }

    @ParameterizedTest
    @EnumSource
    void aKilledRunGoesOnWhereItWas(Databases kind) throws Exception {
        String database = kind.fresh();
        TreeSet<String> expected = new TreeSet<>();
        for (int number = 1; number <= 200; number++) {
            put(number, true, theirs.instant().minusSeconds(3600 - number / 5));
            expected.add("h" + number + ".example");
        }
        Predicate<String> first = request -> request.startsWith(LISTING);
        assertTrue(killed(database, "run", first, 4, Duration.ZERO));
        for (int number = 1; number <= 180; number++) {
            theirs.advance(Duration.ofMillis(100));
            if (number <= 60) {
                delete(number);
                expected.remove("h" + number + ".example");
            } else {
                put(number, number > 120);
                if (number <= 120) {
                    expected.remove("h" + number + ".example");
                }
            }
        }
        // What was changed just now would be read again, because the server may show it late.
        theirs.advance(Duration.ofSeconds(40));
        // The rest of the first listing comes before each of them.
        assertTrue(killed(database, "run", request -> request.startsWith(DELETED), 2, Duration.ZERO));
        assertTrue(killed(database, "run", request -> request.contains(INACTIVE), 2, Duration.ZERO));
        for (int number = 201; number <= 260; number++) {
            put(number, true);
            expected.add("h" + number + ".example");
        }
        assertTrue(killed(
                database, "run", request -> first.test(request) && !request.contains(INACTIVE), 2, Duration.ZERO));
        toItsEnd(database);
        try (IndicatorStore store = IndicatorStore.open(database, ExpiryPolicy.NONE, Clock.systemUTC())) {
            assertEquals(expected, active(store));
            assertNoneLeftTwice(store);
        }
        put(500, true);
        assertTrue(killed(database, "reconcile", first, 3, Duration.ZERO));
        toItsEnd(database);
        expected.add("h500.example");
        try (IndicatorStore store = IndicatorStore.open(database, ExpiryPolicy.NONE, Clock.systemUTC())) {
            assertEquals(expected, active(store));
            assertNoneLeftTwice(store);
            assertNotEquals(null, store.feed("tc").lastFullRun());
        }
    }

    private static void assertNoneLeftTwice(IndicatorStore store) {
        HashSet<String> left = new HashSet<>();
        for (HistoryEntry entry : store.history(10_000)) {
            LeaveReason reason = entry.left();
            assertTrue(reason == LeaveReason.DELETED || reason == LeaveReason.DEACTIVATED, entry::toString);
            assertTrue(left.add(entry.key().value()), entry::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void fiftyKillsAtAnyMoment(Databases kind) throws Exception {
        String database = kind.fresh();
        long seed = System.nanoTime();
        System.out.println(kind + ": seed " + seed);
        Random random = new Random(seed);
        TreeSet<Integer> active = new TreeSet<>();
        for (int number = 1; number <= 300; number++) {
            put(number, true);
            active.add(number);
        }
        int runs = 0;
        for (int rounds = 0; kills < 50; rounds++) {
            theirs.advance(Duration.ofSeconds(1));
            // What is deleted and made again in one second is one and the same to every client.
            HashSet<Integer> touched = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                int number = 1 + random.nextInt(400);
                int action = touched.add(number) ? random.nextInt(4) : 4;
                if (action == 0) {
                    delete(number);
                    active.remove(number);
                } else if (action == 1 && ids.containsKey(number)) {
                    put(number, false);
                    active.remove(number);
                } else if (action < 4) {
                    put(number, true);
                    active.add(number);
                }
            }
            String what = random.nextInt(3) == 0 ? "reconcile" : "run";
            runs++;
            killed(database, what, any -> true, 1 + random.nextInt(12), Duration.ofNanos(random.nextInt(30_000_000)));
            if (rounds % 10 == 9) {
                toItsEnd(database);
                try (IndicatorStore store = IndicatorStore.open(database, ExpiryPolicy.NONE, Clock.systemUTC())) {
                    TreeSet<String> expected = new TreeSet<>();
                    active.forEach(number -> expected.add("h" + number + ".example"));
                    assertEquals(expected, active(store), () -> "after " + kills + " kills");
                }
            }
        }
        toItsEnd(database);
        System.out.println(kind + ": " + kills + " of " + runs + " runs killed, " + requests + " requests");
    }
}
