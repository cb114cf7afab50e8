package io.thor4j.cli.intel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import io.thor4j.core.Level;
import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.threatintel.export.ActiveIocs;
import io.thor4j.threatintel.export.IocMapping;
import io.thor4j.threatintel.feed.FeedSync;
import io.thor4j.threatintel.feed.ThreatConnectFeed;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.stub.Misbehaviour;
import io.thor4j.threatintel.stub.ThorCloudStub;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a platform over real HTTP into a store, and from there into scans. */
class IntelEndToEndTest {
    private static final Instant NOW = Instant.now().minusSeconds(3600);
    private static final byte[] CONTENT = "nothing to see here\n".getBytes(StandardCharsets.UTF_8);
    private final ThreatConnectStub stub = ThreatConnectStub.start(0, "1", Secret.of("k:+ey"), Clock.systemUTC());

    @TempDir
    private Path folder;

    private Path target;
    private Path keyFile;

    @BeforeEach
    void platformAndFiles() throws IOException, GeneralSecurityException {
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(CONTENT));
        Instant second = Instant.ofEpochSecond(NOW.getEpochSecond());
        String expires = second.plus(Duration.ofDays(3)).toString();
        stub.put(
                1,
                "Demo",
                "File",
                md5,
                second,
                Map.of("md5", md5, "rating", 5, "confidence", 100, "externalDateExpires", expires));
        stub.put(2, "Demo", "Host", "evil.example", second, Map.of("hostName", "evil.example"));
        stub.put(
                3,
                "Demo",
                "File Name",
                "dropper.exe",
                second,
                Map.of("value1", "dropper.exe", "threatAssessScore", 810));
        target = Files.createDirectory(folder.resolve("target"));
        Files.write(target.resolve("by-hash.bin"), CONTENT);
        Files.writeString(target.resolve("Dropper.EXE"), "another content");
        Files.writeString(target.resolve("clean.txt"), "clean");
        keyFile = folder.resolve("key");
        Files.writeString(keyFile, "k:+ey\n");
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void anIndicatorThatExpiresBetweenTwoScansIsFoundOnce() {
        Instant[] now = {NOW};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        try (ApacheTransport transport = ApacheTransport.builder().build();
                IndicatorStore store = IndicatorStore.open(folder.resolve("store.db"), ExpiryPolicy.DEFAULT, clock)) {
            ThreatConnectClient client = ThreatConnectClient.builder(
                            stub.uri(), ThreatConnectCredentials.hmac("1", Secret.of("k:+ey")), transport)
                    .build();
            new FeedSync(new ThreatConnectFeed("tc", client, List.of("Demo"), "", null, true), store, any -> {}).run();
            ActiveIocs iocs = new ActiveIocs(store, IocMapping.DEFAULT);
            SignatureSet signatures = SignatureSet.of(iocs.refresh().sets());
            assertEquals(1, signatures.iocs().host("c2.evil.example").size());
            try (ThorScanner scanner =
                    ThorScanner.builder().signatures(signatures).build()) {
                ScanReport first = scanner.scan(target);
                assertEquals(2, first.count(Level.ALERT) + first.count(Level.WARNING), first::toString);
                assertEquals(0, iocs.refresh().rebuilt());

                now[0] = NOW.plus(Duration.ofDays(4));
                ActiveIocs.Sets later = iocs.refresh();
                assertEquals(1, later.rebuilt());
                scanner.signatures(SignatureSet.of(later.sets()));
                ScanReport second = scanner.scan(target);
                assertEquals(1, second.count(Level.ALERT) + second.count(Level.WARNING), second::toString);
            }
        }
    }

    @Test
    void theCommandsDoTheSame() throws IOException {
        String store = folder.resolve("store.db").toString();
        CommandRun sync = CommandRun.of(
                "intel",
                "sync",
                "--store",
                store,
                "--url",
                stub.uri().toString(),
                "--access-id",
                "1",
                "--secret-key-file",
                keyFile.toString());
        assertEquals(0, sync.exitCode(), sync.err());
        assertTrue(sync.out().contains("3 indicators; added 3,"), sync.out());
        assertTrue(sync.out().contains("active: 3"), sync.out());

        CommandRun status = CommandRun.of("intel", "status", "--store", store);
        assertEquals(0, status.exitCode(), status.err());
        assertTrue(status.out().contains("  File Name: 1\n"), status.out());

        Path signatures = folder.resolve("signatures");
        CommandRun export = CommandRun.of("intel", "export", "--store", store, signatures.toString());
        assertEquals("hash: 1\nfilename: 1\ndomain: 1\n", export.out(), export.err());
        CommandRun scan = CommandRun.of("scan", "--custom-signatures", signatures.toString(), target.toString());
        assertEquals(1, scan.exitCode(), scan.err());
        assertTrue(scan.out().contains("by-hash.bin"), scan.out());
        assertTrue(scan.out().contains("Dropper.EXE"), scan.out());
        assertFalse(scan.out().contains("clean.txt"), scan.out());

        for (String format : List.of("csv", "stix")) {
            Path file = folder.resolve("out." + format);
            CommandRun written =
                    CommandRun.of("intel", "export", "--store", store, "--format", format, file.toString());
            assertTrue(written.out().startsWith("3 indicators in "), written.out() + written.err());
            assertTrue(Files.readString(file).contains("evil.example"));
        }
    }

