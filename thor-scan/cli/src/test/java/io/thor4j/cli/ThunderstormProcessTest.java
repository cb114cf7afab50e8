package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code thor thunderstorm} as a process, and the commands that send files to it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java can only kill a process there, not ask it to end")
class ThunderstormProcessTest {
    private static final long SECONDS = 60;

    @TempDir
    private Path folder;

    private Path rules;
    private Path log;
    private Path queue;

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(
                folder.resolve("rules.yar"),
                "rule Evil_Mark { meta: score = 90 strings: $a = \"EVIL-MARK\" condition: $a }");
        log = folder.resolve("thunderstorm.log");
        queue = folder.resolve("queue");
    }

    /** The service. Its first line says where it listens. */
    private static final class Service implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;
        private final URI address;

        Service(List<String> options) throws IOException {
            List<String> words = new ArrayList<>(List.of("thunderstorm"));
            words.addAll(options);
            process = new ProcessBuilder(ThorProcess.command(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), words))
                    .redirectErrorStream(true)
                    .start();
            lines = process.inputReader(StandardCharsets.UTF_8);
            String begin = "thor: listening on ";
            StringBuilder said = new StringBuilder();
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line == null) {
                    throw new IOException("the service did not start: " + said);
                }
                if (line.startsWith(begin)) {
                    address = URI.create(line.substring(begin.length()));
                    return;
                }
                said.append(line).append('\n');
            }
        }

        Socket open() throws IOException {
            Socket socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort());
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
            return socket;
        }

        CommandRun run(String... words) {
            List<String> all = new ArrayList<>(List.of(words));
            all.addAll(1, List.of("-s", "127.0.0.1", "--port", String.valueOf(address.getPort()), "-o", "host-1"));
            return CommandRun.of(all.toArray(String[]::new));
        }

        /** Waits for the end, which was asked for, and returns the exit code. */
        int exitCode() throws InterruptedException, IOException {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the service does not end");
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /* As curl sends it. */
    private static String form(String name, String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--B--\r\n";
    }

    private static String head(String target, int length) {
        return "POST " + target + " HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\nContent-Length: "
                + length + "\r\nContent-Type: multipart/form-data; boundary=B\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /* Up to the text, or the end. */
    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
            if (text.toString().endsWith(end)) {
                return text.toString();
            }
        }
        return text.toString();
    }

    @Test
    void answersTheRequestUnderWayWhenAskedToEndAndEndsWithZero() throws Exception {
        try (Service service = new Service(List.of(
                        "--rules",
                        rules.toString(),
                        "--server-port",
                        "0",
                        "--threads",
                        "2",
                        "--logfile",
                        log.toString(),
                        "--queue-storage",
                        queue.toString()));
                Socket socket = service.open()) {
            String form = form("/srv/under-way.txt", "EVIL-MARK");
            send(socket, head("/api/check?source=web1", form.length()) + "Expect: 100-continue\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", readUntil(socket, "\r\n\r\n"), "it waits for the form");
            send(socket, form.substring(0, 20));
            service.process.destroy();
            send(socket, form.substring(20));
            String answer = readUntil(socket, "}]");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.contains("\"rulename\":\"Evil_Mark\""), answer);
            assertEquals(ExitCodes.OK, service.exitCode());
        }
        String written = Files.readString(log);
        assertTrue(written.contains("/srv/under-way.txt"), written);
        assertTrue(written.endsWith("\n"), "the last line is whole");
    }

    @Test
    void takesATemplateAndServesCollectAndSubmitOverARestart() throws Exception {
        Path template = folder.resolve("thunderstorm.yml");
        Files.writeString(template, """
                # as the installer of THOR 10 writes it
                rules: %s
                logfile: %s
                appendlog: True
                server-host: 127.0.0.1
                server-port: 0
                pure-yara: False
                server-store-samples: malicious
                server-upload-dir: %s
                queue-storage: %s
                server-result-cache-size: 100
                noscanid: True
                max_runtime: 0
                """.formatted(rules, log, folder.resolve("samples"), queue));
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Path bad = Files.writeString(tree.resolve("bad file.txt"), "EVIL-MARK");
        Path clean = Files.writeString(tree.resolve("clean.txt"), "nothing");
        String receipt;
        try (Service service = new Service(List.of("-t", template.toString()))) {
            CommandRun collected = service.run("collect", "-p", tree.toString());
            assertEquals(ExitCodes.OK, collected.exitCode(), collected.err());
            assertTrue(collected.err().contains("  sent             2 (16 bytes)"), collected.err());
            CommandRun found = service.run("submit", bad.toString(), clean.toString());
            assertEquals(ExitCodes.FINDINGS, found.exitCode(), found.err());
            assertTrue(found.out().startsWith("Alert '" + bad + "' SCORE: 90"), found.out());
            assertTrue(found.out().endsWith("clean '" + clean + "'\n"), found.out());
            CommandRun later = service.run("submit", "--async", bad.toString());
            assertEquals(ExitCodes.OK, later.exitCode(), later.err());
            receipt = later.out().substring(0, later.out().indexOf(' '));
            service.process.destroy();
            assertEquals(ExitCodes.OK, service.exitCode());
        }
        try (Service service = new Service(List.of("-t", template.toString(), "--threads", "1"))) {
            CommandRun result = service.run("submit", "--result", receipt);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (result.exitCode() == ExitCodes.INCOMPLETE && System.nanoTime() < end) {
                result = service.run("submit", "--result", receipt);
            }
            assertEquals(ExitCodes.FINDINGS, result.exitCode(), result.out() + result.err());
            assertTrue(result.out().startsWith("Alert '" + receipt + "' SCORE: 90"), result.out());
            service.process.destroy();
            assertEquals(ExitCodes.OK, service.exitCode());
        }
        String written = Files.readString(log);
        assertTrue(written.contains("host-1"), "the source is the log's host: " + written);
        assertFalse(written.contains(clean.toString()), "a clean sample is no finding");
    }
}
