package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.threatintel.Secret;
import io.thor4j.threatintel.http.ApacheTransport;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own that reads a feed is killed again and again, and in the end the store is as if it had not been. */
class KilledSyncTest {
    private static final int INDICATORS = 400;
    private static final int PAGE = 20;
    private static final Secret KEY = Secret.of("kill");

    /** The process. */
    static final class Child {
        public static void main(String[] args) {
            try (ApacheTransport transport = ApacheTransport.builder().build();
                    IndicatorStore store =
                            IndicatorStore.open(Path.of(args[1]), ExpiryPolicy.NONE, Clock.systemUTC())) {
                ThreatConnectClient client = ThreatConnectClient.builder(
                                URI.create(args[0]), ThreatConnectCredentials.hmac("1", KEY), transport)
                        .pageSize(PAGE)
                        .build();
                new FeedSync(new ThreatConnectFeed("tc", client, List.of(), "", null, true), store, any -> {}).run();
            }
        }
    }

    @TempDir
    private Path folder;

    private Process start(ThreatConnectStub stub, Path file) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        stub.uri().toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    @Test
    void aKilledRunGoesOnWhereItWas() throws Exception {
        Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 3600);
        Path file = folder.resolve("store.db");
        try (ThreatConnectStub stub = ThreatConnectStub.start(0, "1", KEY, Clock.systemUTC())) {
            for (int id = 1; id <= INDICATORS; id++) {
                stub.put(id, "Demo", "Host", "h" + id + ".example", begin.plusSeconds(id), Map.of());
            }
            AtomicReference<Process> child = new AtomicReference<>();
            AtomicInteger left = new AtomicInteger();
            stub.beforeAnswer(() -> {
                Process running = child.get();
                if (running != null && left.decrementAndGet() == 0) {
                    running.destroyForcibly();
                }
            });
            int kills = 0;
            for (int requests : new int[] {1, 3, 5, 2, 6}) {
                left.set(requests);
                child.set(start(stub, file));
                assertTrue(child.get().waitFor(120, TimeUnit.SECONDS));
                assertTrue(child.get().exitValue() != 0, "it came to its end before it was killed");
                kills++;
            }
            left.set(Integer.MAX_VALUE);
            child.set(start(stub, file));
            assertTrue(child.get().waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, child.get().exitValue());
            try (IndicatorStore store = IndicatorStore.open(file, ExpiryPolicy.NONE, Clock.systemUTC())) {
                assertEquals(INDICATORS, store.activeCount());
                assertEquals(List.of(), store.history(10));
            }
            // A page begins with the second that the page before ended in: one of its twenty is known already.
            int pages = (INDICATORS + PAGE - 2) / (PAGE - 1) + 1;
            assertTrue(
                    stub.requests().size() <= pages + kills,
                    stub.requests().size() + " requests for " + pages + " pages");
        }
    }
}