    @Test
    void aWrongKeyIsOneLineAndTheStoreRemembersIt() throws IOException {
        Files.writeString(keyFile, "wrong");
        String store = folder.resolve("store.db").toString();
        CommandRun sync = CommandRun.of(
                "intel",
                "sync",
                "--store",
                store,
                "--url",
                stub.uri().toString(),
                "--access-id",
                "1",
                "--secret-key-file",
                keyFile.toString());
        assertEquals(3, sync.exitCode());
        assertEquals(1, sync.err().lines().count(), sync.err());
        assertTrue(sync.err().contains("Signature did not match"), sync.err());
        CommandRun status = CommandRun.of("intel", "status", "--store", store);
        assertTrue(status.out().contains("last run never ended"), status.out());
        assertTrue(status.out().contains("last error: "), status.out());
    }

    @Test
    void cloudLogsComeAsEcs() throws IOException {
        Path key = folder.resolve("cloud-key");
        Files.writeString(key, "api-key");
        Path out = folder.resolve("out.ndjson");
        try (ThorCloudStub cloud = ThorCloudStub.start(0, Secret.of("api-key"))) {
            String log = "{\"level\":\"Alert\",\"module\":\"Filescan\",\"file\":\"/tmp/x\",\"score\":96}\nbroken\n";
            cloud.put("s1", NOW.getEpochSecond(), "successful", log, Map.of("campaign_id", "c1"));
            for (int i = 0; i < 2; i++) {
                CommandRun pull = CommandRun.of(
                        "cloud",
                        "pull",
                        "--url",
                        cloud.uri().toString(),
                        "--api-key-file",
                        key.toString(),
                        "--since",
                        "24h",
                        "--sink",
                        "ecs:" + out);
                assertEquals(0, pull.exitCode(), pull.err());
                assertTrue(pull.out().startsWith("scans " + (1 - i) + ","), pull.out());
            }
        }
        List<String> lines = Files.readAllLines(out);
        assertEquals(1, lines.size());
        assertTrue(
                lines.get(0).contains("\"kind\":\"alert\"") && lines.get(0).contains("\"risk_score\":96"),
                lines.get(0));
        assertTrue(Files.readString(folder.resolve("out.ndjson.malformed")).endsWith("\nbroken\n"));
    }

    /* Rows 3 and 5 of the mapping: what is no event becomes no document, in either form, and its text is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"elastic", "thor"})
    void linesThatAreNoEventsAreKeptAsideWithTheirText(String compatibility) throws IOException {
        Path key = folder.resolve("cloud-key");
        Files.writeString(key, "api-key");
        Path out = folder.resolve("out.ndjson");
        String cut = "{\"module\":\"Hosts\",\"message\":\"cut of";
        try (ThorCloudStub cloud = ThorCloudStub.start(0, Secret.of("api-key"))) {
            String log = "{\"module\":\"Hosts\",\"message\":\"one\"}\n[1,2]\n" + cut
                    + "\n\n{\"module\":\"Hosts\",\"message\":\"two\"}\n";
            cloud.put("s1", NOW.getEpochSecond(), "successful", log, Map.of());
            cloud.misbehave(Misbehaviour.status(500, null));
            CommandRun pull = CommandRun.of(
                    "cloud",
                    "pull",
                    "--url",
                    cloud.uri().toString(),
                    "--api-key-file",
                    key.toString(),
                    "--compatibility",
                    compatibility,
                    "--sink",
                    "ecs:" + out);
            assertEquals(0, pull.exitCode(), pull.err());
            assertTrue(pull.out().contains("events 2, malformed lines 2"), pull.out());
        }
        List<String> lines = Files.readAllLines(out);
        assertEquals(2, lines.size(), "the error of the first answer is no document either");
        assertTrue(lines.get(0).contains("\"one\"") && lines.get(1).contains("\"two\""), lines.toString());
        List<String> aside = Files.readAllLines(folder.resolve("out.ndjson.malformed"));
        assertTrue(aside.contains("[1,2]") && aside.contains(cut), aside.toString());
    }

    @Test
    void mistakesAreSaidBeforeAnythingIsDone() {
        String store = folder.resolve("none.db").toString();
        assertEquals(2, CommandRun.of("intel", "status", "--store", store).exitCode());
        assertFalse(Files.exists(folder.resolve("none.db")));
        CommandRun tql = CommandRun.of(
                "intel",
                "sync",
                "--store",
                store,
                "--url",
                stub.uri().toString(),
                "--access-id",
                "1",
                "--secret-key-file",
                keyFile.toString(),
                "--tql",
                "rating > 3) OR (1 = 1");
        assertEquals(2, tql.exitCode(), tql.err());
        assertEquals(
                2,
                CommandRun.of("intel", "sync", "--store", store, "--url", "ftp://x", "--access-id", "1")
                        .exitCode());
        assertEquals(
                2,
                CommandRun.of(
                                "intel",
                                "sync",
                                "--store",
                                store,
                                "--url",
                                stub.uri().toString(),
                                "--since",
                                "1w")
                        .exitCode());
        assertEquals(List.of(), stub.requests());
    }
}
