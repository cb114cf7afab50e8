package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.LicenseException;
import io.thor4j.core.ThorException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many connections, large samples, changes and refusals. */
class UnderLoadTest {
    @TempDir
    Path folder;

    @Test
    void idleAndSlowConnectionsDoNotStopOthers() throws Exception {
        String form = Raw.form("B", "slow", Running.VECTOR);
        try (Running running = new Running(folder)) {
            List<Raw> connections = new ArrayList<>();
            try {
                for (int i = 0; i < 1_200; i++) {
                    Raw raw = running.raw();
                    connections.add(raw);
                    if (i >= 1_000) {
                        raw.send("POST /api/check HTTP/1.1\r\nHost: x\r\n" + Raw.type("B") + "Content-Length: "
                                + form.length() + "\r\n\r\n");
                    }
                }
                for (int i = 0; i < form.length(); i++) {
                    String next = form.substring(i, i + 1);
                    for (Raw slow : connections.subList(1_000, 1_200)) {
                        slow.send(next);
                    }
                    if (i % 20 == 0) {
                        long begin = System.nanoTime();
                        assertEquals(
                                200,
                                running.check("/api/check", "fast", Running.VECTOR)
                                        .status());
                        assertTrue(System.nanoTime() - begin < 5_000_000_000L, "others are stopped");
                    }
                }
                for (Raw slow : connections.subList(1_000, 1_200)) {
                    assertTrue(slow.read().body().contains("Evil_Webshell"));
                }
            } finally {
                for (Raw raw : connections) {
                    raw.close();
                }
            }
        }
    }

