package io.thor4j.scan.output.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.Events;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that sends events, as {@code kill -9} does, and lets another one send what is left. */
class KilledSenderTest {
    private static final int EVENTS = 3_000;
    private static final Pattern NUMBER = Pattern.compile("event (\\d+)\\.");

    @TempDir
    private Path folder;

    private static SyslogSink sink(Path folder, int port) throws IOException {
        SyslogTarget target = new SyslogTarget("127.0.0.1", port, SyslogTarget.Type.DEFAULT, SyslogTarget.Protocol.TCP);
        SyslogFormat format = new SyslogFormat(
                SyslogTarget.Type.DEFAULT,
                TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false),
                ZoneOffset.UTC,
                SyslogFormat.LOCAL7,
                false,
                0);
        return new SyslogSink(
                new SyslogOptions(target, format, folder, 8 << 20, 0, false, null, true, Duration.ofSeconds(60)));
    }

    /** The process that is killed. */
    static final class Sender {
        private Sender() {}

        /** Takes the buffer's folder and the receiver's port, says when all events were accepted, and waits for its end. */
        public static void main(String[] args) throws Exception {
            SyslogSink sink = sink(Path.of(args[0]), Integer.parseInt(args[1]));
            for (int i = 0; i < EVENTS; i++) {
                sink.accept(Events.message(Level.NOTICE, "event " + i + ".", Map.of()));
            }
            System.out.println("accepted");
            System.in.read();
        }
    }

    private Process sender(int port) throws Exception {
        String path = String.join(
                File.pathSeparator,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                place(KilledSenderTest.class));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        path,
                        Sender.class.getName(),
                        folder.toString(),
                        String.valueOf(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals("accepted", process.inputReader().readLine());
        return process;
    }

    private static String place(Class<?> type) throws URISyntaxException {
        URI file = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"))
                .toURI();
        Path folder = Path.of(file);
        for (int i = 0; i < type.getName().split("\\.", -1).length; i++) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder.toString();
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Takes what comes, over any number of connections, until it was told to end. */
    private static final class Receiver implements AutoCloseable {
        private final ServerSocket server;
        private final List<String> received = new ArrayList<>();
        private final Thread thread;

        Receiver(ServerSocket server) {
            this.server = server;
            this.thread = new Thread(this::run);
            thread.start();
        }

        private void run() {
            while (true) {
                try (Socket socket = server.accept();
                        BufferedReader lines = lines(socket)) {
                    lines.lines().forEach(received::add);
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }

    private static Map<Integer, Integer> times(List<String> lines) {
        Map<Integer, Integer> times = new TreeMap<>();
        for (String line : lines) {
            Matcher number = NUMBER.matcher(line);
            assertTrue(number.find(), line);
            times.merge(Integer.parseInt(number.group(1)), 1, Integer::sum);
        }
        return times;
    }

    private List<String> rest(ServerSocket server, int events) throws IOException {
        Receiver receiver = new Receiver(server);
        try (receiver) {
            SyslogSink next = sink(folder, server.getLocalPort());
            next.close();
            assertTrue(next.delivery().isComplete(), next.delivery().toString());
            assertEquals(events, next.delivery().delivered(), next.delivery().toString());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList(), "nothing is left in the buffer");
        }
        return receiver.received;
    }

    @Test
    void whatADeadProcessLeftIsSentByTheNext() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        sender(port).destroyForcibly().waitFor();
        sender(port).destroyForcibly().waitFor();
        List<String> received = rest(new ServerSocket(port, 5, InetAddress.getLoopbackAddress()), 2 * EVENTS);
        assertEquals(EVENTS, times(received).size());
        assertEquals(Set.of(2), Set.copyOf(times(received).values()), "each of both processes once");
    }

    @Test
    void whatWasConfirmedIsNotSentAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> received = new ArrayList<>();
            Process sender = sender(server.getLocalPort());
            try (Socket first = server.accept();
                    BufferedReader lines = lines(first)) {
                lines.lines().forEach(received::add);
            }
            /* The second connection proves to the sender that all of the first was read. */
            int sure = received.size();
            assertTrue(sure >= 1_000 && sure < EVENTS, "sure: " + sure);
            try (Socket second = server.accept();
                    BufferedReader lines = lines(second)) {
                received.add(lines.readLine());
                sender.destroyForcibly().waitFor();
            }
            Map<Integer, Integer> again = times(rest(server, EVENTS - sure));
            assertEquals(EVENTS - sure, again.size());
            assertEquals(Set.of(1), Set.copyOf(again.values()));
            assertTrue(again.keySet().stream().allMatch(number -> number >= sure), "none that was sure");
        }
    }

    @Test
    void aQueueThatIsInUseIsLeftAlone() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Process alive = sender(port);
        try (Spool own = new Spool(folder, "other", 1 << 20);
                Spool same = new Spool(folder, "other", 1 << 20)) {
            assertTrue(own.append(new byte[] {'a'}));
            assertEquals(0, same.appended());
        }
        String name = "thor-syslog-127.0.0.1-" + port + "-tcp";
        try (Spool beside = new Spool(folder, name, 1 << 20)) {
            assertEquals(0, beside.appended(), "another process has it");
        }
        alive.destroyForcibly().waitFor();
        try (Spool heir = new Spool(folder, name, 1 << 20)) {
            assertEquals(EVENTS, heir.appended());
        }
    }
}
