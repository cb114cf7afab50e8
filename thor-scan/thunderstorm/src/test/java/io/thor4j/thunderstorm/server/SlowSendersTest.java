package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sends too slowly, or opens too many connections, is let go. */
class SlowSendersTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anUploadBelowTheLeastRateIs408() throws Exception {
        String form = Raw.form("B", "slow", "x".repeat(2_000));
        try (Running running =
                new Running(folder, builder -> builder.nanoClock(nanos::get).uploadRate(10, Duration.ofSeconds(100)))) {
            try (Raw slow = running.raw();
                    Raw steady = running.raw()) {
                for (Raw each : List.of(slow, steady)) {
                    each.send("POST /api/check HTTP/1.1\r\nHost: x\r\n" + Raw.type("B") + "Content-Length: "
                            + form.length() + "\r\n\r\n");
                }
                steady.send(form.substring(0, 2_000));
                slow.send(form.substring(0, 900));
                /* Both are read: the next request on another connection is answered only after them, or the bytes come together. */
                assertEquals(200, running.check("/api/check", "other", "x").status());
                later(Duration.ofSeconds(150));
                slow.send(form.substring(900, 901));
                Raw.Answer refused = slow.read();
                assertEquals(408, refused.status(), refused.body());
                assertTrue(refused.body().contains("less than 10 bytes a second"), refused.body());
                assertTrue(slow.isEnded());
                steady.send(form.substring(2_000));
                assertEquals(200, steady.read().status());
            }
            try (Stream<Path> left = Files.list(folder.resolve("queue/local/incoming"))) {
                assertEquals(0, left.count());
            }
        }
    }

    @Test
    void aHeadThatDoesNotEndIsCutOff() throws Exception {
        try (Running running = new Running(
                folder, builder -> builder.nanoClock(nanos::get).connections(100, Duration.ofSeconds(20)))) {
            try (Raw slow = running.raw();
                    Raw waiting = running.raw()) {
                slow.send("GET /api/status HTTP/1.1\r\nX: ");
                String form = Raw.form("B", "a", "x");
                waiting.send("POST /api/check HTTP/1.1\r\nHost: x\r\n" + Raw.type("B") + "Content-Length: "
                        + form.length() + "\r\nExpect: 100-continue\r\n\r\n");
                assertEquals(100, waiting.read().status(), "its head is read");
                later(Duration.ofSeconds(30));
                assertTrue(slow.isEnded(), "the next look closes it");
                waiting.send(form);
                assertEquals(200, waiting.read().status(), "a request in work is no late one");
            }
        }
    }

    @Test
    void connectionsAboveTheBoundWaitUntilOneEnds() throws Exception {
        try (Running running = new Running(folder, builder -> builder.connections(5, Duration.ofSeconds(60)))) {
            List<Raw> open = new ArrayList<>();
            try {
                for (int i = 0; i < 5; i++) {
                    Raw raw = running.raw();
                    open.add(raw);
                    assertEquals(
                            200,
                            raw.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .read()
                                    .status());
                }
                /* Accepted by the system, not yet by the server: the answer comes when another connection has ended. */
                Raw next = running.raw();
                open.add(next);
                next.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
                open.get(0).close();
                assertEquals(200, next.read().status());
            } finally {
                for (Raw raw : open) {
                    raw.close();
                }
            }
        }
    }
}
