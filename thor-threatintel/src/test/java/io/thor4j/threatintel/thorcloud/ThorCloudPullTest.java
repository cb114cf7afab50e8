package io.thor4j.threatintel.thorcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.LogCapture;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.Misbehaviour.Kind;
import io.thor4j.threatintel.stub.ThorCloudStub;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThorCloudPullTest {
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final long T = NOW.getEpochSecond() - 3600;
    private static final String KEY = "raw-api-K3y";

    private final MovableClock clock = new MovableClock(NOW);
    private final ThorCloudStub stub = ThorCloudStub.start(0, Secret.of(KEY));
    private final ApacheTransport transport = ApacheTransport.builder().build();
    private final List<String> got = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        transport.close();
        stub.close();
    }

    private ThorCloudClient client(String base) {
        IntelLimits limits = new IntelLimits(1 << 20, 1 << 16, 30, 100_000, 1000);
        return new ThorCloudClient(
                URI.create(base),
                Secret.of(KEY),
                transport,
                Retry.patient().with(2, clock, () -> 0, time -> {}),
                limits,
                1 << 20);
    }

    private PullReport pull(Set<String> campaigns, Set<String> hosts) throws IOException {
        ThorCloudPull pull = new ThorCloudPull(
                client(stub.uri().toString()),
                folder.resolve("cursor"),
                Duration.ofHours(24),
                Duration.ofDays(7),
                campaigns,
                hosts,
                clock,
                new IntelLimits(1 << 20, 1 << 16, 30, 100_000, 1000));
        return pull.run(new LogReceiver() {
            @Override
            public void event(ThorCloudScan scan, long number, String raw, Map<String, Object> event) {
                got.add(scan.id() + ":" + number + ":" + raw);
            }

            @Override
            public void malformed(ThorCloudScan scan, long number, String raw, String why) {
                got.add(scan.id() + ":" + number + "!" + raw.substring(0, Math.min(10, raw.length())));
            }

            @Override
            public void complete(ThorCloudScan scan) {
                got.add(scan.id() + " complete");
            }
        });
    }

    private PullReport pull() throws IOException {
        return pull(Set.of(), Set.of());
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(got);
        got.clear();
        return taken;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/"})
    void theAddressIsTakenWithAndWithoutApi(String end) {
        stub.put("a", T, "successful", "{}", Map.of());
        assertEquals(1, client(stub.uri() + end).search(0, null, 0, 10).size());
    }

    @Test
    void everyLogComesOnceAndLinesKeepTheirText() throws IOException {
        stub.put("a", T, "successful", "{\"id\":9007199254918487}\n\n  \nnot json\n{\"b\":2}", Map.of());
        stub.put("b", T, "failed", "[1]\n", Map.of());
        PullReport report = pull();
        assertEquals(
                List.of(
                        "a:1:{\"id\":9007199254918487}",
                        "a:2!not json",
                        "a:3:{\"b\":2}",
                        "a complete",
                        "b:1![1]",
                        "b complete"),
                taken());
        assertEquals(
                "scans 2, events 2, malformed lines 2, running 0, encrypted 0, without a log 0, failed 0",
                report.toString());
        pull();
        assertEquals(List.of(), taken());
        // Another scan of the same second.
        stub.put("c", T, "successful", "{}", Map.of());
        pull();
        assertEquals(List.of("c:1:{}", "c complete"), taken());
    }

    @Test
    void aPlaceThatIsOlderThanTheInitialIntervalCounts() throws IOException {
        pull();
        stub.put("a", T + 60, "successful", "{}", Map.of());
        clock.advance(Duration.ofDays(30));
        pull();
        assertEquals(List.of("a:1:{}", "a complete"), taken());
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT", "DROP", "ENDLESS"})
    void aLogThatCannotBeDownloadedStaysToDoAndOthersGoOn(Kind kind) throws IOException {
        stub.put("a", T, "successful", "{\"x\":\"" + "y".repeat(900) + "\"}\n", Map.of());
        stub.put("b", T + 1, "successful", "{}", Map.of());
        // The search is answered, both attempts to download are not.
        int[] request = {0};
        stub.beforeAnswer(() -> {
            if (request[0]++ == 0) {
                stub.misbehave(Misbehaviour.of(kind));
                if (kind != Kind.ENDLESS) {
                    stub.misbehave(Misbehaviour.of(kind));
                }
            }
        });
        PullReport report = pull();
        assertEquals(List.of("b:1:{}", "b complete"), taken());
        assertEquals(1, report.failed().size());
        assertTrue(
                report.failed().get(0).startsWith("host-a (a): "),
                report.failed().toString());
        pull();
        assertEquals(2, taken().size());
        pull();
        assertEquals(List.of(), taken());
    }

    @Test
    void aRunningScanIsLookedAtAgainHoweverLate() throws IOException {
        stub.put("slow", T, "running", null, Map.of());
        stub.put("b", T + 100, "successful", "{}", Map.of());
        assertEquals(List.of("host-slow (slow)"), pull().running());
        assertEquals(List.of("b:1:{}", "b complete"), taken());
        clock.advance(Duration.ofDays(2));
        pull();
        // It ends, and its launcher's clock says nothing of that.
        stub.put("slow", T, "successful", "{}", Map.of());
        pull();
        assertEquals(List.of("slow:1:{}", "slow complete"), taken());
    }

    @Test
    void encryptedOnesAndThoseWithoutALogAreNamed() throws IOException {
        stub.put("e", T, "successful", "{}", Map.of("logs_encrypted", true));
        stub.put("n", T, "failed", null, Map.of());
        PullReport report = pull();
        assertEquals(List.of("host-e (e)"), report.encrypted());
        assertEquals(List.of("host-n (n)"), report.withoutLog());
        assertEquals(List.of(), taken());
    }

    @Test
    void campaignsAndHostsFilter() throws IOException {
        stub.put("a", T, "successful", "{}", Map.of("campaign_id", "c1"));
        stub.put("b", T, "successful", "{}", Map.of("campaign_id", "c2"));
        stub.put("c", T, "successful", "{}", Map.of("campaign_id", "c1"));
        pull(Set.of("c1"), Set.of("HOST-C"));
        assertEquals(List.of("c:1:{}", "c complete"), taken());
    }

    @Test
    void nothingIsLostOverManyPagesWhileScansMoveToTheEnd() throws IOException {
        for (int i = 0; i < 350; i++) {
            // 150 of one second, more than a page.
            stub.put("s" + i, T + Math.max(0, i - 150), "successful", "{}", Map.of());
        }
        int[] moved = {0};
        stub.beforeAnswer(() -> {
            if (moved[0] < 5) {
                stub.put("s" + (200 + moved[0]), T + 1000 + moved[0]++, "successful", "{}", Map.of());
            }
        });
        assertEquals(350, pull().scans());
        assertEquals(0, pull().scans());
    }

    @Test
    void aTimeInMillisecondsIsOne() {
        assertEquals(T, new ThorCloudScan(Map.of("id", "a", "creation_date", T * 1000)).updated());
    }

    @Test
    void aFailedSearchKeepsThePlace() throws IOException {
        pull();
        String before = Files.readString(folder.resolve("cursor"));
        stub.misbehave(Misbehaviour.of(Kind.TRUNCATED));
        assertThrows(RemoteException.BadAnswer.class, this::pull);
        assertEquals(before, Files.readString(folder.resolve("cursor")));
        stub.misbehave(Misbehaviour.of(Kind.DEEP));
        assertThrows(RemoteException.BadAnswer.class, this::pull);
        Files.writeString(folder.resolve("cursor"), "{\"since\":");
        assertThrows(MalformedInputException.class, this::pull);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED", "DEEP", "ENDLESS", "HUGE_NUMBER", "TWICE", "DROP", "CUT", "REDIRECT", "STATUS"})
    void anAnswerThatIsNoneIsSaidAndTheNextPullGoesOn(Kind kind) throws IOException {
        stub.put("a", T, "successful", "{}", Map.of());
        pull();
        taken();
        String before = Files.readString(folder.resolve("cursor"));
        stub.put("b", T + 1, "successful", "{}", Map.of());
        // As often as it is asked.
        Misbehaviour wrong = new Misbehaviour(kind, 429, kind == Kind.REDIRECT ? "http://elsewhere.invalid/" : null);
        stub.misbehave(wrong, wrong);
        RemoteException e = assertThrows(RemoteException.class, this::pull);
        assertTrue(e.getMessage().length() > 20, e.getMessage());
        assertEquals(before, Files.readString(folder.resolve("cursor")));
        stub.forgetMisbehaviours();
        pull();
        assertEquals(List.of("b:1:{}", "b complete"), taken());
    }

    @Test
    void aSilentServerIsGivenUp() {
        try (ApacheTransport hasty = ApacheTransport.builder()
                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(300))
                .build()) {
            stub.misbehave(Misbehaviour.of(Kind.SILENT));
            ThorCloudClient client = new ThorCloudClient(
                    stub.uri(),
                    Secret.of(KEY),
                    hasty,
                    Retry.patient().with(1, clock, () -> 0, time -> {}),
                    IntelLimits.DEFAULT,
                    1 << 20);
            assertThrows(RemoteException.Unreachable.class, () -> client.search(0, null, 0, 10));
        }
    }

    @Test
    void scansWithoutEndAreGivenUpAndWhatWasPulledIsDone() throws IOException {
        for (int i = 0; i < 100; i++) {
            stub.put("s" + i, T, "successful", "{}", Map.of());
        }
        stub.misbehave(Misbehaviour.of(Kind.SAME_PAGE));
        RemoteException e = assertThrows(RemoteException.BadAnswer.class, this::pull);
        assertTrue(e.getMessage().contains("the same 100 scans without end"), e.getMessage());
        assertEquals(200, taken().size());
        stub.forgetMisbehaviours();
        stub.misbehave(Misbehaviour.of(Kind.LYING_COUNT));
        pull();
        assertEquals(List.of(), taken());
    }

    /** One scan with a time in the far future would otherwise hide all others until then. */
    @Test
    void aTimeInTheFutureHidesNothing() throws IOException {
        stub.put("far", NOW.plus(Duration.ofDays(3650)).getEpochSecond(), "successful", "{}", Map.of());
        pull();
        assertEquals(List.of("far:1:{}", "far complete"), taken());
        clock.advance(Duration.ofHours(1));
        stub.put("b", clock.instant().getEpochSecond() - 60, "successful", "{}", Map.of());
        pull();
        assertEquals(List.of("b:1:{}", "b complete"), taken());
    }

    @Test
    void aTimeOfMoreThan64BitsIsNone() {
        BigInteger beyond = BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(T));
        assertEquals(
                T, new ThorCloudScan(Map.of("id", "a", "last_launcher_update", beyond, "creation_date", T)).updated());
    }

    @Test
    void theKeyIsInNoLog() throws IOException {
        try (LogCapture log = new LogCapture()) {
            stub.put("a", T, "successful", "{}", Map.of());
            stub.misbehave(Misbehaviour.status(503, null));
            pull();
            assertTrue(log.text().contains("HTTP 503"));
            assertTrue(log.text().contains("org.apache.hc."), "HttpClient logged nothing, and so proves nothing");
            assertFalse(log.text().contains(KEY));
        }
    }
}
