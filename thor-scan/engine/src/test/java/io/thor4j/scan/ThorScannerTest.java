package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThorScannerTest {
    private static final String EICAR_RULE = """
            rule Eicar : TEST {
              meta:
                description = "EICAR test file"
                author = "neo"
                reference = "https://www.eicar.org"
                date = "2026-01-01"
                id = "abc-1"
                score = 90
              strings:
                $a = "EICAR-STANDARD-ANTIVIRUS" fullword
                $p = "X5O!P" private
              condition: $a and $p and filename == "eicar.com"
            }
            """;

    @TempDir
    Path root;

    private final RecordingSink sink = new RecordingSink();

    private Path file(String name, String content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    @Test
    void eicarIsFoundWithAllThatTheRuleSays() throws Exception {
        file("clean.txt", "nothing");
        Path eicar = file("sub/eicar.com", "before " + TestScans.EICAR + " after");
        ScanReport report = TestScans.scanner()
                .rules(TestScans.rules(EICAR_RULE))
                .sink(sink)
                .build()
                .scan(root);

        assertEquals("files seen 2 = clean 1 + matched 1 + incomplete 0 + skipped 0 + failed 0", report.coverage());
        assertEquals(ScanReport.End.COMPLETED, report.end());
        assertEquals(1, report.count(Level.ALERT));
        Assessment found = sink.assessments.get(0);
        assertEquals("Malware file found", found.message());
        assertEquals(90, found.score());
        assertEquals("Filescan", found.meta().module());
        assertEquals(eicar.toString(), found.subject().get("path"));
        assertNotNull(found.subject().get("hashes"));
        Reason reason = found.reasons().get(0);
        assertEquals("YARA rule Eicar / EICAR test file", reason.summary());
        assertEquals("neo", reason.signature().author());
        assertEquals(List.of("https://www.eicar.org"), reason.signature().reference());
        assertEquals(List.of("TEST"), reason.signature().tags());
        assertEquals("abc-1", reason.signature().id());
        assertEquals("custom", reason.signature().origin().text());
        assertEquals(1, reason.matched().size(), "the private string is not shown");
        MatchedString match = reason.matched().get(0);
        assertEquals("EICAR-STANDARD-ANTIVIRUS", match.data().data());
        assertEquals(35L, match.offset());
        assertEquals(
                "before X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H* after",
                String.valueOf(match.context()));
    }

    @Test
    void cleanTreeIsClean() throws Exception {
        file("a", "x");
        file("b/c", "y");
        ScanReport report = TestScans.scanner()
                .rules(TestScans.rules(EICAR_RULE))
                .sink(sink)
                .build()
                .scan(root);
        assertEquals(List.of(), sink.assessments);
        assertEquals(2, report.ledger().count(Outcome.Kind.CLEAN));
        assertTrue(sink.texts().get(sink.texts().size() - 1).startsWith("Scan finished: files seen 2 = clean 2"));
    }

    @Test
    void levelsAndMessagesFollowTheScore() throws Exception {
        Map<Integer, String> expected = Map.of(
                35, "Noteworthy file found",
                40, "Suspicious file found",
                60, "Possibly Dangerous file found",
                81, "Malware file found");
        for (Map.Entry<Integer, String> entry : expected.entrySet()) {
            RecordingSink one = new RecordingSink();
            TestScans.scanner()
                    .detectors(List.of(TestPlugins.word("x", entry.getKey())))
                    .sink(one)
                    .build()
                    .scan(Target.of("t", "x".getBytes(StandardCharsets.UTF_8)));
            assertEquals(entry.getValue(), one.assessments.get(0).message());
        }
    }

    @Test
    void scoreBelowInfoIsCountedButNotShown() {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("x", 29)))
                .sink(sink)
                .build()
                .scan(Target.of("t", new byte[] {'x'}));
        assertEquals(List.of(), sink.assessments);
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(1, report.count(Level.DEBUG));
    }

    @Test
    void scoreZeroAndNegativeScoresAloneAreNoMatch() {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("x", 0), TestPlugins.word("xy", -50)))
                .sink(sink)
                .build()
                .scan(Target.of("t", "xy".getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, report.ledger().count(Outcome.Kind.CLEAN));
    }

    @Test
    void reasonsAreSortedAndCutAtMaxReasons() {
        TestScans.scanner()
                .detectors(List.of(
                        TestPlugins.word("a", 40),
                        TestPlugins.word("ab", 70),
                        TestPlugins.word("abc", 50),
                        TestPlugins.word("abcd", -5)))
                .sink(sink)
                .build()
                .scan(Target.of("t", "abcd".getBytes(StandardCharsets.UTF_8)));
        Assessment found = sink.assessments.get(0);
        assertEquals(
                List.of("ab", "abc"),
                found.reasons().stream().map(Reason::summary).toList());
        assertEquals(4, found.reasonCount());
        assertEquals("2 of 4 reasons are shown", found.issues().get(0).description());
        /* 100 * (1 - 0.30 * 0.75 * 0.90) = 79.75, less 5. */
        assertEquals(75, found.score());
    }

    @Test
    void fileAboveTheSizeLimitIsIncompleteAndNotRead() throws Exception {
        Path sparse = root.resolve("sparse.bin");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(4L << 30);
        } catch (IOException e) {
            assumeTrue(TestScans.cannot("fileAboveTheSizeLimitIsIncompleteAndNotRead", e.getMessage()));
        }
        boolean[] seen = {false};
        ScanReport report = TestScans.scanner()
                .rules(TestScans.rules("rule always { condition: true }"))
                .detectors(List.of(TestPlugins.detector("name", (element, context) -> {
                    seen[0] = element.name().fileName().equals("sparse.bin");
                })))
                .sink(sink)
                .build()
                .scan(root);
        assertEquals(Map.of("max-file-size", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals("files seen 1 = clean 0 + matched 0 + incomplete 1 + skipped 0 + failed 0", report.coverage());
        assertTrue(seen[0], "checks of name and metadata still run");
        assertEquals(List.of(), sink.assessments, "rules do not see it");
    }

    @Test
    void aRuleThatIsSuspendedIsNamedInTheOutcomeAndTheOthersFinish() {
        String endless = "for all i in (0..1000000) : (for all j in (0..1000000) : (j >= 0))";
        ScanReport report = TestScans.scanner()
                .rules(TestScans.rules(
                        "rule dear { condition: " + endless + " } rule other { condition: filesize == 9 }"))
                .sink(sink)
                .build()
                .scan(Target.of("t", new byte[9]));
        assertEquals(
                Map.of("yara-rule-work test:dear", 1L),
                report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(1, sink.assessments.size());
    }

    @Test
    void bytesAboveTheSizeLimitAreIncomplete() {
        ScanReport report = TestScans.scanner()
                .limits(ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 10).build())
                .rules(TestScans.rules("rule always { condition: true }"))
                .build()
                .scan(Target.of("t", new byte[11]), Target.of("u", new byte[10]));
        assertEquals("files seen 2 = clean 0 + matched 1 + incomplete 1 + skipped 0 + failed 0", report.coverage());
    }

    @Test
    void fileThatVanishesBeforeItIsReadFails() throws Exception {
        Path gone = file("gone", "x");
        ScanReport report = TestScans.scanner()
                .sink(sink)
                .progress(new ProgressListener() {
                    @Override
                    public void begun(String name) {
                        try {
                            Files.delete(gone);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .build()
                .scan(root);
        assertEquals(Map.of("file disappeared", 1L), report.ledger().reasons().get(Outcome.Kind.FAILED));
        assertEquals(
                Level.INFO, sink.withText("Could not scan file").get(0).meta().level());
    }

    @Test
    void fileThatCannotBeReadFails() {
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(memory) || TestScans.cannot("fileThatCannotBeReadFails", "no /proc/self/mem"));
        ScanReport report = TestScans.scanner().sink(sink).build().scan(memory);
        assertEquals(1, report.ledger().count(Outcome.Kind.FAILED));
        assertEquals(
                Level.ERROR, sink.withText("Could not scan file").get(0).meta().level());
        assertEquals(1, report.count(Level.ERROR));
    }

    @Test
    void fileWithoutRightsFails() throws Exception {
        Path closed = file("closed", "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(closed)
                || TestScans.cannot("fileWithoutRightsFails", "permissions do not bind this user (root)"));
        ScanReport report = TestScans.scanner().build().scan(root);
        assertEquals(Map.of("access denied", 1L), report.ledger().reasons().get(Outcome.Kind.FAILED));
    }

    @Test
    void fileThatGrowsIsScannedToItsEnd() {
        /* Its stated size is 0. */
        Path version = Path.of("/proc/version");
        assumeTrue(Files.exists(version) || TestScans.cannot("fileThatGrowsIsScannedToItsEnd", "no /proc/version"));
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("Linux", 50)))
                .build()
                .scan(version);
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
    }

    @Test
    void fileThatShrinksIsIncomplete() {
        /* Its stated size is a page. */
        Path online = Path.of("/sys/devices/system/cpu/online");
        assumeTrue((Files.exists(online) && online.toFile().length() > 1_000)
                || TestScans.cannot("fileThatShrinksIsIncomplete", "no file in /sys with a false size"));
        ScanReport report = TestScans.scanner().build().scan(online);
        assertEquals(Map.of(ContentCheck.SHRUNK, 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void hostileNameBreaksNoLine() throws Exception {
        assumeTrue("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))
                || TestScans.cannot("hostileNameBreaksNoLine", "no UTF-8 locale, so no such names for the JVM"));
        file("a\nMar  1 10:00:00 host/127.0.0.1 THOR: Alert: forged \u001b[31m\u202e.txt", "bad");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("bad", 90)))
                .sink(TextLogSink.of(text, TestScans.text()))
                .sink(JsonLogSink.of(json))
                .sink(sink)
                .build()) {
            scanner.scan(root);
        }
        int events = sink.assessments.size() + sink.messages.size();
        for (ByteArrayOutputStream log : List.of(text, json)) {
            String written = log.toString(StandardCharsets.UTF_8);
            assertEquals(events, written.split("\n", -1).length - 1);
            assertFalse(written.contains("\u001b"), "no escape sequences");
            assertFalse(written.contains("\u202e"), "no turned reading direction");
        }
        assertEquals(1, sink.assessments.size());
    }

    @Test
    void streamTargetIsReadOnce() {
        int[] opened = {0};
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("bad", 90)))
                .sink(sink)
                .build()
                .scan(Target.of("C:\\Users\\x\\mail.eml", () -> {
                    opened[0]++;
                    return TestPlugins.stream("a bad mail");
                }));
        assertEquals(1, opened[0]);
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(List.of("C:\\Users\\x\\mail.eml"), sink.paths());
    }

    @Test
    void displayNameStandsForThePathOfAMountedImage() throws Exception {
        file("Windows/evil.exe", "bad");
        TestScans.scanner()
                .detectors(List.of(TestPlugins.word("bad", 90)))
                .sink(sink)
                .build()
                .scan(new Target.PathTarget(root, "C:\\"));
        assertEquals(List.of("C:\\Windows\\evil.exe"), sink.paths());
    }

    @Test
    void oneScannerRunsSeveralScans() throws Exception {
        file("a", "bad");
        ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("bad", 90)))
                .sink(sink)
                .build();
        assertEquals(scanner.scan(root).coverage(), scanner.scan(root).coverage());
        assertEquals(2, sink.assessments.size());
        assertEquals(0, sink.closed);
        scanner.close();
        scanner.close();
        assertEquals(1, sink.closed);
    }

    @Test
    void exampleInTheJavadocRuns() throws Exception {
        file("rules/evil.yar", "rule evil { strings: $a = \"evil\" condition: $a }");
        file("uploads/x", "evil");
        Path log = root.resolve("thor.json");
        try (ThorScanner scanner = ThorScanner.builder()
                .rules(RuleFolder.compile(root.resolve("rules")))
                .sink(JsonLogSink.of(log, false))
                .build()) {
            ScanReport report = scanner.scan(root.resolve("uploads"));
            assertEquals(1, report.count(Level.WARNING));
        }
        assertTrue(Files.readString(log).contains("YARA rule evil"));
    }

    @Test
    void scanIdsAreThorsAndDifferent() {
        ThorScanner scanner = ThorScanner.builder().withoutPlugins().build();
        String first = scanner.scan(List.of()).scanId();
        assertTrue(first.matches("S-[A-Za-z0-9]{11}"), first);
        assertFalse(first.equals(scanner.scan(List.of()).scanId()));
    }

    @Test
    void progressTellsBeginEndAndTotals() throws Exception {
        file("a", "bad");
        file("b", "x");
        List<String> events = new java.util.ArrayList<>();
        TestScans.scanner()
                .detectors(List.of(TestPlugins.word("bad", 90)))
                .progressInterval(java.time.Duration.ZERO)
                .progress(new ProgressListener() {
                    @Override
                    public void started(String scanId) {
                        events.add("started " + scanId);
                    }

                    @Override
                    public void begun(String name) {
                        events.add("begun " + root.relativize(Path.of(name)));
                    }

                    @Override
                    public void ended(String name, Outcome outcome, long count) {
                        events.add("ended " + outcome.kind() + " " + count);
                    }

                    @Override
                    public void progress(ScanProgress progress) {
                        events.add("alerts " + progress.levels().get(Level.ALERT));
                    }

                    @Override
                    public void finished(ScanReport report) {
                        events.add("finished " + report.ledger().balanced());
                    }
                })
                .build()
                .scan(root);
        assertEquals(
                List.of(
                        "started S-abcdefghijk",
                        "begun a",
                        "ended MATCHED 1",
                        "alerts 1",
                        "begun b",
                        "ended CLEAN 2",
                        "alerts 1",
                        "finished true"),
                events);
    }
}
