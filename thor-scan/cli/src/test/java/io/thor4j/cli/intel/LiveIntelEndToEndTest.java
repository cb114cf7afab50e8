package io.thor4j.cli.intel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Secret;
import io.thor4j.core.Target;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedHealth;
import io.thor4j.threatintel.feed.LiveIntel;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live indicators in a running scanner, from a platform over real HTTP; and the README's example of it. */
class LiveIntelEndToEndTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 600);
    private static final String KEY = "live:+key";

    private final ThreatConnectStub stub = ThreatConnectStub.start(0, "1", Secret.of(KEY), Clock.systemUTC());
    private volatile Instant now = NOW;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void platformAndFiles() throws Exception {
        byte[] content = "the content of which the platform knows the hash\n".getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        String expires = NOW.plus(Duration.ofDays(3)).toString();
        stub.put(
                1,
                "Demo",
                "File",
                hash,
                NOW,
                Map.of("sha256", hash, "rating", 5, "confidence", 100, "externalDateExpires", expires));
        stub.put(2, "Demo", "Host", "evil.example", NOW, Map.of("hostName", "evil.example", "rating", 5));
        stub.put(3, "Demo", "File Name", "dropper.exe", NOW, Map.of("value1", "dropper.exe", "threatAssessScore", 810));
        target = Files.createDirectory(folder.resolve("target"));
        Files.write(target.resolve("by-hash.bin"), content);
        Files.writeString(target.resolve("Dropper.EXE"), "another content");
        Files.writeString(target.resolve("clean.txt"), "evil.example is only named here, as in a report");
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private static long findings(ScanReport report) {
        return report.count(Level.ALERT) + report.count(Level.WARNING);
    }

    private static Target lookedUp(String host) {
        return Target.of(
                ObservedObject.builder("DNS cache entry").set("host", host).build(), host);
    }

    @Test
    void aRunningScannerFindsHashHostAndFileNameAndLetsGoWhatExpires() {
        FeedConfig feed = FeedConfig.of("tc", "threatconnect")
                .with("url", stub.uri().toString())
                .with("access-id", "1")
                .with("secret-key", Secret.of(KEY));
        ThorScanner scanner =
                ThorScanner.builder().signatures(SignatureSet.of(List.of())).build();
        try (scanner;
                LiveIntel intel = LiveIntel.builder(folder.resolve("intel.db"))
                        .feed(feed)
                        .clock(clock)
                        .onChange(sets -> scanner.signatures(SignatureSet.of(sets)))
                        .start()) {
            intel.runNow("tc").join();
            assertEquals(3, intel.snapshot().active());
            assertEquals(FeedHealth.UP, intel.snapshot().health());
            ScanReport first = scanner.scan(target);
            assertEquals(2, findings(first), first::toString);
            assertEquals(1, findings(scanner.scan(lookedUp("c2.evil.example"))));

            stub.put(
                    2,
                    "Demo",
                    "Host",
                    "evil.example",
                    Instant.ofEpochSecond(Instant.now().getEpochSecond()),
                    Map.of("hostName", "evil.example", "active", false));
            intel.runNow("tc").join();
            assertEquals(0, findings(scanner.scan(lookedUp("c2.evil.example"))));

            now = NOW.plus(Duration.ofDays(4));
            intel.refresh();
            ScanReport later = scanner.scan(target);
            assertEquals(1, findings(later), later::toString);
            assertEquals(1, intel.snapshot().active());
        }
    }

    @Test
    void theExampleOfTheReadmeCompilesRunsAndFinds() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme.substring(readme.indexOf("## Threat intelligence")));
        assertTrue(block.find(), "the README has an example");
        String example = block.group(1);
        assertTrue(
                example.lines()
                                .filter(line -> !line.isBlank() && !line.startsWith("import"))
                                .count()
                        <= 10,
                example);
        Path source = Files.writeString(folder.resolve("LiveScan.java"), example);
        run("javac", "-d", folder.toString(), source.toString());
        String printed = run(
                "java",
                "LiveScan",
                stub.uri().toString(),
                "1",
                folder.resolve("readme.db").toString(),
                target.toString());
        assertTrue(printed.contains("CLEAN=1, MATCHED=2"), printed);
    }

    private String run(String tool, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.add("-cp");
        command.add(folder
                + File.pathSeparator
                + System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path", ""));
        command.addAll(List.of(arguments));
        Path printed = folder.resolve(tool + ".out");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        process.environment().put("TC_KEY", KEY);
        int status = process.start().waitFor();
        String output = Files.readString(printed);
        assertEquals(0, status, output);
        return output;
    }
}
