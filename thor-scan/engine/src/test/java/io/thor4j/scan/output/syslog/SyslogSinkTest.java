package io.thor4j.scan.output.syslog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.Events;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogSinkTest {
    @TempDir
    private Path folder;

    private static String line(SyslogTarget.Type type, boolean strict, Message message) {
        return String.valueOf(new SyslogFormat(
                        type,
                        TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false),
                        ZoneOffset.UTC,
                        SyslogFormat.LOCAL7,
                        strict,
                        0)
                .line(message));
    }

    @Test
    void theReferencesSamplesToTheByte() {
        assertEquals(
                "<190>Oct  8 11:37:54 arch/127.0.0.1 THOR: Info: MODULE: Startup MESSAGE: Thor Version: 10.8.0 SCANID: S-KybbdhFvHhc",
                line(
                        SyslogTarget.Type.DEFAULT,
                        false,
                        Events.startup("2024-10-08T11:37:54Z", "arch", "S-KybbdhFvHhc")));
        assertEquals(
                "Oct  8 11:45:05 arch CEF:0|Nextron Systems GmbH|THOR|10|611c94|Thor Version: 10.8.0|3|sproc=Startup msg=Thor Version: 10.8.0",
                line(SyslogTarget.Type.CEF, false, Events.startup("2024-10-08T11:45:05Z", "arch", "S")));
        assertEquals(
                "<190>Oct  8 11:49:52 arch/127.0.0.1 THOR: Info: MODULE='Startup' MESSAGE='Thor Version: 10.8.0' SCANID='S-maU4LPgIAFM'",
                line(
                        SyslogTarget.Type.SYSLOGKV,
                        false,
                        Events.startup("2024-10-08T11:49:52Z", "arch", "S-maU4LPgIAFM")));
        assertTrue(line(SyslogTarget.Type.SYSLOGJSON, false, Events.startup("2024-10-08T11:48:37Z", "maxarch", "S"))
                .startsWith("<190>Oct  8 11:48:37 maxarch/127.0.0.1 THOR: {\"type\":\"THOR message\","));
        assertTrue(line(SyslogTarget.Type.JSON, false, Events.startup("2024-10-08T11:48:37Z", "maxarch", "S"))
                .endsWith("\"message\":\"Thor Version: 10.8.0\",\"fields\":{},\"log_version\":\"v3.0.0\"}"));
    }

    @Test
    void theStandardsOwnHeaders() {
        Message message = Events.startup("2024-10-08T11:37:54.120Z", "arch.example.org", "S");
        assertTrue(line(SyslogTarget.Type.DEFAULT, true, message).startsWith("<190>Oct  8 11:37:54 arch THOR: Info: "));
        assertTrue(line(SyslogTarget.Type.RFC5424, false, message)
                .startsWith(
                        "<190>1 2024-10-08T11:37:54.120Z arch.example.org THOR - Startup - Info: MODULE: Startup "));
        assertTrue(line(SyslogTarget.Type.RFC5424, false, Events.message(Level.ALERT, "m", Map.of()))
                .startsWith("<185>1 "));
    }

    @ParameterizedTest
    @CsvSource({
        "log, log:514/udp, DEFAULT",
        "log:1514, log:1514/udp, DEFAULT",
        "log::JSON, log:514/udp, JSON",
        "10.0.0.1:6514:syslogkv:tcptls, 10.0.0.1:6514/tls, SYSLOGKV",
        "[::1]:514:CEF:TCP, [::1]:514/tcp, CEF",
    })
    void targetsAreThors(String text, String shown, SyslogTarget.Type type) {
        SyslogTarget target = SyslogTarget.parse(text);
        assertEquals(shown, target.toString());
        assertEquals(type, target.type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":514", "h:0", "h:99999", "h:x", "h:1:HTML", "h:1:CEF:SCTP", "h:1:CEF:UDP:x", "[::1]x"})
    void whatIsNoTargetIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> SyslogTarget.parse(text));
    }

    private SyslogOptions options(int port, long bufferBytes, int maxBytes, Duration patience) {
        SyslogTarget target = new SyslogTarget("127.0.0.1", port, SyslogTarget.Type.DEFAULT, SyslogTarget.Protocol.TCP);
        SyslogOptions defaults = SyslogOptions.of(
                target,
                new SyslogFormat(
                        SyslogTarget.Type.DEFAULT,
                        TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false),
                        ZoneOffset.UTC,
                        SyslogFormat.LOCAL7,
                        false,
                        0),
                folder);
        return new SyslogOptions(target, defaults.format(), folder, bufferBytes, maxBytes, false, null, true, patience);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket server = server()) {
            return server.getLocalPort();
        }
    }

    private static Message numbered(int number) {
        return Events.message(Level.NOTICE, "event " + number + ".", Map.of());
    }

    @Test
    void whatADeadReceiverDoesNotTakeIsKeptForTheNextScan() throws IOException {
        int port = closedPort();
        SyslogSink sink = new SyslogSink(options(port, 1 << 20, 0, Duration.ZERO));
        for (int i = 0; i < 10; i++) {
            sink.accept(numbered(i));
        }
        UncheckedIOException left = assertThrows(UncheckedIOException.class, sink::close);
        assertTrue(String.valueOf(left.getMessage()).contains("10 events could not be delivered"), left.getMessage());
        assertEquals(10, sink.delivery().kept());
        assertFalse(sink.delivery().isComplete());
        sink.close();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            assertEquals(10, Files.readAllLines(all.get(0)).size());
        }
        try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            List<String> received = new ArrayList<>();
            Thread receiver = receive(server, received, 2);
            SyslogSink next = new SyslogSink(options(port, 1 << 20, 0, Duration.ofSeconds(30)));
            next.accept(numbered(10));
            next.close();
            assertEquals(11, next.delivery().delivered(), next.delivery().toString());
            joined(receiver);
            assertEquals(11, received.size());
            for (int i = 0; i <= 10; i++) {
                assertTrue(received.get(i).contains("event " + i + "."), received.get(i));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads lines of so many connections, one after another. */
    private static Thread receive(ServerSocket server, List<String> received, int connections) {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < connections; i++) {
                try (Socket socket = server.accept();
                        BufferedReader lines = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(received::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aReceiverThatResetsInTheMiddleGetsEverythingAgain() throws IOException {
        try (ServerSocket server = server()) {
            List<String> received = new ArrayList<>();
            SyslogSink sink = new SyslogSink(options(server.getLocalPort(), 1 << 20, 0, Duration.ofSeconds(30)));
            for (int i = 0; i < 100; i++) {
                sink.accept(numbered(i));
            }
            try (Socket socket = server.accept()) {
                assertTrue(socket.getInputStream().read() >= 0);
                /* Unread data, thrown away: a reset. */
                socket.setSoLinger(true, 0);
            }
            Thread receiver = receive(server, received, 2);
            sink.close();
            joined(receiver);
            assertEquals(100, received.size(), "all of them again");
            assertTrue(sink.delivery().repeated() > 0, sink.delivery().toString());
            assertTrue(sink.delivery().isComplete(), sink.delivery().toString());
        }
    }

    @Test
    void aFullBufferIsSaidAndCounted() throws IOException {
        SyslogSink sink = new SyslogSink(options(closedPort(), 1_000, 0, Duration.ZERO));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            try {
                sink.accept(numbered(i));
            } catch (UncheckedIOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("is full: 1000 bytes"), e.getMessage());
                refused++;
            }
        }
        assertThrows(UncheckedIOException.class, sink::close);
        SyslogDelivery delivery = sink.delivery();
        assertEquals(refused, delivery.lost());
        assertTrue(refused > 80 && delivery.kept() > 2, delivery.toString());
        assertEquals(100, delivery.delivered() + delivery.kept() + delivery.lost());
    }

    @Test
    void longMessagesAreCutAtTheEndOfACharacterAndCounted() throws IOException {
        try (ServerSocket server = server()) {
            List<String> received = new ArrayList<>();
            Thread receiver = receive(server, received, 2);
            SyslogSink sink = new SyslogSink(options(server.getLocalPort(), 1 << 20, 101, Duration.ofSeconds(30)));
            sink.accept(Events.message(Level.INFO, "\u20ac".repeat(60), Map.of()));
            sink.accept(Events.message(Level.INFO, "a\u20ac".repeat(60), Map.of()));
            sink.close();
            joined(receiver);
            assertEquals(2, sink.delivery().cut());
            for (String line : received) {
                int length = line.getBytes(StandardCharsets.UTF_8).length;
                assertTrue(length > 97 && length <= 101 && !line.contains("\ufffd"), line);
            }
        }
    }

    @Test
    void theBufferGivesBackWhatItWasGivenAlsoAfterGoingBack() throws IOException {
        Spool spool = new Spool(folder, "thor-syslog", 8 << 20);
        byte[] filler = new byte[2_000];
        java.util.Arrays.fill(filler, (byte) 'x');
        for (int i = 0; i < 3_000; i++) {
            filler[0] = (byte) ('a' + i % 26);
            assertTrue(spool.append(filler));
        }
        assertEquals(1_500, spool.next(1_500).size());
        spool.confirm();
        assertEquals(1_000, spool.next(1_000).size());
        assertEquals(1_000, spool.rewind());
        for (int i = 1_500; i < 3_000; i++) {
            filler[0] = (byte) ('a' + i % 26);
            assertArrayEquals(filler, spool.next(1).get(0), "line " + i);
        }
        assertNotNull(spool.next(1));
        spool.confirm();
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    0, files.filter(file -> file.toString().endsWith(".spool")).count(), "all confirmed, all deleted");
        }
        spool.close();
    }
}
