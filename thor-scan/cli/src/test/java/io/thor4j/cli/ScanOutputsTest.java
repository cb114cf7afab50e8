package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanOutputsTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(
                folder.resolve("test.yar"), "rule Bad { meta: score = 90 strings: $a = \"evil\" condition: $a }");
        data = Files.createDirectories(folder.resolve("data"));
        out = Files.createDirectories(folder.resolve("out"));
        for (int i = 0; i < 40; i++) {
            Files.writeString(data.resolve("file-" + i), i % 2 == 0 ? "so evil" : "good");
        }
    }

    private CommandRun scan(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "scan",
                "--rules",
                folder.resolve("test.yar").toString(),
                "-j",
                "my host",
                "-i",
                "S-abcdefghijk",
                "--utc"));
        args.addAll(Arrays.asList(more));
        args.add(data.toString());
        return CommandRun.of(args.toArray(new String[0]));
    }

    @Test
    void everyKindAtOnceAndEachHasEveryFinding() throws IOException {
        List<String> args = new ArrayList<>(List.of("-e", out.toString()));
        for (OutputKind kind : OutputKind.values()) {
            args.addAll(List.of("--output", kind.key() + ":a." + kind.key()));
        }
        CommandRun run = scan(args.toArray(new String[0]));
        assertEquals(1, run.exitCode(), run.err());
        for (OutputKind kind : OutputKind.values()) {
            String text = Files.readString(out.resolve("a." + kind.key()));
            if (kind == OutputKind.STATS) {
                assertTrue(text.startsWith("my host,") && text.endsWith(",20,0,0,0\n"), text);
                continue;
            }
            for (int i = 0; i < 40; i += 2) {
                assertTrue(text.contains("file-" + i), kind + " has no file-" + i);
            }
        }
    }

    @Test
    void thorsNamesOfOptionsAndOfFiles() throws IOException {
        CommandRun run = scan(
                "--rebase-dir",
                out.toString(),
                "--jsonv2",
                ":hostname:_thor.json",
                "--logfile",
                "t.txt",
                "--keyval",
                "--csvfile",
                "f.csv",
                "--stats-csv",
                "s.csv",
                "--sarif",
                "f.sarif",
                "--reduced");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(Files.readString(out.resolve("my_host_thor.json")).contains("\"log_version\":\"v2.0.0\""));
        String text = Files.readString(out.resolve("t.txt"));
        assertEquals(20, text.lines().count(), "--reduced leaves out messages");
        assertTrue(text.contains(" THOR: Alert: MODULE='Filescan' MESSAGE='Malware file found' "), text);
        assertEquals(20, Files.readAllLines(out.resolve("f.csv")).size());
    }

    @Test
    void syslogIsCountedInTheSummaryAndADeadReceiverIsNoEndOfTheScan() throws IOException {
        int port;
        try (java.net.ServerSocket server =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        Path buffer = folder.resolve("buffer");
        CommandRun run = scan(
                "--reduced",
                "-s",
                "127.0.0.1:" + port + ":CEF:TCP",
                "--syslog-buffer",
                buffer.toString(),
                "--syslog-wait",
                "0");
        assertEquals(3, run.exitCode(), "an output is not complete");
        assertTrue(run.err().contains("20 events could not be delivered to 127.0.0.1:" + port + "/tcp"), run.err());
        assertTrue(
                run.err()
                        .contains("thor: syslog 127.0.0.1:" + port
                                + "/tcp: 20 events = 0 delivered + 20 kept on disk + 0 lost"),
                run.err());
        assertEquals(2, scan("-s", "a:b:c:d:e").exitCode());
    }

    @Test
    void theAuditTrailHasEveryFileOnceAndTheSameLinesForAnyNumberOfThreads() throws IOException {
        List<String> first = List.of();
        for (String threads : List.of("1", "4")) {
            CommandRun run = scan("-e", out.toString(), "--threads", threads, "--audit-trail", "trail.json.gz");
            assertEquals(1, run.exitCode(), run.err());
            String text;
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(out.resolve("trail.json.gz")))) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            List<String> lines = text.replaceAll("\"accessed\":\"[^\"]*\"", "")
                    .lines()
                    .sorted()
                    .toList();
            assertEquals(40, lines.size());
            assertEquals(
                    20,
                    lines.stream()
                            .filter(line -> line.contains("\"summary\":\"YARA rule Bad"))
                            .count());
            for (String line : lines) {
                assertTrue(line.startsWith("{\"id\":\"") && line.contains("\"object\":{\"type\":\"file\""), line);
                assertTrue(line.endsWith(",\"references\":[]}"), line);
            }
            assertTrue(first.isEmpty() || first.equals(lines));
            first = lines;
        }
    }

    @Test
    void oneOutputMayGoToStandardOutputAndReplacesTheConsole() {
        CommandRun run = scan("--output", "kv:-");
        assertTrue(run.out().lines().allMatch(line -> line.contains(" THOR: ")), run.out());
        assertEquals(2, scan("--output", "kv:-", "--json", "-").exitCode());
        assertTrue(scan("--output", "sarif:-").err().contains("sarif cannot go to standard output"));
    }

    @Test
    void mistakesAreOneLine() {
        for (String wrong : List.of("nonsense:a", "text", "text:", ":x")) {
            CommandRun run = scan("--output", wrong);
            assertEquals(2, run.exitCode());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().contains("text kv json"), run.err());
        }
        CommandRun run = scan("--csv", out.toString());
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains("is a folder"), run.err());
    }

    @Test
    void findingsAreTheSameBytesForAnyNumberOfThreads() throws IOException {
        for (String threads : List.of("1", "4")) {
            scan(
                    "--threads",
                    threads,
                    "--reduced",
                    "-e",
                    out.toString(),
                    "--output",
                    "text:t" + threads,
                    "--output",
                    "kv:k" + threads,
                    "--output",
                    "json:j" + threads,
                    "--output",
                    "jsonv2:2" + threads,
                    "--output",
                    "jsonv1:1" + threads,
                    "--output",
                    "cef:c" + threads,
                    "--output",
                    "csv:f" + threads,
                    "--output",
                    "sarif:s" + threads);
        }
        for (String name : List.of("t", "k", "j", "2", "1", "c", "f", "s")) {
            assertEquals(withoutTimes(out.resolve(name + "1")), withoutTimes(out.resolve(name + "4")), name);
        }
    }

    /* The scan's clock, and the files' times of last access, which reading them changes. */
    private static String withoutTimes(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replaceAll("[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9:.]+ 20[0-9]{2}", "TIME")
                .replaceAll("(?m)^[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}", "TIME");
    }
}
