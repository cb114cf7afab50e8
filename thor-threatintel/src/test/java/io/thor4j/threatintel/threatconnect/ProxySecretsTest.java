package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.LogCapture;
import io.thor4j.threatintel.RemoteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A proxy's password reaches the proxy, and no log. */
class ProxySecretsTest {
    private static final String PASSWORD = "Pr0xy+pass";
    private static final String LOGIN =
            Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    /** Wants a login, and answers the requests of those who have one by itself. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket server;
        private final List<String> logins = new CopyOnWriteArrayList<>();
        private final boolean takes;
        private final Thread thread = new Thread(this::run);

        Proxy(boolean takes) throws IOException {
            this.takes = takes;
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            thread.start();
        }

        private void run() {
            while (true) {
                try (Socket socket = server.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                    String login = "";
                    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        if (line.startsWith("Proxy-Authorization: ")) {
                            login = line.substring(21);
                        }
                    }
                    logins.add(login);
                    String body = "{\"status\":\"Success\",\"data\":[]}";
                    String answer = takes && login.equals("Basic " + LOGIN)
                            ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\nConnection: close\r\n\r\n" + body
                            : "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static String run(boolean takes, List<String> logins) throws IOException {
        try (Proxy proxy = new Proxy(takes);
                LogCapture log = new LogCapture();
                ApacheTransport transport = ApacheTransport.builder()
                        .proxies(ProxySettings.of(Map.of(
                                "HTTP_PROXY",
                                "http://user:Pr0xy%2Bpass@127.0.0.1:" + proxy.server.getLocalPort() + "/")))
                        .build()) {
            ThreatConnectClient client = ThreatConnectClient.builder(
                            URI.create("http://platform.example"),
                            ThreatConnectCredentials.hmac("1", Secret.of("k")),
                            transport)
                    .retry(Retry.patient().with(1, Clock.systemUTC(), () -> 0.5, wait -> {}))
                    .build();
            String end = "";
            IndicatorListing all = new IndicatorListing(Tql.ALL, true, IndicatorListing.STORE_FIELDS);
            if (takes) {
                client.indicators(all, ListingCursor.START);
            } else {
                end = assertThrows(RemoteException.class, () -> client.indicators(all, ListingCursor.START))
                        .toString();
            }
            logins.addAll(proxy.logins);
            return log.text() + end;
        }
    }

    @Test
    void aProxysPasswordIsInNoLog() throws IOException {
        for (boolean takes : new boolean[] {true, false}) {
            List<String> logins = new CopyOnWriteArrayList<>();
            String text = run(takes, logins);
            assertEquals("", logins.get(0), "asked first");
            assertEquals("Basic " + LOGIN, logins.get(1));
            assertTrue(text.contains("org.apache.hc."), "HttpClient logged nothing, and so proves nothing");
            assertFalse(text.contains(PASSWORD), text);
            assertFalse(text.contains(LOGIN), text);
        }
    }
}
