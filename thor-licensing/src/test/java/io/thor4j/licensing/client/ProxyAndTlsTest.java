package io.thor4j.licensing.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.Retry;
import io.thor4j.core.http.TlsTrust;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ProxyAndTlsTest {
    private static final HostName HOST = HostName.of("SRV001");
    private static final String TOKEN = "token/with+odd=signs_OJCBaTq4VGLj";
    private static final String PASSWORD = "p@ss:w0rd/\u00e4%";
    private static final byte[] LICENSE = TestLicenses.file(LicenseType.SERVER);
    private static final byte[] ZIP = RetrievalTest.zip(Map.of("SRV001.lic", LICENSE));

    @TempDir
    private static Path folder;

    private static TestTls tls;
    private static HttpsServer server;
    private static final List<String> addresses = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        tls = new TestTls(folder, "dns:localhost");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.createContext("/", exchange -> {
            addresses.add(exchange.getRequestURI().toString());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ZIP.length);
            exchange.getResponseBody().write(ZIP);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static byte[] issue(String name, TlsTrust trust, Map<String, String> environment) {
        try (ApacheTransport transport = ApacheTransport.builder()
                .trust(trust)
                .proxies(ProxySettings.of(environment))
                .timeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(10))
                .build()) {
            Retry once = Retry.brief().with(1, TestLicenses.at(TestLicenses.NOW), () -> 0, time -> {});
            return new AsgardClient(
                            name + ":" + server.getAddress().getPort(), Secret.ofToken(TOKEN), null, transport, once)
                    .issue(LicenseType.SERVER, List.of(HOST))
                    .get(HOST);
        }
    }

    private static TlsTrust authority() throws IOException {
        return TlsTrust.authorities(List.of(Files.readAllBytes(tls.pem())), true);
    }

    @Test
    void aCertificateIsTrustedByItsAuthorityItsPinOrOnRequest() throws Exception {
        assertArrayEquals(LICENSE, issue("localhost", authority(), Map.of()));
        assertArrayEquals(LICENSE, issue("127.0.0.1", TlsTrust.pin(tls.sha256()), Map.of()));
        assertArrayEquals(LICENSE, issue("127.0.0.1", TlsTrust.insecure(), Map.of()));
        assertTrue(
                addresses.contains("/api/v0/licensing/issue?token=token%2Fwith%2Bodd%3Dsigns_OJCBaTq4VGLj"),
                addresses.toString());
    }

    @Test
    void aWrongCertificateIsSaid() throws Exception {
        int before = addresses.size();
        String other = "00".repeat(32);
        for (TlsTrust trust : List.of(TlsTrust.system(), TlsTrust.pin(other))) {
            RetrievalException e = assertThrows(
                    RetrievalException.UntrustedCertificate.class, () -> issue("localhost", trust, Map.of()));
            assertEquals("the server's certificate is not trusted", e.reason());
        }
        // Trusted, but for another name.
        assertThrows(RetrievalException.UntrustedCertificate.class, () -> issue("127.0.0.1", authority(), Map.of()));
        assertEquals(before, addresses.size(), "the token was sent to a server that is not trusted");
    }

    @Test
    void whatIsNoCertificateOrPinIsRefused() {
        assertThrows(MalformedInputException.class, () -> TlsTrust.pin("12"));
        assertThrows(MalformedInputException.class, () -> TlsTrust.pin("xy".repeat(32)));
        assertThrows(MalformedInputException.class, () -> TlsTrust.authorities(List.of(new byte[0]), false));
        assertThrows(MalformedInputException.class, () -> TlsTrust.authorities(List.of(new byte[] {1, 2}), false));
    }

    /** A proxy that wants a user and a password, and then tunnels. */
    private static RawServer proxy() throws IOException {
        String login =
                "Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return new RawServer((request, socket) -> {
            if (!request.contains("Proxy-Authorization: " + login + "\r\n")) {
                socket.getOutputStream()
                        .write(RawServer.response(
                                407, new byte[0], "Proxy-Authenticate: Basic realm=\"x\", charset=\"UTF-8\""));
                return true;
            }
            String target = request.substring("CONNECT ".length(), request.indexOf(" HTTP/"));
            socket.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            RawServer.tunnel(socket, Integer.parseInt(target.substring(target.indexOf(':') + 1)));
            return false;
        });
    }

    @Test
    void aProxyWithCredentialsIsPassed() throws Exception {
        try (RawServer proxy = proxy()) {
            Map<String, String> environment =
                    Map.of("HTTPS_PROXY", "http://me:p%40ss%3Aw0rd%2F%C3%A4%25@127.0.0.1:" + proxy.port() + "/");
            assertArrayEquals(LICENSE, issue("localhost", authority(), environment));
            assertEquals(2, proxy.requests().size());
            assertFalse(proxy.requests().toString().contains("token"), "the proxy saw the token");

            assertArrayEquals(
                    LICENSE,
                    issue(
                            "localhost",
                            authority(),
                            Map.of("HTTPS_PROXY", environment.get("HTTPS_PROXY"), "NO_PROXY", "x, localhost")));
            assertEquals(2, proxy.requests().size());
        }
    }

    @Test
    void aPlainRequestGoesToTheProxyWithItsWholeAddress() throws Exception {
        try (RawServer proxy = RawServer.always(RawServer.response(200, ZIP));
                ApacheTransport transport = ApacheTransport.builder()
                        .proxies(ProxySettings.of(Map.of("HTTP_PROXY", "127.0.0.1:" + proxy.port())))
                        .build()) {
            AsgardClient client = new AsgardClient(
                    "http://asgard.invalid:8443", Secret.ofToken("a b"), null, transport, Retry.brief());
            assertArrayEquals(
                    LICENSE, client.issue(LicenseType.SERVER, List.of(HOST)).get(HOST));
            String request = proxy.requests().get(0);
            assertTrue(
                    request.startsWith("POST http://asgard.invalid:8443/api/v0/licensing/issue?token=a+b HTTP/1.1\r\n"),
                    request);
            assertTrue(request.contains("Host: asgard.invalid:8443\r\n"), request);
        }
    }

    @Test
    void aProxyThatRefusesTheCredentialsIsSaid() throws Exception {
        try (RawServer proxy = proxy()) {
            for (String user : List.of("", "me:wrong@")) {
                RetrievalException e = assertThrows(
                        RetrievalException.ProxyCredentials.class,
                        () -> issue(
                                "localhost",
                                authority(),
                                Map.of("https_proxy", "http://" + user + "127.0.0.1:" + proxy.port())));
                assertTrue(String.valueOf(e.hint()).contains("HTTPS_PROXY"), e.hint());
            }
        }
    }

    @Test
    void aProxyThatHangsIsGivenUp() throws Exception {
        try (RawServer proxy = new RawServer((request, socket) -> {
            socket.getInputStream().read();
            return false;
        })) {
            RetrievalException e = assertThrows(
                    RetrievalException.Unreachable.class,
                    () -> issue("localhost", authority(), Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port())));
            assertEquals("no answer in time", e.reason());
            assertEquals(1, proxy.requests().size());
        }
    }

    @Test
    void noSecretIsInALogAMessageOrAText() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        StringBuilder said = new StringBuilder();
        root.setLevel(Level.TRACE);
        root.addAppender(appender);
        appender.start();
        try (RawServer proxy = proxy()) {
            String address = "http://me:p%40ss%3Aw0rd%2F%C3%A4%25@127.0.0.1:" + proxy.port();
            issue("localhost", authority(), Map.of("HTTPS_PROXY", address));
            said.append(ProxySettings.of(Map.of("HTTPS_PROXY", address)).proxyFor("https", "x", 443));
            for (Map<String, String> environment :
                    List.of(Map.<String, String>of(), Map.of("HTTPS_PROXY", address.replace("me:", "you:")))) {
                for (TlsTrust trust : List.of(TlsTrust.system(), TlsTrust.pin("00".repeat(32)))) {
                    say(said, assertThrows(RetrievalException.class, () -> issue("localhost", trust, environment)));
                }
            }
            say(
                    said,
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ProxySettings.of(Map.of("HTTP_PROXY", "http://me:" + PASSWORD + " @h:1"))));
            portalWithKey(said);
        } finally {
            root.setLevel(before);
            root.detachAppender(appender);
        }
        for (ILoggingEvent event : new ArrayList<>(appender.list)) {
            said.append(event.getLoggerName())
                    .append(' ')
                    .append(event.getFormattedMessage())
                    .append('\n');
            if (event.getThrowableProxy() != null) {
                said.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        String all = said.toString();
        assertTrue(
                all.contains("org.apache.hc") && all.contains("POST /api/v0/licensing/issue?token=hidden-"),
                "nothing was logged at TRACE");
        String login = Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        for (String secret : List.of(TOKEN, "token%2Fwith", "odd=signs", PASSWORD, "w0rd", login, "s3cret-api-key")) {
            assertFalse(
                    all.contains(secret),
                    () -> secret + " in "
                            + all.substring(Math.max(0, all.indexOf(secret) - 300), all.indexOf(secret) + 80));
        }
    }

    private static void portalWithKey(StringBuilder said) throws IOException {
        Secret key = Secret.ofToken("s3cret-api-key-0123456789");
        try (ApacheTransport transport = ApacheTransport.builder().build();
                RawServer refusing = RawServer.always(RawServer.response(403, new byte[0]))) {
            PortalClient portal = new PortalClient(refusing.url(), key, transport, Retry.brief());
            say(
                    said,
                    assertThrows(
                            RetrievalException.ApiKey.class,
                            () -> portal.source(List.of(), LicenseType.SERVER).retrieve(HOST)));
            assertTrue(refusing.requests().get(0).contains("Authorization: s3cret-api-key-0123456789\r\n"));
            said.append(portal).append(key);
        }
    }

    private static void say(StringBuilder said, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        said.append(trace);
    }
}
