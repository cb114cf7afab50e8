package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.thunderstorm.TestAuthority;
import io.thor4j.thunderstorm.TestTls;
import io.thor4j.thunderstorm.client.ApiGeneration;
import io.thor4j.thunderstorm.client.CheckResult;
import io.thor4j.thunderstorm.client.Finding;
import io.thor4j.thunderstorm.client.Receipt;
import io.thor4j.thunderstorm.client.RetryPolicy;
import io.thor4j.thunderstorm.client.Sample;
import io.thor4j.thunderstorm.client.SampleState;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.client.ThunderstormException;
import io.thor4j.thunderstorm.collector.CollectionListener;
import io.thor4j.thunderstorm.collector.CollectionReport;
import io.thor4j.thunderstorm.collector.Collector;
import io.thor4j.thunderstorm.collector.CollectorSettings;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Our own client and collector, and Java's HTTP client, against the real service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "0123456789abcdef-token";

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private Running running;
    private TestAuthority authority;
    private TestAuthority.Signed serverKey;
    private TestAuthority.Signed clientKey;

    @BeforeAll
    void start() throws Exception {
        running = new Running(folder);
        authority = new TestAuthority(folder.resolve("authority"));
        serverKey = authority.sign("server", "ip:127.0.0.1");
        clientKey = authority.sign("collector-7", "dns:collector-7");
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private static ThunderstormClient.Builder client(Running server) {
        return ThunderstormClient.builder(server.server.address()).source("höst \"1\" & 2");
    }

    private static Sample bad(String name) {
        return Sample.of(name, Running.VECTOR.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertShell(String name, CheckResult result) {
        assertEquals(1, result.findings().size(), result.toString());
        Finding finding = result.findings().get(0);
        assertEquals(name, finding.file());
        assertEquals(Level.WARNING, finding.level());
        assertEquals(75, finding.score());
        assertEquals(16, finding.size());
        assertEquals("2481bc6bb2d063522ef8b5d579fd97d7", finding.hashes().get("md5"));
        assertEquals(
                "4d40de75d7c8591d2ea59d3a000fb6cf58d97896", finding.hashes().get("sha1"));
        assertEquals(
                "3b435df5076f6b1df7f2bc97cd86fbf7b479352e8c33960dfc4f1cbbe9b14fa7",
                finding.hashes().get("sha256"));
        assertEquals("Evil_Webshell", finding.reasons().get(0).rule());
        assertEquals("tests", finding.reasons().get(0).author());
        assertTrue(result.suspicious());
    }

    @Test
    void bothShapesComeBackSynchronouslyAndAsynchronously() {
        for (ApiGeneration generation : ApiGeneration.values()) {
            try (ThunderstormClient client =
                    client(running).generation(generation).build()) {
                assertShell("/srv/a.jsp", client.check(bad("/srv/a.jsp")));
                assertEquals(
                        "höst \"1\" & 2",
                        running.findings.get(running.findings.size() - 1).meta().hostname());
                Receipt receipt = client.checkAsync(bad("C:\\Users\\ü\\b.jsp"));
                Receipt clean = client.checkAsync(Sample.of("clean", new byte[0]));
                assertShell("C:\\Users\\ü\\b.jsp", client.await(receipt, PATIENCE));
                assertEquals(List.of(), client.await(clean, PATIENCE).findings());
                assertEquals(SampleState.COMPLETE, client.asyncResult(receipt).state());
                assertThrows(
                        ThunderstormException.UnknownSample.class, () -> client.asyncResult(new Receipt("999999999")));
                assertTrue(client.status().scannedSamples().orElseThrow() >= 3);
                assertTrue(client.info().json().containsKey("thor_version"));
            }
        }
    }

    @Test
    void hostileNamesAreReadBackAsTheyWere() {
        try (ThunderstormClient client = client(running).build()) {
            for (String name : List.of(
                    "../../etc/passwd",
                    "C:\\Windows\\..\\x;name=\"y.exe",
                    "\\\\host\\share\\a\\",
                    "back\\\"slash\\\\",
                    "a\r\nContent-Type: text/html\r\n\r\n<b>.txt",
                    "\"; filename=\"other",
                    "%41%22%0d",
                    "' && echo {${jndi:x}} | `id`",
                    "žluťoučký-\uD83D\uDE00-\u202Egpj.exe",
                    " leading and trailing ",
                    "tab\there\u0001\u007f",
                    "x".repeat(4_000))) {
                assertShell(sent(name), client.check(bad(name)));
                assertShell(sent(name), client.await(client.checkAsync(bad(name)), PATIENCE));
            }
        }
    }

    @Test
    void theCollectorSendsAFolderWithMarkersAndGoesOnWhereItWas() throws Exception {
        Path tree = Files.createDirectories(other.resolve("tree/deep"));
        Set<String> names = new TreeSet<>(List.of("plain.jsp", "blank ü.jsp"));
        if (File.separatorChar == '/') {
            names.addAll(List.of("quote\".jsp", "back\\slash.jsp", "line\nfeed;x=y.jsp"));
        }
        for (String name : names) {
            Files.writeString(tree.resolve(name), Running.VECTOR);
        }
        Files.writeString(tree.resolve("clean.txt"), "nothing");
        Set<String> expected = names.stream()
                .map(name -> sent(tree.resolve(name).toString()))
                .collect(Collectors.toCollection(TreeSet::new));
        Path accessLog = other.resolve("access.log");
        try (Running server = new Running(other.resolve("server"), builder -> builder.accessLog(accessLog))) {
            for (boolean synchronous : new boolean[] {true, false}) {
                server.findings.clear();
                server.messages.clear();
                Path state = other.resolve("sent-" + synchronous);
                CollectionReport report = collect(server, tree, synchronous, state);
                assertTrue(report.complete(), report.toString());
                assertEquals(names.size() + 1, report.sent());
                assertEquals(synchronous ? names.size() : 0, report.suspicious());
                await(() -> server.findings.size() == names.size());
                assertEquals(
                        expected,
                        server.findings.stream()
                                .map(EndToEndTest::path)
                                .collect(Collectors.toCollection(TreeSet::new)));
                assertEquals(
                        List.of("Collection begins", "Collection ended"),
                        server.messages.stream().map(Message::text).toList());
                assertEquals(
                        String.valueOf(names.size() + 1),
                        ((Map<?, ?>) server.messages.get(1).fields().get("stats")).get("submitted"));
                String id = String.valueOf(server.messages.get(0).fields().get("scan_id"));
                assertEquals(id, server.messages.get(1).fields().get("scan_id"));
                assertEquals(
                        names.size() + 1,
                        Files.readAllLines(accessLog).stream()
                                .filter(line -> line.contains("\"" + id + "\""))
                                .count());
            }
        }
    }

    /** A kill may fall between a receipt and the line in the list: then that one file is sent again. */
    @Test
    void aKilledCollectionGoesOnWhereItWas() throws Exception {
        int files = 60;
        Path tree = Files.createDirectories(other.resolve("tree"));
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < files; i++) {
            Path file = Files.writeString(tree.resolve("f" + i), Running.VECTOR);
            expected.add(file.toString());
        }
        Path state = other.resolve("sent");
        try (Running server = new Running(other.resolve("server"))) {
            for (int kill = 1; kill <= 3; kill++) {
                Process process = collector(server, tree, state);
                int until = kill * 12;
                await(() -> server.findings.size() >= until || !process.isAlive());
                process.destroyForcibly().waitFor();
            }
            assertEquals(0, collector(server, tree, state).waitFor());
            await(() ->
                    server.server.status().get("queued_async_requests").equals(0L) && server.findings.size() >= files);
            List<String> received =
                    server.findings.stream().map(EndToEndTest::path).toList();
            assertEquals(expected, new TreeSet<>(received), "nothing is left out");
            assertTrue(received.size() <= files + 3, received.size() + " of " + files);
            assertTrue(Files.notExists(state), "a whole collection leaves no list");
        }
    }

    private Process collector(Running server, Path tree, Path state) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.thor4j.thunderstorm.collector.CollectingProcess",
                        server.server.address().toString(),
                        tree.toString(),
                        state.toString(),
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(other.resolve("collector.out").toFile())
                .start();
    }

    private static CollectionReport collect(Running server, Path tree, boolean synchronous, Path state)
            throws IOException, InterruptedException {
        CollectorSettings settings = CollectorSettings.builder()
                .paths(List.of(tree))
                .source("host-9")
                .synchronous(synchronous)
                .state(state)
                .threads(2)
                .build();
        try (ThunderstormClient client = client(server).source("host-9").build()) {
            return new Collector(settings, client, server.server.address().toString(), CollectionListener.NONE).run();
        }
    }

    private static String path(Assessment finding) {
        return String.valueOf(finding.subject().get("path"));
    }

    /* What the reference's section 10 has a client write for what servers read in different ways. */
    private static String sent(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .forEach(c -> text.append(
                        c < ' ' || c == '"' || c == 0x7f ? String.format("%%%02X", c) : String.valueOf((char) c)));
        return text.toString();
    }

    /* Watches, bounded by the clock. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it took too long");
            Thread.onSpinWait();
        }
    }

    @Test
    void onlyTheRightTokenIsTaken() throws Exception {
        try (Running server = new Running(other, builder -> builder.clients(List.of(Client.of("soc", TOKEN, 0))))) {
            ConnectionSettings right =
                    ConnectionSettings.builder().bearerToken(TOKEN).build();
            try (ThunderstormClient client = client(server).connection(right).build()) {
                assertShell("a", client.check(bad("a")));
                assertShell("b", client.await(client.checkAsync(bad("b")), PATIENCE));
            }
            for (String token : new String[] {null, TOKEN + "x"}) {
                ConnectionSettings wrong =
                        ConnectionSettings.builder().bearerToken(token).build();
                try (ThunderstormClient client =
                        client(server).connection(wrong).build()) {
                    ThunderstormException.Refused refused =
                            assertThrows(ThunderstormException.Refused.class, () -> client.check(bad("a")));
                    assertEquals(401, refused.status());
                    assertThrows(ThunderstormException.Refused.class, () -> client.asyncResult(new Receipt("1")));
                }
            }
        }
    }

    private SSLContext tls(KeyStore own) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority.trust());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, TestAuthority.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Running overTls(boolean withClients) throws Exception {
        KeyStore keys = serverKey.store();
        KeyStore trust = authority.trust();
        return new Running(other, builder -> {
            builder.tls(keys, TestAuthority.PASSWORD.toCharArray());
            return withClients ? builder.clientAuthority(trust) : builder;
        });
    }

    private static HttpRequest form(URI address, String content) {
        return HttpRequest.newBuilder(address.resolve("/api/check?source=java"))
                .header("Content-Type", "multipart/form-data; boundary=B")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(Raw.form("B", "java.jsp", content)))
                .build();
    }

    @Test
    void tlsIsCheckedAndSpeaksHttp2() throws Exception {
        try (Running server = overTls(false)) {
            ConnectionSettings trusting =
                    ConnectionSettings.builder().authorities(authority.pem()).build();
            try (ThunderstormClient client = client(server).connection(trusting).build()) {
                assertShell("a", client.check(bad("a")));
                assertShell("b", client.await(client.checkAsync(bad("b")), PATIENCE));
            }
            try (ThunderstormClient client =
                    client(server).retries(RetryPolicy.NONE).build()) {
                ThunderstormException.Unreachable refused =
                        assertThrows(ThunderstormException.Unreachable.class, () -> client.check(bad("a")));
                assertTrue(refused.reason().contains("not trusted"), refused.reason());
            }
            HttpClient java = HttpClient.newBuilder()
                    .sslContext(tls(serverKey.store()))
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            HttpResponse<String> small =
                    java.send(form(server.server.address(), Running.VECTOR), BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, small.version());
            assertEquals(200, small.statusCode());
            assertTrue(small.body().contains("\"rulename\":\"Evil_Webshell\""), small.body());
            /* More than a stream's first window holds: it goes on as the service reads. */
            HttpResponse<String> large = java.send(
                    form(server.server.address(), "x".repeat(5 << 20) + "ALERT-MARK"), BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, large.version());
            assertTrue(large.body().contains("Test_Alert"), large.body());
            List<CompletableFuture<HttpResponse<String>>> many = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                many.add(java.sendAsync(form(server.server.address(), Running.VECTOR), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> each : many) {
                assertTrue(each.get().body().contains("Evil_Webshell"), "on one connection");
            }
        }
    }

    @Test
    void theClientsCertificateIsWantedAndNamesIt() throws Exception {
        try (Running server = overTls(true)) {
            ConnectionSettings.Builder connection = ConnectionSettings.builder().authorities(authority.pem());
            TestTls stranger = new TestTls(other.resolve("stranger"), "dns:stranger");
            ConnectionSettings without = connection.build();
            ConnectionSettings unknown = connection
                    .clientCertificate(Files.readAllBytes(stranger.pem()), stranger.keyPem())
                    .build();
            for (ConnectionSettings refused : List.of(without, unknown)) {
                try (ThunderstormClient client = client(server)
                        .connection(refused)
                        .retries(RetryPolicy.NONE)
                        .build()) {
                    assertInstanceOf(
                            ThunderstormException.Unreachable.class,
                            assertThrows(ThunderstormException.class, () -> client.check(bad("a"))));
                }
            }
            ConnectionSettings right = connection
                    .clientCertificate(clientKey.pem(), clientKey.keyPem())
                    .build();
            try (ThunderstormClient client = client(server).connection(right).build()) {
                assertShell("a", client.check(bad("a")));
            }
            HttpClient java =
                    HttpClient.newBuilder().sslContext(tls(clientKey.store())).build();
            HttpResponse<String> answer =
                    java.send(form(server.server.address(), Running.VECTOR), BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    @Test
    void javasClientThatOffersHttp2WithoutTlsIsAnswered() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(form(running.server.address(), Running.VECTOR), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("Evil_Webshell"), answer.body());
        assertNull(answer.previousResponse().orElse(null));
    }
}
