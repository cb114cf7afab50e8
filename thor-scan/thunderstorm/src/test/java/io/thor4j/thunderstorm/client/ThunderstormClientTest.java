package io.thor4j.thunderstorm.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.thunderstorm.StubServer;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThunderstormClientTest {
    private static final String FLAT = """
            [{"level":"Alert","module":"Filescan","message":"Malware file found","score":94,
              "context":{"ext":".php","file":"/srv/x.php","md5":"aa","sha1":"bb","sha256":"cc","size":28,"type":"PHP"},
              "matches":[{"reason":"what the rule detects","subscore":75,"rulename":"Some_Rule","ref":"https://x.example",
                          "ruledate":"2026-01-31","author":"me","tags":["T1100"],"matched":["<?php","eval("]},
                         {"reason":"a name"}]}]""";
    private static final String V3 = """
            [{"type":"THOR finding","meta":{"time":"2026-11-22T10:00:00.1Z","level":"Warning","module":"HTTPServer"},
              "message":"Suspicious file found","subject":{"type":"file","path":"/srv/y","hashes":{"sha256":"dd"},"size":3},
              "score":70,"reasons":[{"type":"reason","summary":"why","signature":{"score":70,"reference":["r1","r2"],
              "rule_name":"R","tags":["A"],"date":"2026-01-01"},"matched":[{"data":"abc","offset":1}]}],"context":null}]""";

    private final List<Duration> pauses = new ArrayList<>();

    private ThunderstormClient client(StubServer server) {
        return builder(server).build();
    }

    private ThunderstormClient.Builder builder(StubServer server) {
        return ThunderstormClient.builder(server.uri()).pause(pauses::add);
    }

    private static Sample sample() {
        return Sample.of("/x/y", "content".getBytes(UTF_8));
    }

    @Test
    void readsFlatFindings() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, FLAT));
                ThunderstormClient client = client(server)) {
            CheckResult result = client.check(sample());
            Finding finding = result.findings().get(0);
            assertTrue(result.suspicious());
            assertEquals(Level.ALERT, finding.level());
            assertEquals("Filescan", finding.module());
            assertEquals(94, finding.score());
            assertEquals("/srv/x.php", finding.file());
            assertEquals(28, finding.size());
            assertEquals(Map.of("md5", "aa", "sha1", "bb", "sha256", "cc"), finding.hashes());
            assertEquals(
                    new Finding.Reason(
                            "what the rule detects",
                            "Some_Rule",
                            75,
                            List.of("https://x.example"),
                            "me",
                            "2026-01-31",
                            List.of("T1100"),
                            List.of("<?php", "eval(")),
                    finding.reasons().get(0));
            assertEquals(
                    new Finding.Reason("a name", "", null, List.of(), "", "", List.of(), List.of()),
                    finding.reasons().get(1));
        }
    }

    @Test
    void readsFindingsOfTheNewerShapeFromTheNewerPath() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, V3));
                ThunderstormClient client =
                        builder(server).generation(ApiGeneration.V1).build()) {
            Finding finding = client.check(sample()).findings().get(0);
            assertEquals("POST /api/v1/check HTTP/1.1", server.requests().get(0).line());
            assertEquals(Level.WARNING, finding.level());
            assertEquals("HTTPServer", finding.module());
            assertEquals("/srv/y", finding.file());
            assertEquals(Map.of("sha256", "dd"), finding.hashes());
            assertEquals(
                    new Finding.Reason(
                            "why", "R", 70, List.of("r1", "r2"), "", "2026-01-01", List.of("A"), List.of("abc")),
                    finding.reasons().get(0));
        }
    }

    @Test
    void sendsLengthSourceAndCollection() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, "{\"id\":7}"));
                ThunderstormClient client =
                        builder(server).source("w b&c#\u00e4|\"").build()) {
            assertEquals(new Receipt("7"), client.checkAsync(sample(), "s-1"));
            StubServer.Request request = server.requests().get(0);
            assertEquals("POST /api/checkAsync?source=w%20b%26c%23%C3%A4%7C%22&scan_id=s-1 HTTP/1.1", request.line());
            assertEquals(request.body().length, Integer.parseInt(request.header("Content-Length")));
            assertEquals("", request.header("Transfer-Encoding"));
            assertEquals("", request.header("Expect"));
            assertEquals("/x/y", request.sentName());
            assertArrayEquals("content".getBytes(UTF_8), request.sample());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/plain/name.txt~/plain/name.txt",
                "/a\"b~/a%22b",
                "C:\\Users\\x~C:\\\\Users\\\\x",
                "/50%22~/50%22",
                "/semi;colon~/semi;colon"
            })
    void sendsNamesAsAllServersReadThemBack(String name, String sent) throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, "[]"));
                ThunderstormClient client = client(server)) {
            client.check(Sample.of(name, new byte[0]));
            assertEquals(sent, server.requests().get(0).sentName());
        }
    }

    @Test
    void sendsLineEndsAndUmlautsInNames() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, "[]"));
                ThunderstormClient client = client(server)) {
            client.check(Sample.of("/a\r\nX: y\u0001/\u00e4\ud83d\ude00", new byte[0]));
            assertEquals(
                    "/a%0D%0AX: y%01/\u00e4\ud83d\ude00",
                    server.requests().get(0).sentName());
        }
    }

    @Test
    void opensTheFileAnewForEachTryAndWaitsAsTold(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "all of it");
        AtomicInteger count = new AtomicInteger();
        try (StubServer server = new StubServer(request -> switch (count.incrementAndGet()) {
                    case 1 -> StubServer.json(503, "{\"error\":\"server overloaded\"}", "Retry-After: 7");
                    case 2 -> StubServer.json(503, "", "Retry-After: Sun, 22 Nov 2026 10:00:00 GMT");
                    case 3 -> StubServer.json(429, "", "Retry-After: 999999");
                    case 4 -> null;
                    case 5 -> StubServer.json(500, "{\"message\":\"oops\"}");
                    default -> StubServer.json(200, "[]");
                });
                ThunderstormClient client = client(server)) {
            assertFalse(client.check(Sample.of(file)).suspicious());
            assertEquals(6, server.requests().size());
            for (StubServer.Request request : server.requests()) {
                assertArrayEquals("all of it".getBytes(UTF_8), request.sample());
            }
            assertEquals(
                    List.of(
                            Duration.ofSeconds(7),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(4),
                            Duration.ofSeconds(8)),
                    pauses);
        }
    }

    @Test
    void givesABusyServerUpAfterAWhile() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(503, "", "Retry-After: 1"));
                ThunderstormClient client = builder(server)
                        .retries(new RetryPolicy(4, 5, Duration.ofSeconds(1), Duration.ofSeconds(9)))
                        .build()) {
            assertThrows(ThunderstormException.Busy.class, () -> client.check(sample()));
            assertEquals(5, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 302})
    void takesNothingBut200ForSuccess(int status) throws IOException {
        try (StubServer server =
                        new StubServer(request -> StubServer.json(status, "", "Location: http://localhost:1/"));
                ThunderstormClient client = client(server)) {
            assertThrows(ThunderstormException.BadAnswer.class, () -> client.check(sample()));
            assertThrows(ThunderstormException.BadAnswer.class, () -> client.checkAsync(sample()));
            assertEquals(2, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "<html>", "[1]", "[] []", "{\"id\":null}", "{\"id\":{}}", "{\"id\":\"a b\"}"})
    void takesNoOtherBodyForSuccess(String body) throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(200, body));
                ThunderstormClient client = client(server)) {
            assertThrows(ThunderstormException.BadAnswer.class, () -> client.check(sample()));
            assertThrows(ThunderstormException.BadAnswer.class, () -> client.checkAsync(sample()));
        }
    }

    @Test
    void doesNotRepeatWhatIsRefused() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(413, "{\"message\":\"too\\nlarge\"}"));
                ThunderstormClient client = client(server)) {
            ThunderstormException.Refused refused =
                    assertThrows(ThunderstormException.Refused.class, () -> client.check(sample()));
            assertEquals(413, refused.status());
            assertTrue(String.valueOf(refused.getMessage()).contains("HTTP 413: too large"), refused.getMessage());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void stopsSendingWhenTheServerRefusesEarly() throws IOException {
        long size = 64 << 20;
        // Answers as soon as it has the head, and reads no body.
        try (java.net.ServerSocket listener =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (java.net.Socket socket = listener.accept()) {
                    socket.getInputStream().readNBytes(200);
                    socket.getOutputStream().write(StubServer.json(413, "{\"message\":\"too large\"}"));
                    socket.getOutputStream().flush();
                    socket.getInputStream().readNBytes(1 << 20);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client hangs up, as it should.
                    return;
                }
            });
            thread.start();
            AtomicInteger chunks = new AtomicInteger();
            Sample large = new Sample("large", size, () -> new java.io.InputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    chunks.incrementAndGet();
                    return length;
                }
            });
            try (ThunderstormClient client = ThunderstormClient.builder(
                            java.net.URI.create("http://localhost:" + listener.getLocalPort()))
                    .retries(RetryPolicy.NONE)
                    .build()) {
                ThunderstormException.Refused refused =
                        assertThrows(ThunderstormException.Refused.class, () -> client.check(large));
                assertEquals(413, refused.status());
            }
            assertTrue(chunks.get() < size >> 16, "all of it was sent");
        }
    }

    @Test
    void boundsAnswers() throws IOException {
        String large = "[" + "{\"level\":\"Info\"},".repeat(1_000) + "{}]";
        try (StubServer server = new StubServer(request -> StubServer.json(200, large));
                ThunderstormClient exact =
                        builder(server).maxAnswer(large.length()).build();
                ThunderstormClient small =
                        builder(server).maxAnswer(large.length() - 1).build()) {
            assertEquals(1_001, exact.check(sample()).findings().size());
            ThunderstormException.BadAnswer bad =
                    assertThrows(ThunderstormException.BadAnswer.class, () -> small.check(sample()));
            assertTrue(bad.reason().contains("more than"), bad.reason());
        }
    }

    @Test
    void takesNoCutAnswerForAResult() throws IOException {
        byte[] cut = new String(StubServer.json(200, "[]"), UTF_8)
                .replace("Content-Length: 2", "Content-Length: 30")
                .getBytes(UTF_8);
        try (StubServer server = new StubServer(request -> cut);
                ThunderstormClient client = builder(server)
                        .retries(new RetryPolicy(2, 1, Duration.ZERO, Duration.ZERO))
                        .build()) {
            assertThrows(ThunderstormException.Unreachable.class, () -> client.check(sample()));
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void tellsAFileThatGotShorterOrWentAway(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "0123456789");
        try (StubServer server = new StubServer(request -> StubServer.json(200, "[]"));
                ThunderstormClient client = client(server)) {
            Sample sample = Sample.of(file);
            Files.writeString(file, "0");
            assertTrue(assertThrows(ThunderstormException.SampleUnreadable.class, () -> client.check(sample))
                    .reason()
                    .contains("shorter"));
            Files.delete(file);
            assertThrows(ThunderstormException.SampleUnreadable.class, () -> client.check(sample));
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void sendsWhatAGrowingFileWasAtItsBegin(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "0123");
        try (StubServer server = new StubServer(request -> StubServer.json(200, "[]"));
                ThunderstormClient client = client(server)) {
            Sample sample = Sample.of(file);
            Files.writeString(file, "0123456789");
            client.check(sample);
            assertArrayEquals("0123".getBytes(UTF_8), server.requests().get(0).sample());
        }
    }

    @Test
    void pollsUntilTheResultIsThere() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (StubServer server = new StubServer(request -> StubServer.json(
                        200,
                        switch (count.incrementAndGet()) {
                            case 1 -> "{\"id\":360715}";
                            case 2 -> "{\"status\":\"Waiting for execution\"}";
                            case 3 -> "{\"status\":\"Currently being scanned\"}";
                            default -> "{\"status\":\"Sample analysis complete\",\"result\":" + FLAT + "}";
                        }));
                ThunderstormClient client = client(server)) {
            Receipt receipt = client.checkAsync(sample());
            CheckResult result = client.await(receipt, Duration.ofMinutes(1));
            assertEquals(94, result.findings().get(0).score());
            assertEquals(
                    "GET /api/getAsyncResults?id=360715 HTTP/1.1",
                    server.requests().get(1).line());
            assertEquals(List.of(Duration.ofMillis(100), Duration.ofMillis(150)), pauses);
        }
    }

    @Test
    void endsWaitingWithTheReason() throws IOException {
        List<String> answers = List.of(
                "{\"status\":\"Sample analysis failed\"}",
                "{\"status\":\"Waiting for execution\"}",
                "{\"status\":\"invalid\"}");
        AtomicInteger count = new AtomicInteger();
        try (StubServer server = new StubServer(request -> StubServer.json(200, answers.get(count.getAndIncrement())));
                ThunderstormClient client = builder(server)
                        .clock(Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC))
                        .build()) {
            Receipt receipt = new Receipt("1");
            assertThrows(ThunderstormException.ScanFailed.class, () -> client.await(receipt, Duration.ZERO));
            assertThrows(ThunderstormException.NoResultYet.class, () -> client.await(receipt, Duration.ZERO));
            assertEquals(SampleState.OTHER, client.asyncResult(receipt).state());
        }
    }

    @Test
    void tellsAnIdThatTheServerForgot() throws IOException {
        try (StubServer server =
                        new StubServer(request -> StubServer.json(400, "{\"message\":\"Invalid sample ID\"}"));
                ThunderstormClient client = client(server)) {
            assertThrows(ThunderstormException.UnknownSample.class, () -> client.asyncResult(new Receipt("5")));
        }
    }

    @Test
    void readsStatusInfoAndHistoriesOfBothGenerations() throws IOException {
        Map<String, String> answers = Map.of(
                "GET /api/status",
                "{\"uptime_s\":5,\"scanned_samples\":3,\"queued_async_requests\":2,\"denied_request_proportion\":0.5}",
                "GET /api/info",
                "{\"version_info\":{\"thor\":\"11\",\"signatures\":\"26.1\",\"sigma\":\"r1\"},\"threads\":4}",
                "GET /api/sampleHistory",
                "{\"2026-11-22 10:15\":3,\"2026-11-22 10:00\":0}");
        try (StubServer server = new StubServer(
                        request -> StubServer.json(200, answers.getOrDefault(request.operation(), "[]")));
                ThunderstormClient client = client(server)) {
            ServiceStatus status = client.status();
            assertEquals(5, status.uptimeSeconds().orElseThrow());
            assertEquals(3, status.scannedSamples().orElseThrow());
            assertEquals(2, status.queuedAsyncRequests().orElseThrow());
            assertEquals(0.5, status.values().get("denied_request_proportion"));
            assertEquals("26.1", client.info().signatureVersion());
            assertEquals(4, client.info().threads());
            assertEquals(
                    Map.of(LocalDateTime.of(2026, 11, 22, 10, 0), 0L, LocalDateTime.of(2026, 11, 22, 10, 15), 3L),
                    client.history(History.SAMPLES, 15, 60));
            assertEquals(
                    "GET /api/sampleHistory?aggregate=15&limit=60 HTTP/1.1",
                    server.requests("GET /api/sampleHistory").get(0).line());
            assertThrows(ThunderstormException.BadAnswer.class, () -> client.history(History.DENIED, 1, 0));
        }
    }

    @Test
    void asksForTheStatusOnce() throws IOException {
        try (StubServer server = new StubServer(request -> StubServer.json(503, "", "Retry-After: 1"));
                ThunderstormClient client = client(server)) {
            assertThrows(ThunderstormException.class, client::status);
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void marksCollectionsWhereTheServerKnowsThem() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (StubServer server = new StubServer(request -> switch (count.incrementAndGet()) {
                    case 1 -> StubServer.json(200, "{\"scan_id\":\"abc-1\"}");
                    case 2 -> StubServer.json(200, "{\"ok\":true}");
                    default -> StubServer.json(404, "404 page not found");
                });
                ThunderstormClient client = client(server)) {
            CollectionMarker begin = new CollectionMarker(
                    CollectionMarker.Type.BEGIN, "h", "thor/1", Instant.EPOCH, null, Map.of(), null);
            CollectionMarker end = new CollectionMarker(
                    CollectionMarker.Type.END, "h", "thor/1", Instant.EPOCH, "abc-1", Map.of("scanned", 3L), null);
            assertEquals(Optional.of("abc-1"), client.begin(begin));
            assertTrue(client.end(end));
            assertEquals(Optional.empty(), client.begin(begin));
            assertFalse(client.end(end));
            assertEquals(
                    "{\"type\":\"begin\",\"source\":\"h\",\"hostname\":\"h\",\"collector\":\"thor/1\","
                            + "\"timestamp\":\"1970-01-01T00:00:00Z\"}",
                    new String(server.requests().get(0).body(), UTF_8));
            assertEquals(
                    "{\"type\":\"end\",\"source\":\"h\",\"hostname\":\"h\",\"collector\":\"thor/1\","
                            + "\"timestamp\":\"1970-01-01T00:00:00Z\",\"scan_id\":\"abc-1\",\"stats\":{\"scanned\":3}}",
                    new String(server.requests().get(1).body(), UTF_8));
        }
    }

    @Test
    void sendsItsTokenAndHidesIt() throws IOException {
        ConnectionSettings settings =
                ConnectionSettings.builder().bearerToken("secret-1").build();
        assertFalse(settings.toString().contains("secret-1"));
        try (StubServer server = new StubServer(request -> StubServer.json(401, ""));
                ThunderstormClient client = builder(server).connection(settings).build()) {
            ThunderstormException.Refused refused =
                    assertThrows(ThunderstormException.Refused.class, () -> client.check(sample()));
            assertEquals("Bearer secret-1", server.requests().get(0).header("Authorization"));
            assertFalse(refused.toString().contains("secret-1"));
        }
    }

    @Test
    void goesThroughItsProxy() throws IOException {
        try (StubServer proxy = new StubServer(
                        request -> request.header("Proxy-Authorization").isEmpty()
                                ? StubServer.json(407, "", "Proxy-Authenticate: Basic realm=\"x\"")
                                : StubServer.json(200, "[]"));
                ThunderstormClient client = ThunderstormClient.builder(java.net.URI.create("http://far.example:8080"))
                        .connection(ConnectionSettings.builder()
                                .proxies(ProxySettings.always("http://me:p%40ss@localhost:" + proxy.port()))
                                .build())
                        .build()) {
            client.check(sample());
            StubServer.Request last = proxy.requests().get(1);
            assertEquals("POST http://far.example:8080/api/check HTTP/1.1", last.line());
            assertEquals("Basic bWU6cEBzcw==", last.header("Proxy-Authorization"));
        }
    }

    @Test
    void saysWhyAServerCannotBeReached() throws IOException {
        int port;
        try (StubServer gone = new StubServer(request -> null)) {
            port = gone.port();
        }
        try (ThunderstormClient client = ThunderstormClient.builder(java.net.URI.create("http://localhost:" + port))
                .build()) {
            ThunderstormException.Unreachable e = assertThrows(ThunderstormException.Unreachable.class, client::status);
            assertEquals("http://localhost:" + port + ": no connection", e.getMessage());
        }
    }
}
