package io.thor4j.thunderstorm.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.thunderstorm.StubServer;
import io.thor4j.thunderstorm.client.RetryPolicy;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.client.ThunderstormException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
    @TempDir
    private Path root;

    @TempDir
    private Path elsewhere;

    private final RecordingListener listener = new RecordingListener();

    /** A server that takes everything and knows no collections. */
    private static byte[] taking(StubServer.Request request) {
        return switch (request.operation()) {
            case "GET /api/status" -> StubServer.json(200, "{\"scanned_samples\":0}");
            case "POST /api/check" -> StubServer.json(200, "[]");
            case "POST /api/checkAsync" -> StubServer.json(200, "{\"id\":1}");
            default -> StubServer.json(404, "404 page not found");
        };
    }

    private static StubServer server(Function<StubServer.Request, byte[]> uploads) throws IOException {
        return new StubServer(request ->
                request.operation().startsWith("POST /api/check") ? uploads.apply(request) : taking(request));
    }

    private CollectorSettings.Builder settings() {
        return CollectorSettings.builder().paths(List.of(root)).source("host");
    }

    private CollectionReport collect(StubServer server, CollectorSettings settings)
            throws IOException, InterruptedException {
        try (ThunderstormClient client = ThunderstormClient.builder(server.uri())
                .source("host")
                .pause(time -> {})
                .build()) {
            return new Collector(settings, client, server.uri().toString(), listener).run();
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Set<String> sent() {
        Set<String> names = new TreeSet<>();
        listener.events.forEach((name, event) -> {
            if (event.equals("sent")) {
                names.add(root.relativize(Path.of(name)).toString().replace('\\', '/'));
            }
        });
        return names;
    }

    @Test
    void sendsEveryFileOnceAfterAskingForTheStatus() throws Exception {
        for (int i = 0; i < 60; i++) {
            write("d" + i % 7 + "/f" + i, "content " + i);
        }
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            CollectionReport report = collect(server, settings().threads(4).build());
            assertEquals(60, report.seen());
            assertEquals(60, report.sent());
            assertTrue(report.complete());
            assertEquals("GET /api/status", server.requests().get(0).operation());
            Set<String> bodies = new TreeSet<>();
            for (StubServer.Request request : server.requests("POST /api/checkAsync")) {
                assertTrue(request.line().endsWith("?source=host HTTP/1.1"), request.line());
                bodies.add(new String(request.sample(), UTF_8));
            }
            assertEquals(60, bodies.size());
        }
    }

    @Test
    void selectsBySizeExtensionAndMagic() throws Exception {
        write("a.EXE", "x");
        write("b.txt", "MZ...");
        write("c.txt", "x");
        write("d.exe", "x".repeat(101));
        write("e", "M");
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            collect(
                    server,
                    settings()
                            .maxFileSize(100)
                            .extensions(List.of(".exe"))
                            .magics(List.of("4d 5A"))
                            .build());
        }
        assertEquals(Set.of("a.EXE", "b.txt"), sent());
        assertEquals(
                "skipped: larger than 100 bytes",
                listener.events.get(root.resolve("d.exe").toString()));
    }

    @Test
    void excludesFoldersAndNames() throws Exception {
        write("keep/x", "x");
        write("tools/x", "x");
        write("a/.git/b/c", "x");
        write("a/x.log", "x");
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            collect(
                    server,
                    settings()
                            .excludes(List.of(root.resolve("tools").toString(), "**/.git/**", "*.log"))
                            .build());
        }
        assertEquals(Set.of("keep/x"), sent());
    }

    @Test
    void selectsByTheNewestOfThreeTimes() throws Exception {
        write("old", "x");
        Files.setLastModifiedTime(root.resolve("old"), FileTime.from(Instant.EPOCH));
        CollectorSettings twoDays = settings().maxAge(Duration.ofDays(2)).build();
        try (StubServer server = new StubServer(CollectorTest::taking);
                ThunderstormClient client =
                        ThunderstormClient.builder(server.uri()).build()) {
            // Its change is as new as the test.
            collect(server, twoDays);
            assertEquals(Set.of("old"), sent());
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));
            CollectionReport report =
                    new Collector(twoDays, client, "s", listener, later, RetryPolicy.Pause.SLEEP).run();
            assertEquals(1, report.skipped());
            assertEquals(0, report.sent());
        }
    }

    @Test
    void leavesOutLinksAndSpecialFilesAndSaysSo() throws Exception {
        write("real/f", "x");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("real/f"));
        Files.createSymbolicLink(root.resolve("loop"), root);
        boolean pipe = new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor()
                == 0;
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            CollectionReport report = collect(server, settings().build());
            assertEquals(pipe ? 3 : 2, report.skipped());
            assertTrue(report.complete());
        }
        assertEquals(Set.of("real/f"), sent());
        assertEquals(
                "skipped: symbolic link",
                listener.events.get(root.resolve("link").toString()));
    }

    @Test
    void sendsHostileNames() throws Exception {
        List<String> names = List.of(
                "a\nb", "a\"b", "a;b", "a%0Ab", " blank ", "\u00e4\ud83d\ude00", "back\\slash", "x".repeat(200), "-o");
        for (String name : names) {
            write(name, name);
        }
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            CollectionReport report = collect(server, settings().build());
            assertEquals(names.size(), report.sent());
            for (StubServer.Request request : server.requests("POST /api/checkAsync")) {
                String name = new String(request.sample(), UTF_8);
                String expected = root.resolve(name)
                        .toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "%22")
                        .replace("\n", "%0A");
                assertEquals(expected, request.sentName());
            }
        }
    }

    @Test
    void goesOnWhenFilesVanishShrinkGrowOrCannotBeRead() throws Exception {
        write("0first", "x");
        write("1vanishes", "x");
        write("2shrinks", "0123456789");
        write("3grows", "01234");
        write("4after", "x");
        boolean locked = root.resolve("5locked").toFile().createNewFile()
                && root.resolve("5locked").toFile().setReadable(false)
                && !Files.isReadable(root.resolve("5locked"));
        AtomicReference<byte[]> grown = new AtomicReference<>();
        try (StubServer server = server(request -> {
            try {
                String text = new String(request.body(), UTF_8);
                if (text.contains("0first")) {
                    // All are queued by now or will be: the one worker waits here.
                    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                    while (!listener.events.containsKey(root.resolve("zz").toString()) && System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    Files.delete(root.resolve("1vanishes"));
                    Files.writeString(root.resolve("2shrinks"), "0");
                    Files.writeString(root.resolve("3grows"), "0123456789");
                } else if (text.contains("3grows")) {
                    grown.set(request.sample());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return taking(request);
        })) {
            // The last entry: when it was skipped, the walk is over.
            Files.createSymbolicLink(root.resolve("zz"), root);
            CollectionReport report = collect(server, settings().build());
            assertEquals(
                    "skipped: file disappeared",
                    listener.events.get(root.resolve("1vanishes").toString()));
            assertEquals(
                    "failed: it got shorter while it was sent",
                    listener.events.get(root.resolve("2shrinks").toString()));
            assertArrayEquals("01234".getBytes(UTF_8), grown.get());
            assertEquals("sent", listener.events.get(root.resolve("4after").toString()));
            assertEquals(locked ? 2 : 1, report.failed());
            assertFalse(report.complete());
        }
    }

    @Test
    void tellsAnUnreadableFileFromOthers() throws Exception {
        write("ok", "x");
        write("no", "x");
        root.resolve("no").toFile().setReadable(false);
        if (Files.isReadable(root.resolve("no"))) {
            System.out.println("SKIPPED tellsAnUnreadableFileFromOthers: permissions do not bind this user (root)");
            return;
        }
        try (StubServer server = new StubServer(CollectorTest::taking)) {
            assertEquals(1, collect(server, settings().build()).failed());
        }
        assertEquals(
                "failed: access denied", listener.events.get(root.resolve("no").toString()));
    }

    @Test
    void entersNoPseudoFileSystem() throws Exception {
        if (!Files.exists(Path.of("/proc/self/mounts"))) {
            System.out.println("SKIPPED entersNoPseudoFileSystem: no /proc");
            return;
        }
        CollectorSettings settings = CollectorSettings.builder()
                .paths(List.of(Path.of("/")))
                // All but /proc, to be done soon.
                .excludes(List.of(
                        "/[!p]*", "/b*", "/d*", "/e*", "/h*", "/l*", "/m*", "/o*", "/r*", "/s*", "/t*", "/u*", "/v*",
                        "/w*"))
                .dryRun(true)
                .build();
        new Collector(settings, null, "", listener).run();
        assertEquals("skipped: pseudo file system", listener.events.get("/proc"));
    }

    @Test
    void sendsNothingInADryRun() throws Exception {
        write("a", "x");
        CollectionReport report = new Collector(settings().dryRun(true).build(), null, "", listener).run();
        assertEquals(1, report.sent());
        assertThrows(
                IllegalArgumentException.class, () -> new Collector(settings().build(), null, "", listener));
    }

    @Test
    void reportsResultsOfSynchronousUploads() throws Exception {
        write("bad", "x");
        write("good", "x");
        try (StubServer server = server(request -> StubServer.json(
                200,
                request.sentName().endsWith("bad") ? "[{\"level\":\"Alert\",\"score\":90,\"context\":{}}]" : "[]"))) {
            CollectionReport report =
                    collect(server, settings().synchronous(true).build());
            assertEquals(1, report.suspicious());
            assertEquals(
                    90,
                    listener.results
                            .get(root.resolve("bad").toString())
                            .findings()
                            .get(0)
                            .score());
        }
    }

    @Test
    void goesOnAfterAFileThatTheServerRefuses() throws Exception {
        write("a", "x");
        write("b", "x");
        try (StubServer server = server(request ->
                request.sentName().endsWith("a") ? StubServer.json(413, "{\"message\":\"no\"}") : taking(request))) {
            CollectionReport report = collect(server, settings().build());
            assertEquals(1, report.sent());
            assertEquals(1, report.failed());
            assertEquals(Map.of("HTTP 413: no", 1L), report.reasons());
        }
    }

    @Test
    void givesUpWhenTheServerGoesAway() throws Exception {
        for (int i = 0; i < 50; i++) {
            write("f" + i, "x");
        }
        Path state = elsewhere.resolve("state");
        try (StubServer server = server(request -> null)) {
            CollectionReport report = collect(server, settings().state(state).build());
            assertEquals(5, report.failed());
            assertTrue(String.valueOf(report.interruption()).contains("cannot be reached"), report.interruption());
            assertTrue(Files.exists(state));
        }
    }

    @Test
    void sendsNothingWithoutAStatus() throws Exception {
        write("a", "x");
        try (StubServer server = new StubServer(request -> StubServer.json(500, ""))) {
            assertThrows(
                    ThunderstormException.class,
                    () -> collect(server, settings().build()));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void marksTheCollection() throws Exception {
        write("a", "x");
        try (StubServer server = new StubServer(request -> request.operation().equals("POST /api/collection")
                ? StubServer.json(200, "{\"scan_id\":\"id-9\"}")
                : taking(request))) {
            collect(server, settings().collector("thor/1").build());
            assertTrue(server.requests("POST /api/checkAsync").get(0).line().contains("&scan_id=id-9 "));
            List<StubServer.Request> markers = server.requests("POST /api/collection");
            assertEquals(2, markers.size());
            String end = new String(markers.get(1).body(), UTF_8);
            assertTrue(end.startsWith("{\"type\":\"end\",\"source\":\"host\""), end);
            assertTrue(
                    end.contains(
                            "\"scan_id\":\"id-9\",\"stats\":{\"scanned\":1,\"submitted\":1,\"skipped\":0,\"failed\":0,"),
                    end);
        }
    }

    @Test
    void endsWhenTheServerRefusesTheCollection() throws Exception {
        write("a", "x");
        try (StubServer server = new StubServer(request -> request.operation().equals("POST /api/collection")
                ? StubServer.json(400, "{\"message\":\"no\"}")
                : taking(request))) {
            assertThrows(
                    ThunderstormException.Refused.class,
                    () -> collect(server, settings().build()));
            assertEquals(List.of(), server.requests("POST /api/checkAsync"));
        }
    }

    @Test
    void stopsInOrderAndGoesOnLater() throws Exception {
        for (int i = 0; i < 40; i++) {
            write("f" + i, "content " + i);
        }
        Path state = elsewhere.resolve("state");
        CollectorSettings settings = settings().state(state).build();
        AtomicReference<Collector> running = new AtomicReference<>();
        AtomicInteger uploads = new AtomicInteger();
        Set<String> received = new TreeSet<>();
        try (StubServer server = new StubServer(request -> {
                    if (request.operation().equals("POST /api/checkAsync")) {
                        received.add(request.sentName());
                        if (uploads.incrementAndGet() == 10) {
                            running.get().stop("test");
                        }
                    }
                    return request.operation().equals("POST /api/collection")
                            ? StubServer.json(200, "{\"scan_id\":\"i\"}")
                            : taking(request);
                });
                ThunderstormClient client =
                        ThunderstormClient.builder(server.uri()).build()) {
            running.set(new Collector(settings, client, "s", listener));
            CollectionReport report = running.get().run();
            assertEquals("test", report.interruption());
            assertEquals(10, report.sent());
            List<StubServer.Request> markers = server.requests("POST /api/collection");
            assertTrue(new String(markers.get(1).body(), UTF_8).contains("\"type\":\"interrupted\""));
            CollectionReport rest = new Collector(settings, client, "s", listener).run();
            assertEquals(10, rest.sentBefore());
            assertEquals(30, rest.sent());
            assertEquals(40, received.size());
            assertEquals(40, uploads.get());
            assertFalse(Files.exists(state), "all is sent");
        }
    }

    @Test
    void sendsAChangedFileAgain() throws Exception {
        write("a", "x");
        write("b", "x");
        Path state = elsewhere.resolve("state");
        CollectorSettings settings = settings().state(state).build();
        try (StubServer server =
                server(request -> request.sentName().endsWith("b") ? StubServer.json(400, "") : taking(request))) {
            assertEquals(1, collect(server, settings).sent());
            write("a", "xy");
            CollectionReport report = collect(server, settings);
            assertEquals(1, report.sent());
            assertEquals(0, report.sentBefore());
        }
    }

    @ParameterizedTest
    @CsvSource({"14,1209600", "14d,1209600", "12h,43200", "30m,1800", "90s,90"})
    void readsAges(String text, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), AgeLimit.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "-1", "1w", "1.5h", "9999999999"})
    void refusesWhatIsNoAge(String text) {
        assertThrows(IllegalArgumentException.class, () -> AgeLimit.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1,8,1", "0,8,8", "-2,8,6", "-8,8,1", "-99,8,1", "20,8,20"})
    void countsThreads(int asked, int cores, int threads) {
        assertEquals(threads, CollectorSettings.threads(asked, cores));
    }

    @Test
    void spreadsUploads() throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        long[] now = {5};
        UploadRate rate = new UploadRate(60, () -> now[0], waits::add);
        rate.await();
        rate.await();
        rate.await();
        now[0] += Duration.ofSeconds(60).toNanos();
        rate.await();
        rate.await();
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1)), waits);
    }

    @Test
    void readsTheVendorsTemplate() throws IOException {
        Path file = elsewhere.resolve("config.yml");
        Files.writeString(
                file,
                "max-filesize: 100\nextension:\n    - .asp\n    - .vbs\nmagics:\n    - 01 06 01 00  # Job\nssl: true\n");
        assertEquals(
                Map.of(
                        "max-filesize", List.of("100"),
                        "extension", List.of(".asp", ".vbs"),
                        "magic", List.of("01 06 01 00"),
                        "ssl", List.of("true")),
                CollectorTemplate.read(file, Set.of("max-filesize", "extension", "magic", "ssl")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only this\n",
                "- a\n",
                "unknown: 1\n",
                "port: {a: 1}\n",
                "port: 1\nport: 2\n",
                "port: [",
                "port: !!java.io.File [x]\n"
            })
    void refusesOtherTemplates(String text) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("config.yml"), text);
        MalformedInputException e =
                assertThrows(MalformedInputException.class, () -> CollectorTemplate.read(file, Set.of("port")));
        assertTrue(String.valueOf(e.getMessage()).contains("config.yml"), e.getMessage());
    }
}
