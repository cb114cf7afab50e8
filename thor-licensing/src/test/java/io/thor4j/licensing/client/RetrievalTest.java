package io.thor4j.licensing.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalTest {
    private static final HostName ONE = HostName.of("SRV001");
    private static final HostName TWO = HostName.of("SRV002");
    private static final Secret TOKEN = Secret.ofToken("OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01");
    private static final byte[] LICENSE = TestLicenses.file(LicenseType.SERVER);

    @TempDir
    private Path folder;

    private final List<Duration> waits = new ArrayList<>();
    private final Retry retry = Retry.brief().with(3, TestLicenses.at(TestLicenses.NOW), () -> 0.5, waits::add);
    private final ApacheTransport transport = ApacheTransport.builder()
            .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20))
            .build();

    @AfterEach
    void close() {
        transport.close();
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] twoLicenses() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("srv002.lic", TestLicenses.file(LicenseType.SERVER));
        files.put("SRV001.lic", LICENSE);
        return zip(files);
    }

    private AsgardClient asgard(RawServer server) {
        return new AsgardClient(server.url(), TOKEN, null, transport, retry);
    }

    private PortalClient portal(RawServer server) {
        return new PortalClient(
                server.url(), Secret.ofToken("IY5Y36thrt7h1775tt1ygfuYIadmGzZJmVk32lXcud4"), transport, retry);
    }

    private <E extends RetrievalException> E fails(Class<E> kind, byte[] answer) throws IOException {
        try (RawServer server = RawServer.always(answer)) {
            return assertThrows(kind, () -> asgard(server).issue(LicenseType.SERVER, List.of(ONE)));
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void asgardIsAskedForManyHostsInOneCall() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, twoLicenses()))) {
            Map<HostName, byte[]> licenses = asgard(server).issue(LicenseType.SERVER, List.of(ONE, TWO));
            assertEquals(List.of(ONE, TWO), List.copyOf(licenses.keySet()));
            assertArrayEquals(LICENSE, licenses.get(ONE));
            String request = server.requests().get(0);
            assertTrue(
                    request.startsWith(
                            "POST /api/v0/licensing/issue?token=OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01 HTTP/1.1\r\n"),
                    request);
            assertTrue(request.contains("Content-Type: application/x-www-form-urlencoded"), request);
            assertTrue(request.endsWith("\r\n\r\ntype=server&hostnames=SRV001&hostnames=SRV002"), request);
        }
    }

    @Test
    void asgardWithoutATokenIsAskedWithoutOne() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, twoLicenses()))) {
            AsgardClient client = new AsgardClient(server.url(), null, null, transport, retry);
            assertEquals(2, client.downloadAll().size());
            assertTrue(server.requests().get(0).startsWith("GET /api/v0/licensing/download-all HTTP/1.1\r\n"));
        }
    }

    @Test
    void asgardWithAnApiKeyMayAnswerWithTheLicenceItself() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, LICENSE))) {
            AsgardClient client = new AsgardClient(server.url(), null, TOKEN, transport, retry);
            assertArrayEquals(LICENSE, client.source(LicenseType.SERVER).retrieve(ONE));
            assertTrue(server.requests().get(0).contains("\r\nAuthorization: " + TOKEN.reveal() + "\r\n"));
            assertTrue(server.requests().get(0).contains("\r\nAccept: application/octet-stream\r\n"));
        }
    }

    @Test
    void thePortalIsToldTheHashAndNeverTheName() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, LICENSE))) {
            assertArrayEquals(LICENSE, portal(server).issue(List.of(), LicenseType.WORKSTATION, HostHash.of(ONE)));
            String request = server.requests().get(0);
            assertTrue(
                    request.startsWith(
                            "POST /api/public/contracts/issue/0/client/jX9sgffIckrubTMPetJUx2_EodI?download=1 HTTP/1.1\r\n"),
                    request);
            assertTrue(request.contains("\r\nAuthorization: IY5Y36thrt7h1775tt1ygfuYIadmGzZJmVk32lXcud4\r\n"), request);
            assertTrue(!request.contains("SRV001") && !request.contains("srv001"), request);
        }
    }

    @Test
    void contractsAreAskedInOrderUntilOneHasALicence() throws IOException {
        try (RawServer server = new RawServer((request, socket) -> {
            int status = request.contains("/issue/3/") ? 409 : request.contains("/issue/5/") ? 404 : 200;
            socket.getOutputStream()
                    .write(RawServer.response(status, status == 200 ? LICENSE : text("Error: HTTP-" + status)));
            return true;
        })) {
            assertArrayEquals(LICENSE, portal(server).issue(List.of(3L, 5L, 7L), LicenseType.SERVER, HostHash.of(ONE)));
            assertEquals(3, server.requests().size());
            RetrievalException e = assertThrows(
                    RetrievalException.Refused.class,
                    () -> portal(server).issue(List.of(3L, 5L), LicenseType.SERVER, HostHash.of(ONE)));
            assertInstanceOf(RetrievalException.QuotaExhausted.class, e.getSuppressed()[0]);
        }
    }

    @Test
    void aWrongKeyStopsAtOnce() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, text("Error: HTTP-401")))) {
            RetrievalException e = assertThrows(
                    RetrievalException.ApiKey.class,
                    () -> portal(server).issue(List.of(3L, 5L), LicenseType.SERVER, HostHash.of(ONE)));
            assertEquals(1, server.requests().size());
            assertTrue(e.getMessage().contains("My Settings > API Key"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403"})
    void aMissingDownloadTokenIsSaid(int status) throws IOException {
        RetrievalException e = fails(RetrievalException.DownloadToken.class, RawServer.response(status, text("no")));
        assertEquals("the download token is missing or wrong (HTTP " + status + ")", e.reason());
        assertTrue(String.valueOf(e.hint()).contains("--asgard-token"), e.hint());
    }

    @Test
    void otherAnswersHaveTheirOwnErrors() throws IOException {
        fails(RetrievalException.QuotaExhausted.class, RawServer.response(409, new byte[0]));
        assertEquals(
                404,
                fails(RetrievalException.Refused.class, RawServer.response(404, new byte[0]))
                        .status());
        fails(RetrievalException.ServerFailure.class, RawServer.response(500, new byte[0]));
        fails(
                RetrievalException.BadAnswer.class,
                RawServer.response(302, new byte[0], "Location: http://127.0.0.1:1/"));
        fails(RetrievalException.BadAnswer.class, RawServer.response(200, text("<html>Login</html>")));
        fails(RetrievalException.DownloadToken.class, RawServer.response(200, text("Error: HTTP-403\n")));
        fails(RetrievalException.BadAnswer.class, RawServer.response(200, zip(Map.of("other.lic", LICENSE))));
        fails(
                RetrievalException.BadAnswer.class,
                RawServer.response(200, zip(Map.of("SRV001.lic", text("Error: HTTP-401")))));
        assertEquals(List.of(), waits);
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() throws IOException {
        try (RawServer server = new RawServer(new RawServer.Handler() {
            private int count;

            @Override
            public synchronized boolean answer(String request, Socket socket) throws IOException {
                count++;
                OutputStream out = socket.getOutputStream();
                switch (count) {
                    case 1 -> out.write(RawServer.response(503, new byte[0], "Retry-After: 7"));
                    case 2 ->
                        out.write(RawServer.response(429, new byte[0], "Retry-After: Sun, 22 Nov 2026 12:00:30 GMT"));
                    default -> out.write(RawServer.response(200, LICENSE));
                }
                return true;
            }
        })) {
            asgard(server).issue(LicenseType.SERVER, List.of(ONE));
            assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(30)), waits);
        }
    }

    @Test
    void retriesEnd() throws IOException {
        RetrievalException e = fails(RetrievalException.ServerFailure.class, RawServer.response(503, new byte[0]));
        assertEquals("the server has a problem (HTTP 503 after 3 attempts)", e.reason());
        assertEquals(List.of(Duration.ofMillis(1500), Duration.ofMillis(3000)), waits);
        waits.clear();
        fails(RetrievalException.ServerFailure.class, RawServer.response(503, new byte[0], "Retry-After: 3600"));
        assertEquals(List.of(), waits);
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws IOException {
        int port;
        try (RawServer server = RawServer.always(new byte[0])) {
            port = server.port();
        }
        AsgardClient client = new AsgardClient("http://127.0.0.1:" + port, TOKEN, null, transport, retry);
        RetrievalException e = assertThrows(
                RetrievalException.Unreachable.class, () -> client.issue(LicenseType.SERVER, List.of(ONE)));
        assertEquals("no connection", e.reason());
        assertEquals("127.0.0.1:" + port, e.position());
        assertEquals(2, waits.size());
    }

    @Test
    void noArchiveThatWasCutOffIsTaken() {
        byte[] zip = twoLicenses();
        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThrows(RetrievalException.BadAnswer.class, () -> LicenseArchive.read(cut, "server"), "" + length);
        }
        assertEquals(2, LicenseArchive.read(zip, "server").size());
    }

    @Test
    void noDamagedArchiveThrowsAnythingElse() {
        byte[] zip = twoLicenses();
        for (int at = 0; at < zip.length; at++) {
            byte[] damaged = zip.clone();
            damaged[at] ^= 0x55;
            try {
                LicenseArchive.read(damaged, "server");
            } catch (RetrievalException.BadAnswer e) {
                assertEquals("server", e.position());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../SRV001.lic",
                "..\\SRV001.lic",
                "/etc/x.lic",
                "C:x.lic",
                "a/b.lic",
                ".lic",
                "..lic",
                "x.exe",
                "SRV001.lic/",
                "a\u0000.lic"
            })
    void anArchiveThatLeadsElsewhereIsRefusedWhole(String name) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("SRV001.lic", LICENSE);
        files.put(name, name.endsWith("/") ? new byte[0] : LICENSE);
        RetrievalException e = fails(RetrievalException.BadAnswer.class, RawServer.response(200, zip(files)));
        assertEquals("the archive holds a file that is no NAME.lic in the archive's own folder", e.reason());
    }

    @Test
    void aBombIsRefused() {
        byte[] zip = zip(Map.of("a.lic", new byte[100 << 20]));
        assertTrue(zip.length < 1 << 20);
        assertThrows(RetrievalException.BadAnswer.class, () -> LicenseArchive.read(zip, "server"));
    }

    @Test
    void anAnswerOf2GigabytesIsGivenUp() throws IOException {
        byte[] head = text("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n");
        RetrievalException announced = fails(RetrievalException.BadAnswer.class, head);
        assertEquals("the answer is larger than 67108864 bytes", announced.reason());

        byte[] block = new byte[1 << 16];
        List<Long> sent = new ArrayList<>();
        try (RawServer server = new RawServer((request, socket) -> {
            OutputStream out = socket.getOutputStream();
            long total = 0;
            try {
                out.write(text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
                for (; total < 2L << 30; total += block.length) {
                    out.write(block);
                }
            } finally {
                sent.add(total);
            }
            return false;
        })) {
            RetrievalException e = assertThrows(
                    RetrievalException.BadAnswer.class, () -> asgard(server).issue(LicenseType.SERVER, List.of(ONE)));
            assertEquals("the answer is larger than 67108864 bytes", e.reason());

            Path file = folder.resolve("package.zip");
            PackageClient packages = new PackageClient(8 << 20, transport, retry);
            assertThrows(
                    RetrievalException.BadAnswer.class,
                    () -> packages.fromAsgard(
                            server.url(), TOKEN, PackageClient.Os.LINUX, LicenseType.SERVER, ONE, file));
            assertEquals(0, folder.toFile().list().length);
        }
        assertTrue(sent.stream().allMatch(total -> total < 512L << 20), sent.toString());
    }

    @Test
    void anAnswerThatBreaksOffIsRepeatedAndThenGivenUp() throws IOException {
        Path file = folder.resolve("package.zip");
        try (RawServer server = new RawServer((request, socket) -> {
            socket.getOutputStream().write(text("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc"));
            return false;
        })) {
            RetrievalException e = assertThrows(
                    RetrievalException.Unreachable.class,
                    () -> new PackageClient(1 << 20, transport, retry)
                            .fromOldAsgard(
                                    server.url(), TOKEN, PackageClient.Os.WINDOWS, LicenseType.WORKSTATION, ONE, file));
            assertEquals("the connection broke off", e.reason());
            assertEquals(3, server.requests().size());
            assertEquals(0, folder.toFile().list().length);
        }
    }

    @Test
    void anAnswerThatNeverEndsMeetsTheDeadline() throws IOException {
        try (ApacheTransport hasty = ApacheTransport.builder()
                        .timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(400))
                        .build();
                RawServer server = new RawServer((request, socket) -> {
                    OutputStream out = socket.getOutputStream();
                    out.write(text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
                    while (true) {
                        out.write('x');
                        out.flush();
                        LockSupport.parkNanos(20_000_000);
                    }
                })) {
            AsgardClient client = new AsgardClient(
                    server.url(),
                    TOKEN,
                    null,
                    hasty,
                    Retry.brief().with(1, TestLicenses.at(TestLicenses.NOW), () -> 0, waits::add));
            RetrievalException e = assertThrows(
                    RetrievalException.Unreachable.class, () -> client.issue(LicenseType.SERVER, List.of(ONE)));
            assertEquals("no whole answer within 0 seconds", e.reason());
        }
    }

    @Test
    void packagesAreAskedForAsTheScriptsDo() throws IOException {
        byte[] content = "PK a package".getBytes(StandardCharsets.US_ASCII);
        PackageClient client = new PackageClient(1 << 20, transport, retry);
        Path file = folder.resolve("thor.zip");
        try (RawServer server = RawServer.always(RawServer.response(200, content))) {
            client.fromAsgard(server.url(), TOKEN, PackageClient.Os.WINDOWS, LicenseType.SERVER, ONE, file);
            assertArrayEquals(content, Files.readAllBytes(file));
            client.fromOldAsgard(server.url(), TOKEN, PackageClient.Os.WINDOWS, LicenseType.WORKSTATION, ONE, file);
            client.fromCloud(
                    server.url(),
                    TOKEN,
                    PackageClient.Os.LINUX,
                    PackageClient.Arch.AMD64,
                    LicenseType.SERVER,
                    ONE,
                    "lab 7",
                    file);
            String token = TOKEN.reveal();
            assertEquals(
                    "GET /api/v1/downloads/thor?os=windows&type=server&scanner=thor10%40latest&signatures=signatures&hostname=SRV001&token="
                            + token + " HTTP/1.1",
                    server.requests().get(0).lines().findFirst().orElseThrow());
            assertEquals(
                    "GET /api/v0/downloads/thor/thor10-win?hostname=SRV001&type=workstation&iocs=%5B%22default%22%5D&token="
                            + token + " HTTP/1.1",
                    server.requests().get(1).lines().findFirst().orElseThrow());
            String cloud = server.requests().get(2);
            assertTrue(cloud.startsWith("GET /api/public/thor10 HTTP/1.1\r\n"), cloud);
            for (String header : List.of(
                    "X-Token: " + token,
                    "X-OS: linux",
                    "X-Arch: amd64",
                    "X-Type: server",
                    "X-Hostname: SRV001",
                    "X-Comment: lab 7")) {
                assertTrue(cloud.contains("\r\n" + header + "\r\n"), cloud);
            }
        }
        try (RawServer server = RawServer.always(RawServer.response(200, text("Error: HTTP-403")))) {
            Path other = folder.resolve("other.zip");
            assertThrows(
                    RetrievalException.DownloadToken.class,
                    () -> client.fromAsgard(
                            server.url(), TOKEN, PackageClient.Os.LINUX, LicenseType.SERVER, ONE, other));
            assertThrows(
                    RetrievalException.ApiKey.class,
                    () -> client.fromCloud(
                            server.url(),
                            TOKEN,
                            PackageClient.Os.LINUX,
                            PackageClient.Arch.X86,
                            LicenseType.SERVER,
                            ONE,
                            null,
                            other));
        }
        assertArrayEquals(new String[] {"thor.zip"}, folder.toFile().list());
    }

    @Test
    void aFolderThatIsNotThereIsNoFaultOfTheServer() throws IOException {
        try (RawServer server = RawServer.always(RawServer.response(200, new byte[10]))) {
            PackageClient client = new PackageClient(1 << 20, transport, retry);
            assertThrows(
                    RetrievalException.NotStored.class,
                    () -> client.fromAsgard(
                            server.url(),
                            TOKEN,
                            PackageClient.Os.LINUX,
                            LicenseType.SERVER,
                            ONE,
                            folder.resolve("no/file")));
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"ftp://x", "'a b'", "https://user@x", "https://x?y", "''"})
    void whatIsNoAddressIsRefused(String address) {
        assertThrows(IllegalArgumentException.class, () -> new AsgardClient(address, null, null, transport, retry));
    }

    @ParameterizedTest
    @CsvSource({
        "my-asgard.internal, https://my-asgard.internal:8443",
        "h:9443, https://h:9443",
        "https://h, https://h",
        "http://h:80/x, http://h:80"
    })
    void addressesAreReadAsPeopleGiveThem(String given, String base) {
        assertEquals(base, Calls.server(given, 8443).toString());
    }
}
