package io.thor4j.licensing.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.thor4j.core.Secret;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.core.http.TlsTrust;
import io.thor4j.licensing.client.AsgardClient;
import io.thor4j.licensing.client.PortalClient;
import io.thor4j.licensing.client.RetrievalException;
import io.thor4j.licensing.client.TestTls;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LicenseServerTest {
    private static final String TOKEN = "OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01";
    private static final String KEY = "IY5Y36thrt7h1775tt1ygfuYIadmGzZJmVk32lXcud4";

    @TempDir
    private Path folder;

    private LicenseService service;
    private LicenseServer server;

    @BeforeEach
    void start() {
        LicenseStore store = LicenseStore.open("jdbc:sqlite:" + folder.resolve("licenses.db"));
        store.put(StoreContract.contract(3, LicenseType.SERVER, 3));
        store.put(StoreContract.contract(4, LicenseType.WORKSTATION, 3));
        service = new LicenseService(
                store, TestLicenses.issuer(TestLicenses.NOW), TestLicenses.at(TestLicenses.NOW), false);
        service.addDownloadToken(Secret.ofToken(TOKEN));
        service.addApiKey(Secret.ofToken(KEY), Set.of());
        server = LicenseServer.builder(service).listen("127.0.0.1", 0).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends bytes and returns the whole answer; the request has to ask for the connection's end. */
    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String request(String line, String body, String... headers) {
        StringBuilder request =
                new StringBuilder(line + " HTTP/1.1\r\nHost: asgard.nextron-systems.com:8443\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            assertTrue(b >= 0, head.toString());
            head.append((char) b);
        }
        return head.toString();
    }

    private static List<String> names(byte[] zip) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                names.add(entry.getName());
                assertTrue(in.readAllBytes().length >= 800);
            }
        }
        return names;
    }

    /**
     * What .NET's WebClient.UploadValues sends for the documented script: a form, with {@code Expect: 100-continue}, the body only after the
     * interim answer.
     */
    @Test
    void theDocumentedPowerShellScriptsFormPostIsAnswered() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            String body = "type=workstation&hostnames=WINATL001";
            socket.getOutputStream()
                    .write(("POST /api/v0/licensing/issue?token=" + TOKEN + " HTTP/1.1\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nHost: asgard.nextron-systems.com:8443\r\n"
                                    + "Content-Length: " + body.length()
                                    + "\r\nExpect: 100-continue\r\nConnection: Keep-Alive\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertTrue(head(in).startsWith("HTTP/1.1 100 Continue\r\n"));
            socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            String head = head(in);
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("Content-Type: application/zip\r\n"), head);
            int at = head.indexOf("Content-Length: ") + 16;
            byte[] zip = in.readNBytes(Integer.parseInt(head.substring(at, head.indexOf('\r', at))));
            assertEquals(List.of("WINATL001.lic"), names(zip));
        }
    }

    /** The script's hint is for 403, which has to come without the body having been sent, and nothing may be spent. */
    @ParameterizedTest
    @CsvSource({
        "''",
        "?token=",
        "?token=wrong",
        "?token=OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz0",
        "?Token=OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01"
    })
    void theDocumentedPowerShellScriptGets403WithoutTheToken(String query) throws Exception {
        String answer = raw("POST /api/v0/licensing/issue" + query + " HTTP/1.1\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nHost: asgard.nextron-systems.com:8443\r\n"
                + "Content-Length: 28\r\nConnection: close\r\n\r\ntype=server&hostnames=SRV001");
        assertTrue(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nError: HTTP-403"), answer);
        assertEquals(0, service.store().used(3));
    }

    @Test
    void ourClientsWorkAgainstIt() {
        try (ApacheTransport transport = ApacheTransport.builder().build()) {
            AsgardClient asgard = new AsgardClient(
                    server.address().toString(), Secret.ofToken(TOKEN), null, transport, Retry.brief());
            HostName one = HostName.of("SRV001");
            HostName two = HostName.of("SRV002");
            Map<HostName, byte[]> licenses = asgard.issue(LicenseType.SERVER, List.of(one, two));
            assertTrue(TestLicenses.verifier(TestLicenses.NOW)
                    .build()
                    .verify(licenses.get(one))
                    .valid());
            assertFalse(TestLicenses.verifier(TestLicenses.NOW)
                    .build()
                    .verify(licenses.get(two))
                    .valid());
            assertEquals(2, asgard.downloadAll().size());
            PortalClient portal =
                    new PortalClient(server.address().toString(), Secret.ofToken(KEY), transport, Retry.brief());
            assertArrayEquals(licenses.get(one), portal.issue(List.of(), LicenseType.SERVER, HostHash.of(one)));
            assertArrayEquals(licenses.get(two), portal.issue(List.of(4L, 3L), LicenseType.SERVER, HostHash.of(two)));
            portal.issue(List.of(), LicenseType.WORKSTATION, HostHash.of(two));
            List<HostName> more = List.of(HostName.of("a"), HostName.of("b"));
            assertThrows(RetrievalException.QuotaExhausted.class, () -> asgard.issue(LicenseType.SERVER, more));
            assertEquals(2, service.store().used(3));
            PortalClient stranger = new PortalClient(
                    server.address().toString(), Secret.ofToken("nobody's key at all"), transport, Retry.brief());
            assertThrows(
                    RetrievalException.ApiKey.class,
                    () -> stranger.issue(List.of(), LicenseType.SERVER, HostHash.of(one)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, 404",
        "GET /api/v0/licensing/issue, 405",
        "POST /api/v0/licensing/download-all, 405",
        "PUT /api/public/contracts/issue/0/server/x, 405",
        "POST /api/public/contracts/issue/0/server, 404",
        "POST /api/public/contracts/issue/x/server/jX9sgffIckrubTMPetJUx2_EodI, 400",
        "POST /api/public/contracts/issue/0/nonsense/jX9sgffIckrubTMPetJUx2_EodI, 400",
        "POST /api/public/contracts/issue/0/server/short, 400",
        "POST /api/public/contracts/issue/99/server/jX9sgffIckrubTMPetJUx2_EodI, 404",
        "GET /api/v0/licensing/../../etc/passwd, 404",
        "POST /api/public/contracts/issue/999999999999999999999/server/jX9sgffIckrubTMPetJUx2_EodI, 400",
        "NONSENSE, 505",
        "GET /%zz, 400"
    })
    void everyErrorIsAText(String line, int status) throws Exception {
        String answer = raw(request(line, "", "Authorization: " + KEY));
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith("\r\n\r\nError: HTTP-" + status), answer);
    }

    @ParameterizedTest
    @CsvSource({
        "type=server, 400", "hostnames=a, 400", "type=nonsense&hostnames=a, 400", "type=server&hostnames=../../x, 400",
        "type=server&hostnames=a%00b, 400", "type=server&hostnames=%zz, 400", "type=service&hostnames=a, 404",
                "'', 400",
        "type=server&hostnames=a&hostnames=b&hostnames=c&hostnames=d, 409"
    })
    void everyErrorOfAFormIsAText(String form, int status) throws Exception {
        String answer = raw(request(
                "POST /api/v0/licensing/issue?token=" + TOKEN,
                form,
                "Content-Type: application/x-www-form-urlencoded"));
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith("\r\n\r\nError: HTTP-" + status), answer);
        assertEquals(0, service.store().used(3));
    }

    @Test
    void aFormThatIsTooLargeIsRefused() throws Exception {
        String tooLong = raw(request(
                "POST /api/v0/licensing/issue?token=" + TOKEN,
                "type=server&hostnames=" + "x".repeat(2 << 20),
                "Content-Type: application/x-www-form-urlencoded"));
        assertTrue(tooLong.startsWith("HTTP/1.1 413 "), tooLong);
        String tooMany = raw(request(
                "POST /api/v0/licensing/issue?token=" + TOKEN,
                "type=server" + "&hostnames=x".repeat(20_000),
                "Content-Type: application/x-www-form-urlencoded"));
        assertTrue(tooMany.startsWith("HTTP/1.1 400 "), tooMany);
        assertEquals(0, service.store().used(3));
    }

    @Test
    void withoutDownloadTheAnswerIsADescription() throws Exception {
        String answer = raw(request(
                "POST /api/public/contracts/issue/0/server/jX9sgffIckrubTMPetJUx2_EodI", "", "Authorization: " + KEY));
        assertTrue(answer.contains("Content-Type: application/json"), answer);
        assertTrue(answer.contains("\"contract\":3,"), answer);
    }

    @Test
    void theServiceLogsNoTokenAndNoHostName() throws Exception {
        Logger ours = (Logger) LoggerFactory.getLogger("io.thor4j");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        ours.setLevel(Level.TRACE);
        ours.addAppender(appender);
        appender.start();
        try {
            String form = "Content-Type: application/x-www-form-urlencoded";
            raw(request("POST /api/v0/licensing/issue?token=" + TOKEN, "type=server&hostnames=SecretHost1", form));
            raw(request(
                    "POST /api/v0/licensing/issue?token=wrong-" + TOKEN, "type=server&hostnames=SecretHost2", form));
            raw(request("POST /api/v0/licensing/issue?token=" + TOKEN, "type=server&hostnames=Secret/Host3", form));
            raw(request(
                    "POST /api/public/contracts/issue/0/server/jX9sgffIckrubTMPetJUx2_EodI",
                    "",
                    "Authorization: " + KEY));
            raw(request(
                    "POST /api/public/contracts/issue/0/server/jX9sgffIckrubTMPetJUx2_EodI",
                    "",
                    "Authorization: x" + KEY));
        } finally {
            ours.setLevel(before);
            ours.detachAppender(appender);
        }
        List<String> lines = new ArrayList<>(appender.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("Gave the licence "), lines.toString());
        for (String secret : List.of(TOKEN, KEY, "SecretHost", "secrethost", "Host3")) {
            assertFalse(lines.toString().contains(secret), lines.toString());
        }
    }

    @Test
    void itAnswersOverTls() throws Exception {
        TestTls tls = new TestTls(folder, "ip:127.0.0.1");
        try (LicenseServer secure = LicenseServer.builder(service)
                        .listen("127.0.0.1", 0)
                        .tls(tls.keyStore(), TestTls.password())
                        .start();
                ApacheTransport transport = ApacheTransport.builder()
                        .trust(TlsTrust.authorities(List.of(Files.readAllBytes(tls.pem())), false))
                        .build()) {
            AsgardClient asgard = new AsgardClient(
                    secure.address().toString(), Secret.ofToken(TOKEN), null, transport, Retry.brief());
            assertEquals(
                    1,
                    asgard.issue(LicenseType.SERVER, List.of(HostName.of("a"))).size());
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        ThorException e = assertThrows(
                ThorException.class,
                () -> LicenseServer.builder(service)
                        .listen("127.0.0.1", server.address().getPort())
                        .start());
        assertTrue(e.getMessage().contains("could not be started"), e.getMessage());
    }
}
