package io.thor4j.cli.intel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import io.thor4j.cli.ThorCommand;
import io.thor4j.core.Secret;
import io.thor4j.threatintel.stub.TaxiiStub;
import io.thor4j.threatintel.stub.ThorCloudStub;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for feeds of every kind. */
class IntelFeedCommandsTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private String store;
    private Path password;

    @BeforeEach
    void files() throws IOException {
        store = folder.resolve("store.db").toString();
        password = Files.writeString(folder.resolve("password"), "p4ss:w/\n");
        Path lists = Files.createDirectory(folder.resolve("lists"));
        Files.writeString(lists.resolve("c2-iocs.txt"), "evil.example;80\nhttp://not a host\n");
        Files.writeString(lists.resolve("more.csv"), "value,tags\n10.0.0.1,apt\n");
    }

    private static TaxiiStub taxii() {
        TaxiiStub stub = TaxiiStub.start(0, "reader", Secret.of("p4ss:w/"));
        stub.collection("c1", "Demo", true);
        stub.indicator("c1", 1, T0, "[domain-name:value = 'taxii.example']", Map.of("confidence", 80));
        return stub;
    }

    @Test
    void syncReadsTaxiiAndFilesAndStatusAndEcsShowThem() throws IOException {
        try (TaxiiStub stub = taxii()) {
            CommandRun sync = CommandRun.of(
                    "intel",
                    "sync",
                    "--store",
                    store,
                    "--feed",
                    "taxii",
                    "--url",
                    stub.uri().toString(),
                    "--user",
                    "reader",
                    "--password-file",
                    password.toString(),
                    "--collection",
                    "Demo");
            assertEquals(0, sync.exitCode(), sync.err());
            assertTrue(sync.out().startsWith("taxii: 1 pages, 1 indicators; added 1,"), sync.out());
        }
        CommandRun files = CommandRun.of(
                "intel",
                "sync",
                "--store",
                store,
                "--feed",
                "files",
                folder.resolve("lists").toString());
        assertEquals(0, files.exitCode(), files.err());
        assertTrue(files.out().contains("files: 1 pages, 2 indicators; added 2,"), files.out());
        assertTrue(files.out().contains("active: 3"), files.out());
        assertTrue(files.err().contains("c2-iocs.txt:2: not a host name"), files.err());

        CommandRun status = CommandRun.of("intel", "status", "--store", store);
        assertTrue(status.out().contains("feed files: UP, last run"), status.out());

        Path out = folder.resolve("out.ndjson");
        CommandRun ecs = CommandRun.of("intel", "export", "--store", store, "--format", "ecs", out.toString());
        assertTrue(ecs.out().startsWith("3 indicators in "), ecs.out() + ecs.err());
        String line = Files.readAllLines(out).stream()
                .filter(text -> text.contains("taxii.example"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("\"provider\":\"Demo\""), line);
        assertTrue(line.contains("\"confidence\":\"High\""), line);
        assertTrue(line.contains("\"domain\":\"taxii.example\""), line);
        CommandRun elastic = CommandRun.of(
                "intel", "export", "--store", store, "--format", "ecs", "--compatibility", "elastic", out.toString());
        assertEquals(0, elastic.exitCode(), elastic.err());
        String plain = Files.readString(out);
        assertTrue(plain.contains("\"provider\":\"ThreatConnect\""), plain);
        assertFalse(plain.contains("\"domain\":\"taxii.example\""), plain);
    }

    @Test
    void runKeepsAStoreUpToDateFromAFileOfFeedsAndStatusShowsItsHealth() throws IOException {
        Path config = folder.resolve("feeds.yml");
        Path events = folder.resolve("events.ndjson");
        try (TaxiiStub stub = taxii();
                ThorCloudStub cloud = ThorCloudStub.start(0, Secret.of("p4ss:w/"))) {
            cloud.put("s1", Instant.now().getEpochSecond(), "successful", "{\"level\":\"Alert\"}\n", Map.of());
            Files.writeString(
                    config,
                    "feeds:\n"
                            + "  - name: shared\n"
                            + "    provider: taxii\n"
                            + "    interval: 1h\n"
                            + "    jitter: 0.5\n"
                            + "    options: {url: '" + stub.uri() + "', user: reader, collection: [Demo]}\n"
                            + "    secrets: {password: {file: '" + password + "'}}\n"
                            + "  - provider: files\n"
                            + "    full-interval: never\n"
                            + "    options:\n"
                            + "      path: '" + folder.resolve("lists") + "'\n"
                            + "  - name: broken\n"
                            + "    provider: files\n"
                            + "    options: {path: '" + folder.resolve("none") + "'}\n"
                            + "  - name: cloud\n"
                            + "    provider: thorcloud\n"
                            + "    options: {url: '" + cloud.uri() + "', cursor: '" + folder.resolve("cursor") + "'}\n"
                            + "    secrets: {api-key: {file: '" + password + "'}}\n");
            CommandRun run = CommandRun.of(
                    "intel",
                    "run",
                    "--store",
                    store,
                    "--config",
                    config.toString(),
                    "--events",
                    "raw:" + events,
                    "--once");
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().startsWith("thor: 4 feeds, 0 active indicators"), run.out());
            assertTrue(run.out().contains(" shared: UP; 1 pages, 1 indicators; added 1,"), run.out());
            assertTrue(run.out().contains(" files: DEGRADED; 1 pages, 2 indicators"), run.out());
            assertTrue(run.out().contains(" broken: DOWN; feed broken (provider files): "), run.out());
            assertTrue(run.out().contains(" cloud: UP; 1 pages, 0 indicators, 1 events"), run.out());
            assertTrue(run.out().contains("thor: stopped; DEGRADED: "), run.out());
            assertTrue(run.err().contains("files: c2-iocs.txt:2: not a host name"), run.err());
        }
        assertEquals("{\"level\":\"Alert\"}\n", Files.readString(events));
        CommandRun status = CommandRun.of("intel", "status", "--store", store);
        assertTrue(status.out().contains("active: 3\n"), status.out());
        assertTrue(status.out().contains("feed broken: DOWN, last run never ended"), status.out());
        assertTrue(
                status.out().contains("live: process " + ProcessHandle.current().pid()), status.out());
        assertTrue(status.out().contains("health: DEGRADED: "), status.out());
        assertTrue(status.out().contains("feed shared (taxii): UP\n  runs 1, failures 0"), status.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feeds: []|the list 'feeds' is empty",
                "sources: []|there is no list 'feeds'",
                "feeds: [{name: x}]|feed 1 has no provider",
                "feeds: [{provider: gopher}]|there is no provider gopher; there are files, taxii, thorcloud, threatconnect",
                "feeds: [{provider: files}]|path is missing",
                "feeds: [{provider: files, options: {path: x, colour: y}}]|there is no option colour",
                "feeds: [{provider: files, every: 1h}]|feed files: there is no field every",
                "feeds: [{provider: files, interval: often}]|interval is no time such as 90d",
                "feeds: [{provider: files, jitter: 7}]|jitter is not between 0 and 1",
                "feeds: [{provider: taxii, secrets: {password: hunter2}}]|secret password is {file: FILE} or {env: VARIABLE}",
                "feeds: [{provider: taxii, secrets: {password: {env: THOR_NONE}}}]|secret password is empty at {env=THOR_NONE}",
                "feeds: [{provider: thorcloud, options: {cursor: c}, secrets: {api-key: {file: FILE}}}]|there is no sink",
                "feeds: [|is no YAML"
            })
    void mistakesInTheFileAreSaidBeforeAnythingIsDone(String text, String message) throws IOException {
        Path config = Files.writeString(folder.resolve("feeds.yml"), text.replace("FILE}", "'" + password + "'}"));
        CommandRun run = CommandRun.of("intel", "run", "--store", store, "--config", config.toString(), "--for", "0s");
        assertEquals(2, run.exitCode(), run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertFalse(run.err().contains("hunter2"), run.err());
    }

    @Test
    void mistakesInOptionsAreSaid() {
        CommandRun option = CommandRun.of("intel", "sync", "--store", store, "--feed", "files", "--tql", "x", "p");
        assertEquals(2, option.exitCode());
        assertTrue(option.err().contains("feed files (provider files): there is no option tql"), option.err());
        assertEquals(
                2,
                CommandRun.of("intel", "sync", "--store", store, "--feed", "gopher")
                        .exitCode());
        assertEquals(2, CommandRun.of("intel", "serve-stub", "--port", "70000").exitCode());
        CommandRun feeds = CommandRun.of("intel", "feeds");
        assertTrue(feeds.out().contains("taxii\n  url (required): "), feeds.out());
        assertTrue(feeds.out().contains("  password (secret): "), feeds.out());
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path", ""));
        command.add(ThorCommand.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("process.err").toFile())
                .start();
    }

    private static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there cannot be asked to end, only be ended")
    void servedStubsAnswerAndASignalEndsARunCleanly() throws Exception {
        Process stub = start("intel", "serve-stub", "--kind", "taxii", "--indicators", "7");
        try (BufferedReader served = lines(stub)) {
            String address = String.valueOf(served.readLine()).split(" ", 2)[0];
            assertTrue(address.endsWith("/taxii2/"), () -> address);
            Files.writeString(password, "stub-key");
            Process run = start(
                    "intel",
                    "run",
                    "--store",
                    store,
                    "--feed",
                    "taxii",
                    "--url",
                    address,
                    "--user",
                    "reader",
                    "--password-file",
                    password.toString());
            try (BufferedReader said = lines(run)) {
                assertNotNull(said.readLine());
                String first = said.readLine();
                assertTrue(String.valueOf(first).contains(" taxii: UP; 1 pages, 7 indicators; added 7,"), () -> first);
                run.toHandle().destroy();
                assertTrue(run.waitFor(60, TimeUnit.SECONDS));
                assertEquals(0, run.exitValue(), () -> "ended by a signal");
                assertTrue(String.valueOf(said.readLine()).startsWith("thor: stopped; UP; active 7"));
            } finally {
                run.destroyForcibly();
            }
        } finally {
            stub.destroyForcibly();
        }
    }
}
