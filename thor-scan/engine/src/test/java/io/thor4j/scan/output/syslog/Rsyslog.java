package io.thor4j.scan.output.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.scan.TestScans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Debian's rsyslog as a child process with a configuration and a port of its own. */
final class Rsyslog implements AutoCloseable {
    private final Path folder;
    private final Path config;
    private final Path output;
    private final int port;
    private final SyslogTarget.Protocol protocol;
    private @Nullable Process process;

    private Rsyslog(Path folder, SyslogTarget.Protocol protocol, int port, String text) throws IOException {
        this.folder = folder;
        this.protocol = protocol;
        this.port = port;
        this.config = Files.writeString(folder.resolve("rsyslog.conf"), text);
        this.output = folder.resolve("received");
    }

    /** Returns the command, null when there is none; says so. */
    static @Nullable Path command(String test) {
        for (String place : List.of("/usr/sbin/rsyslogd", "/sbin/rsyslogd")) {
            if (Files.isExecutable(Path.of(place))) {
                return Path.of(place);
            }
        }
        TestScans.cannot(test, "no rsyslogd on this machine (Debian: rsyslog and rsyslog-gnutls)");
        return null;
    }

    static boolean hasTls() throws IOException {
        try (var files = Files.find(Path.of("/usr/lib"), 4, (path, facts) -> path.endsWith("rsyslog/lmnsd_gtls.so"))) {
            return files.findAny().isPresent();
        }
    }

    static Rsyslog prepare(Path folder, SyslogTarget.Protocol protocol, @Nullable TestCertificate certificate)
            throws IOException {
        int port = freePort(protocol);
        String input = protocol == SyslogTarget.Protocol.UDP ? "imudp" : "imtcp";
        StringBuilder text = new StringBuilder();
        text.append("global(workDirectory=\"").append(folder).append("\" net.enableDNS=\"off\" maxMessageSize=\"64k\"");
        if (certificate != null) {
            text.append(" defaultNetstreamDriver=\"gtls\" defaultNetstreamDriverCAFile=\"")
                    .append(certificate.certificate())
                    .append("\" defaultNetstreamDriverCertFile=\"")
                    .append(certificate.certificate())
                    .append("\" defaultNetstreamDriverKeyFile=\"")
                    .append(certificate.key())
                    .append('"');
        }
        /* What is read is in the file when the daemon ends: no queue between. */
        text.append(")\nmain_queue(queue.type=\"Direct\")\nmodule(load=\"")
                .append(input)
                .append('"');
        if (certificate != null) {
            text.append(" StreamDriver.Name=\"gtls\" StreamDriver.Mode=\"1\" StreamDriver.AuthMode=\"anon\"");
        }
        text.append(")\ninput(type=\"")
                .append(input)
                .append("\" address=\"127.0.0.1\" port=\"")
                .append(port)
                .append("\")\ntemplate(name=\"raw\" type=\"string\" string=\"%rawmsg%\\n\")\n")
                .append("action(type=\"omfile\" file=\"")
                .append(folder.resolve("received"))
                .append("\" template=\"raw\" asyncWriting=\"off\" flushOnTXEnd=\"on\")\n");
        return new Rsyslog(folder, protocol, port, text.toString());
    }

    private static int freePort(SyslogTarget.Protocol protocol) throws IOException {
        if (protocol == SyslogTarget.Protocol.UDP) {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    SyslogTarget target(SyslogTarget.Type type) {
        return new SyslogTarget("127.0.0.1", port, type, protocol);
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        String.valueOf(command("Rsyslog")),
                        "-n",
                        "-f",
                        config.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        until("rsyslogd listens", () -> {
            assertTrue(running(), "rsyslogd ended: " + log());
            return listens();
        });
        /* It complains of the probe, which connects and goes; all else would be about its configuration. */
        assertEquals(
                List.of(),
                log().lines()
                        .filter(line -> !line.contains("handshake") && !line.contains("will be closed due to error"))
                        .toList());
    }

    private boolean running() {
        Process started = process;
        return started != null && started.isAlive();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("daemon.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        if (protocol == SyslogTarget.Protocol.UDP) {
            try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                return socket.isClosed();
            } catch (IOException e) {
                return true;
            }
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks the daemon to end, as the system does, and waits for it. */
    void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            assertTrue(running.waitFor(30, TimeUnit.SECONDS), "rsyslogd ends");
            process = null;
        }
    }

    List<String> received() throws IOException {
        return Files.exists(output) ? Files.readAllLines(output, StandardCharsets.UTF_8) : List.of();
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }
}