    @Test
    void aSampleOf300MegabytesFitsASmallHeap() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder, "-Xmx256m")) {
            for (String operation : List.of("check", "checkAsync")) {
                String answer = sendLarge(service.address(), operation);
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                assertTrue(
                        operation.equals("checkAsync") ? answer.contains("{\"id\":") : answer.contains("Test_Alert"),
                        answer);
            }
        }
    }

    private static String sendLarge(URI address, String operation) throws IOException {
        long size = 300L << 20;
        String head = Raw.form("B", "large", "").replace("\r\n--B--\r\n", "");
        String mark = "ALERT-MARK";
        String tail = mark + "\r\n--B--\r\n";
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/" + operation + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Raw.type("B")
                            + "Content-Length: " + (head.length() + size + tail.length()) + "\r\n\r\n" + head)
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                out.write(block);
            }
            out.write(tail.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void signaturesAreReloadedWhileSamplesAreScanned() throws Exception {
        try (Running running = new Running(folder)) {
            String before = (String) running.server.info().get("signature_digest");
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger failed = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread client = new Thread(() -> {
                    while (!stop.get()) {
                        try {
                            Raw.Answer answer = running.check("/api/check", "a", Running.VECTOR);
                            boolean good =
                                    answer.status() == 200 && answer.body().contains("Evil_Webshell");
                            (good ? done : failed).incrementAndGet();
                        } catch (IOException e) {
                            failed.incrementAndGet();
                        }
                    }
                });
                clients.add(client);
                client.start();
            }
            Path rules = folder.resolve("signatures/yara/more.yar");
            for (int i = 1; i <= 5; i++) {
                Files.writeString(rules, "rule New_" + i + " { strings: $a = \"NEW-MARK\" condition: $a }");
                String digest = running.server.reloadSignatures();
                assertNotEquals(before, digest);
                assertTrue(running.get("/api/info").body().contains(digest));
                assertTrue(running.check("/api/check", "n", "NEW-MARK").body().contains("New_" + i));
                before = digest;
            }
            Files.delete(rules);
            Files.delete(folder.resolve("signatures/yara/test.yar"));
            assertEquals(before, running.server.reloadSignatures(), "no signatures are left: the earlier ones stay");
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertEquals(0, failed.get(), "requests failed");
            assertTrue(done.get() > 0);
        }
    }

    @Test
    void whoHasNoTokenOrSentTooMuchIsRefused() throws Exception {
        Client client = Client.of("lab", "0123456789abcdef-token", 2);
        try (Running running = new Running(folder, builder -> builder.clients(List.of(client)))) {
            assertEquals(401, running.get("/api/status").status());
            assertEquals("Bearer", running.check("/api/check", "a", "x").header("WWW-Authenticate"));
            assertEquals(401, running.get("/metrics").status());
            assertEquals(200, running.get("/health/live").status());
            String auth = "Authorization: Bearer 0123456789abcdef-token\r\n" + Raw.type("B");
            String request = Raw.post("/api/check", auth, Raw.form("B", "a", "x"));
            assertEquals(200, running.ask(request).status());
            assertEquals(200, running.ask(request).status());
            Raw.Answer refused = running.ask(request);
            assertEquals(503, refused.status());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) > 60, refused.head());
            assertEquals(401, running.ask(request.replace("-token", "-other")).status());
        }
    }

    @Test
    void metricsAndTheAccessLogTellWhatWasDone() throws Exception {
        Path log = folder.resolve("access.ndjson");
        try (Running running = new Running(folder, builder -> builder.accessLog(log))) {
            running.check("/api/check?source=a\"b", "a", Running.VECTOR);
            running.result(running.submit("b", "x"));
            String metrics = running.get("/metrics").body();
            for (String line : List.of(
                    "thunderstorm_samples_scanned_total 2",
                    "thunderstorm_samples_malicious_total 1",
                    "thunderstorm_queue_length 0",
                    "# TYPE thunderstorm_samples_accepted_total counter")) {
                assertTrue(("\n" + metrics).contains("\n" + line + "\n"), metrics);
            }
            assertTrue(metrics.contains("thunderstorm_info{thor_version="), metrics);
        }
        List<String> lines = Files.readAllLines(log);
        assertTrue(lines.get(0).contains("\"method\":\"POST\""), lines.get(0));
        assertTrue(lines.get(0).contains("\"source\":\"a\\\"b\""), lines.get(0));
        assertTrue(lines.get(1).contains("\"id\":1"), lines.get(1));
    }

    @Test
    void anOpenAddressNeedsAWordForIt() throws Exception {
        ThorException refused =
                assertThrows(ThorException.class, () -> new Running(folder, builder -> builder.listen("0.0.0.0", 0)));
        assertTrue(refused.getMessage().contains("tokens"), refused.getMessage());
        try (Running running =
                new Running(folder, builder -> builder.listen("0.0.0.0", 0).openToNetwork(true))) {
            assertTrue(running.server.address().getPort() > 0);
        }
    }

    @Test
    void theLicenceIsAskedForService() {
        LicenseException refused = assertThrows(
                LicenseException.class,
                () -> new Running(
                        folder,
                        builder -> builder.licensePolicy(use -> {
                            throw new LicenseException("no licence for " + use.key(), null, null, null);
                        })));
        assertEquals("no licence for service", refused.reason());
    }

    @Test
    void aFullWaitingRoomIsTheOnlyOneThatRefuses() throws Exception {
        try (Running running = new Running(folder, builder -> builder.waitingRoom(1))) {
            String form = Raw.form("B", "a", "x");
            try (Raw first = running.raw()) {
                first.send("POST /api/check HTTP/1.1\r\nHost: x\r\n" + Raw.type("B") + "Content-Length: "
                        + form.length() + "\r\nExpect: 100-continue\r\n\r\n");
                assertEquals(100, first.read().status(), "it has its place");
                Raw.Answer second = running.check("/api/check", "b", "x");
                assertEquals(503, second.status());
                assertEquals("5", second.header("Retry-After"));
                running.submit("async", "x");
                assertEquals(200, first.send(form).read().status());
            }
            assertEquals(200, running.check("/api/check", "c", "x").status());
        }
        try (Stream<Path> left = Files.list(folder.resolve("queue/local/incoming"))) {
            assertEquals(0, left.count());
        }
    }
}
