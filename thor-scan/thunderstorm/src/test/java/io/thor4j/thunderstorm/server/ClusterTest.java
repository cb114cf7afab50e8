package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.server.queue.QueueSettings;
import io.thor4j.thunderstorm.server.queue.QueuedSample;
import io.thor4j.thunderstorm.server.queue.SampleQueue;
import io.thor4j.thunderstorm.server.queue.StoredResult.State;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.Sample;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import io.thor4j.thunderstorm.server.upload.UploadPace;
import io.thor4j.thunderstorm.server.upload.UploadReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a real PostgreSQL, which the test starts. */
class ClusterTest {
    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private String url(String schema) throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + schema);
        }
        return postgres.getJdbcUrl("postgres", schema);
    }

    @Test
    void anyNodeAnswersForAnyReceipt() throws Exception {
        String url = url("nodes");
        try (Running a = new Running(folder.resolve("a"), builder -> builder.cluster(url, "a"));
                Running b = new Running(folder.resolve("b"), builder -> builder.cluster(url, "b"))) {
            long before = 0;
            for (int i = 0; i < 10; i++) {
                Running taker = i % 2 == 0 ? a : b;
                long id = taker.submit("s\0" + i, i % 3 == 0 ? Running.VECTOR : "x");
                assertTrue(id > before, "numbers grow across nodes");
                before = id;
                String result = (i % 2 == 0 ? b : a).result(id);
                assertTrue(result.startsWith("{\"status\":\"Sample analysis complete\""), result);
                assertEquals(i % 3 == 0, result.contains("Evil_Webshell"));
            }
            ThorException twice = assertThrows(
                    ThorException.class, () -> new Running(folder.resolve("c"), builder -> builder.cluster(url, "a")));
            assertTrue(twice.getMessage().contains("another node is called a"), twice.getMessage());
        }
    }

    @Test
    void everyNodesPageShowsWhatAllFoundLast() throws Exception {
        String url = url("recent");
        Hands clock = new Hands();
        try (Running a = new Running(
                        folder.resolve("a"),
                        builder -> builder.cluster(url, "a").clock(clock));
                Running b = new Running(
                        folder.resolve("b"),
                        builder -> builder.cluster(url, "b").clock(clock))) {
            a.check("/api/check", "on-a", Running.VECTOR);
            clock.advance(Duration.ofSeconds(1));
            b.check("/api/check", "on-b", "ALERT-MARK");
            clock.advance(Duration.ofSeconds(1));
            a.result(a.submit("clean", "x"));
            /* By the time a result can be read, what was found before it is there, too. */
            b.result(b.submit("clean", "x"));
            for (Running node : List.of(a, b)) {
                String recent = node.get("/api/v1/recentFindings").body();
                assertTrue(recent.indexOf("on-b") > 0 && recent.indexOf("on-b") < recent.indexOf("on-a"), recent);
                String one = node.get("/api/v1/recentFindings?limit=1").body();
                assertTrue(one.contains("on-b") && !one.contains("on-a"), one);
            }
        }
    }

    /** A clock that the test moves. */
    private static final class Hands extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

        void advance(Duration time) {
            now.updateAndGet(instant -> instant.plus(time));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    /** Too large for the database: its bytes are in a file of its node. */
    private static final String LARGE = "large".repeat(10_000);

    private static SampleQueue open(Path root, String node, String url, Clock clock) {
        return SampleQueue.open(
                new QueueSettings(root, node, url, 100, Duration.ofMinutes(2), Duration.ofHours(24), clock),
                new SpaceLimits(root, 0, 0, System::nanoTime),
                () -> {});
    }

    private static long add(SampleQueue queue, String content) throws Exception {
        String form = Raw.form("B", "name", content);
        Sample sample =
                new Sample(queue.samples(), new SpaceLimits(queue.samples(), 0, 0, System::nanoTime), 100_000, true);
        new UploadReader(
                        Content.Source.from(ByteBuffer.wrap(form.getBytes(StandardCharsets.ISO_8859_1))),
                        "B".getBytes(StandardCharsets.US_ASCII),
                        sample,
                        new UploadPace(0, Duration.ZERO, System::nanoTime))
                .start()
                .get();
        return queue.add(sample, "source").get();
    }

    @Test
    void aDeadNodesSamplesAreTakenOverWhereTheirBytesCanBeReached() throws Exception {
        String url = url("inherit");
        Hands clock = new Hands();
        Path shared = folder.resolve("shared");
        long id;
        try (SampleQueue dying = open(shared, "dying", url, clock)) {
            id = add(dying, LARGE);
        }
        try (SampleQueue heir = open(shared, "heir", url, clock)) {
            heir.keepHouse();
            assertEquals(0, heir.length(), "it may come back");
            clock.advance(Duration.ofMinutes(3));
            heir.keepHouse();
            QueuedSample sample = heir.take();
            assertEquals(id, sample.id());
            assertEquals("source", sample.source());
            assertEquals(LARGE, Files.readString(heir.file(sample)));
            assertTrue(heir.finish(sample, new ScanAnswer(null, "[]", "[]", null, 0))
                    .get());
            assertEquals(State.COMPLETE, heir.find(id).orElseThrow().state());
            try (SampleQueue back = open(shared, "dying", url, clock)) {
                assertEquals(0, back.length(), "it has a result already");
                assertEquals(
                        false, back.finish(sample, ScanAnswer.failed("late")).get());
                assertEquals(State.COMPLETE, back.find(id).orElseThrow().state());
            }
        }
    }

    @Test
    void aDeadNodesSmallSamplesAreTakenOverWithoutItsFolder() throws Exception {
        String url = url("small");
        Hands clock = new Hands();
        long id;
        try (SampleQueue dying = open(folder.resolve("one"), "dying", url, clock)) {
            id = add(dying, "content");
        }
        try (SampleQueue heir = open(folder.resolve("two"), "heir", url, clock)) {
            clock.advance(Duration.ofMinutes(3));
            heir.keepHouse();
            QueuedSample sample = heir.take();
            assertEquals(id, sample.id());
            assertEquals("content", new String(heir.bytes(sample), StandardCharsets.US_ASCII));
            assertTrue(heir.finish(sample, new ScanAnswer(null, "[]", "[]", null, 0))
                    .get());
            assertEquals(null, heir.bytes(sample), "bytes go with the result");
        }
    }

    @Test
    void whatNobodyReachesWaitsAndIsToldToBeLostInTheEnd() throws Exception {
        String url = url("lost");
        Hands clock = new Hands();
        long id;
        try (SampleQueue dying = open(folder.resolve("one"), "dying", url, clock)) {
            id = add(dying, LARGE);
        }
        try (SampleQueue other = open(folder.resolve("two"), "other", url, clock)) {
            clock.advance(Duration.ofHours(23));
            other.keepHouse();
            assertEquals(State.WAITING, other.find(id).orElseThrow().state(), "its node may come back");
            clock.advance(Duration.ofHours(2));
            other.keepHouse();
            assertEquals(State.FAILED, other.find(id).orElseThrow().state());
        }
    }
}
