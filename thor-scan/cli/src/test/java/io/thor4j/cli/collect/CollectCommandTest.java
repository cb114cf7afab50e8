package io.thor4j.cli.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectCommandTest {
    @TempDir
    private Path folder;

    private Path tree;
    private CannedServer server;

    @BeforeEach
    void start() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("a.txt"), "first");
        Files.writeString(tree.resolve("b.exe"), "second");
        server = new CannedServer((path, body) -> switch (path) {
            case "/api/status" -> "{\"scanned_samples\":4,\"uptime_seconds\":9}";
            case "/api/info" -> "{\"thor_version\":\"10.7\"}";
            case "/api/checkAsync" -> "{\"id\":5}";
            case "/api/getAsyncResults" -> "{\"status\":\"Waiting for execution\"}";
            case "/api/check" ->
                body.contains("second")
                        ? "[{\"level\":\"Alert\",\"message\":\"Malware file found\",\"score\":90,\"context\":{},"
                                + "\"matches\":[{\"reason\":\"r\",\"rulename\":\"Evil_1\"}]}]"
                        : "[]";
            default -> "";
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private CommandRun collect(String... more) {
        return run("collect", more);
    }

    private CommandRun run(String command, String... more) {
        List<String> words = new ArrayList<>(
                List.of(command, "-s", "localhost", "--port", String.valueOf(server.port()), "-o", "host 1"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    @Test
    void sendsFilesAndCountsThem() throws IOException {
        Path log = folder.resolve("log");
        CommandRun run = collect("-p", tree.toString(), "-e", ".exe", "-l", log.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("  sent             1 (6 bytes)"), run.err());
        assertTrue(run.err().contains("extension not wanted: 1"), run.err());
        assertTrue(Files.readString(log).contains("Collection finished"));
        assertTrue(
                server.targets().contains("/api/checkAsync?source=host%201"),
                server.targets().toString());
        assertEquals("/api/status", server.targets().get(0));
    }

    @Test
    void showsResultsOfSynchronousUploads() {
        CommandRun run = collect("-p", tree.toString(), "--upload-synchronous");
        assertEquals(1, run.exitCode(), run.err());
        assertEquals("Alert '" + tree.resolve("b.exe") + "' SCORE: 90 Malware file found; Evil_1\n", run.out());
    }

    @Test
    void needsNoServerForADryRun() {
        CommandRun run = CommandRun.of("collect", "--dry-run", "-p", tree.toString(), "--magic", "66 69");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("Would send '" + tree.resolve("a.txt") + "'\n", run.out());
    }

    @Test
    void takesOptionsFromATemplateUnlessTheCommandLineSaysOtherwise() throws IOException {
        Path template = folder.resolve("config.yml");
        Files.writeString(
                template,
                "extension: [.exe]\npath: [" + tree + "]\nthreads: 0\nupload-synchronous: true\ndebug: true\n");
        CommandRun run = collect("-t", template.toString());
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.err().contains("Skipped '" + tree.resolve("a.txt") + "': extension not wanted"), run.err());
        CommandRun other = collect("-t", template.toString(), "-e", ".txt");
        assertEquals(0, other.exitCode(), other.err());
        assertTrue(other.err().contains("Clean '" + tree.resolve("a.txt") + "'"), other.err());
    }

    @Test
    void saysWhatIsWrongOnOneLine() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.yml"));
        for (List<String> words : List.of(
                List.of("-t", empty.toString()),
                List.of("-t", folder.resolve("none.yml").toString()),
                List.of("-p", folder.resolve("none").toString()),
                List.of("-a", "2w"),
                List.of("--magic", "xy"),
                List.of("--uploads-per-minute", "-1"),
                List.of("--ca", empty.toString()),
                List.of("--ssl", "--ca", empty.toString()),
                List.of("--client-cert", "x", "--ssl"),
                List.of("--http-proxy", "socks5://x:1"),
                List.of("-s", "a b"),
                List.of("--port", "70000"))) {
            List<String> all = new ArrayList<>(List.of("-p", tree.toString()));
            all.addAll(words);
            if (words.contains("-s") || words.contains("--port")) {
                all.addAll(
                        0,
                        List.of(
                                "collect",
                                words.contains("-s") ? "--dry-run" : "-s",
                                words.contains("-s") ? "--no-markers" : "x"));
                CommandRun run = CommandRun.of(all.toArray(String[]::new));
                assertEquals(2, run.exitCode(), words + run.err());
                continue;
            }
            CommandRun run = collect(all.toArray(String[]::new));
            assertEquals(2, run.exitCode(), words + run.err());
            assertEquals(1, run.err().lines().count(), words + run.err());
        }
        assertEquals(List.of(), server.targets());
    }

    @Test
    void endsWithTwoWithoutAServer() throws IOException {
        server.close();
        CommandRun run = collect("-p", tree.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no connection"), run.err());
    }

    @Test
    void submitsSingleFiles() throws IOException {
        CommandRun run = run(
                "submit",
                tree.resolve("a.txt").toString(),
                tree.resolve("b.exe").toString(),
                folder.resolve("none").toString());
        assertEquals(3, run.exitCode());
        assertTrue(run.out().startsWith("clean '" + tree.resolve("a.txt") + "'\nAlert '"), run.out());
        assertTrue(run.err().contains("could not read file"), run.err());
        CommandRun async = run("submit", "--async", tree.resolve("a.txt").toString());
        assertEquals("5 " + tree.resolve("a.txt") + "\n", async.out());
        CommandRun result = run("submit", "--result", "5");
        assertEquals("5: Waiting for execution\n", result.out());
        assertEquals(3, result.exitCode());
        CommandRun status = run("submit", "--status", "--info");
        assertEquals("scanned_samples: 4\nuptime_seconds: 9\nthor_version: 10.7\n", status.out());
        assertEquals(2, run("submit").exitCode());
    }
}
