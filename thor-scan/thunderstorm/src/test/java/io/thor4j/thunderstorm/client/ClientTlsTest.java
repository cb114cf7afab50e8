package io.thor4j.thunderstorm.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.thunderstorm.StubServer;
import io.thor4j.thunderstorm.TestTls;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {
    private static final String STATUS = "{\"scanned_samples\":1}";

    @TempDir
    private Path folder;

    private static ServiceStatus status(StubServer server, ConnectionSettings settings) {
        try (ThunderstormClient client =
                ThunderstormClient.builder(server.uri()).connection(settings).build()) {
            return client.status();
        }
    }

    @Test
    void checksCertificatesUnlessToldNotTo() throws Exception {
        TestTls tls = new TestTls(folder.resolve("a"), "dns:localhost");
        try (StubServer server = new StubServer(request -> StubServer.json(200, STATUS), tls.sockets(null), "https")) {
            ThunderstormException.Unreachable e = assertThrows(
                    ThunderstormException.Unreachable.class,
                    () -> status(server, ConnectionSettings.builder().build()));
            assertTrue(e.reason().contains("not trusted"), e.reason());
            ConnectionSettings trusting = ConnectionSettings.builder()
                    .authorities(Files.readAllBytes(tls.pem()))
                    .build();
            assertEquals(1, status(server, trusting).scannedSamples().orElseThrow());
            ConnectionSettings insecure =
                    ConnectionSettings.builder().insecure(true).build();
            assertEquals(1, status(server, insecure).scannedSamples().orElseThrow());
        }
    }

    @Test
    void checksTheNameInTheCertificate() throws Exception {
        TestTls tls = new TestTls(folder.resolve("a"), "dns:other.example");
        try (StubServer server = new StubServer(request -> StubServer.json(200, STATUS), tls.sockets(null), "https")) {
            ConnectionSettings trusting = ConnectionSettings.builder()
                    .authorities(Files.readAllBytes(tls.pem()))
                    .build();
            assertThrows(ThunderstormException.Unreachable.class, () -> status(server, trusting));
        }
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        TestTls tls = new TestTls(folder.resolve("a"), "dns:localhost");
        TestTls own = new TestTls(folder.resolve("b"), "dns:client");
        try (StubServer server = new StubServer(request -> StubServer.json(200, STATUS), tls.sockets(own), "https")) {
            ConnectionSettings.Builder builder =
                    ConnectionSettings.builder().authorities(Files.readAllBytes(tls.pem()));
            assertThrows(ThunderstormException.Unreachable.class, () -> status(server, builder.build()));
            builder.clientCertificate(Files.readAllBytes(own.pem()), own.keyPem());
            assertEquals(1, status(server, builder.build()).scannedSamples().orElseThrow());
        }
    }

    @Test
    void refusesWhatIsNoKeyOrCertificate() throws Exception {
        TestTls own = new TestTls(folder.resolve("b"), "dns:client");
        byte[] pem = Files.readAllBytes(own.pem());
        ConnectionSettings.Builder builder = ConnectionSettings.builder();
        assertThrows(MalformedInputException.class, () -> builder.authorities(new byte[10]));
        assertThrows(MalformedInputException.class, () -> builder.clientCertificate(pem, pem));
        assertThrows(MalformedInputException.class, () -> builder.clientCertificate(new byte[3], own.keyPem()));
        assertThrows(IllegalArgumentException.class, () -> builder.bearerToken("a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> ProxySettings.always("socks://x"));
    }
}
