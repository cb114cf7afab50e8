package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.scan.output.CsvFilesSink;
import io.thor4j.scan.output.EventFilter;
import io.thor4j.scan.output.LineFormat;
import io.thor4j.scan.output.SarifSink;
import io.thor4j.scan.output.StatsCsvSink;
import io.thor4j.scan.output.audit.AuditTrail;
import io.thor4j.scan.output.html.HtmlReportOptions;
import io.thor4j.scan.output.html.HtmlReportSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans that are stopped and go on. */
class ResumeTest {
    private static final Pattern PATH = Pattern.compile("\"path\":\"([^\"]*)\"");

    @TempDir
    Path root;

    private Path data;
    private Path log;
    private Path state;

    @BeforeEach
    void writeFiles() throws IOException {
        data = root.resolve("data");
        log = root.resolve("log.json");
        state = root.resolve("state");
        for (int i = 0; i < 60; i++) {
            Path file = data.resolve("d" + i / 10).resolve("f" + i);
            Files.createDirectories(file.getParent());
            Files.writeString(file, i % 3 == 0 ? "evil" : "good");
        }
    }

    private ThorScannerBuilder scanner(Resume resume) throws IOException {
        return TestScans.scanner()
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .sink(JsonLogSink.of(log, resume != Resume.NO))
                .stateFile(state, resume);
    }

    /* Stops the scan when so many elements were begun. */
    private static List<DetectorProvider> stopAfter(int elements, AtomicReference<ScanHandle> handle) {
        AtomicInteger begun = new AtomicInteger();
        return List.of(TestPlugins.detector("stop", (element, context) -> {
            if (begun.incrementAndGet() == elements) {
                while (handle.get() == null) {
                    Thread.onSpinWait();
                }
                handle.get().stop();
            }
        }));
    }

    private ScanReport stopped(Resume resume, int threads, int elements) throws Exception {
        AtomicReference<ScanHandle> handle = new AtomicReference<>();
        try (ThorScanner scanner = scanner(resume)
                .threads(threads)
                .detectors(stopAfter(elements, handle))
                .build()) {
            handle.set(scanner.start(List.of(Target.of(data))));
            return handle.get().await();
        }
    }

    private ScanReport resumed(Resume resume) throws Exception {
        try (ThorScanner scanner = scanner(resume)
                .detectors(stopAfter(-1, new AtomicReference<>()))
                .build()) {
            return scanner.scan(data);
        }
    }

    private List<String> findings() throws IOException {
        List<String> paths = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher path = PATH.matcher(line);
            if (line.contains("\"THOR assessment\"") && path.find()) {
                paths.add(path.group(1));
            }
        }
        return paths;
    }

    private void checkWhole(ScanReport report) throws IOException {
        assertEquals("files seen 60 = clean 40 + matched 20 + incomplete 0 + skipped 0 + failed 0", report.coverage());
        assertEquals(20, report.count(io.thor4j.core.Level.WARNING));
        List<String> findings = findings();
        assertEquals(20, findings.size());
        assertEquals(
                findings.stream().distinct().sorted().toList(),
                findings.stream().sorted().toList());
        assertFalse(Files.exists(state), "nothing is left to go on with");
    }

    @Test
    void stoppedScanGoesOn() throws Exception {
        for (int threads : new int[] {1, 4}) {
            for (int elements : new int[] {1, 2, 17, 40, 60}) {
                ScanReport first = stopped(Resume.NO, threads, elements);
                assertEquals(ScanReport.End.STOPPED, first.end());
                assertTrue(first.ledger().balanced());
                ScanReport second = resumed(Resume.IF_UNCHANGED);
                assertEquals(ScanReport.End.COMPLETED, second.end());
                assertEquals(first.scanId(), second.scanId());
                checkWhole(second);
                assertTrue(Files.readString(log).contains("Scan goes on where it ended"));
                assertFalse(Files.readString(log).contains("Scan was stopped"), "cut off with what came after");
            }
        }
    }

    private ThorScannerBuilder withDocuments(ThorScannerBuilder scanner) throws IOException {
        return scanner.sink(new CsvFilesSink(root.resolve("files.csv")))
                .sink(new EventFilter(new SarifSink(root.resolve("findings.sarif"), "1"), Level.WARNING))
                .sink(new StatsCsvSink(root.resolve("stats.csv"), ZoneOffset.UTC, "1", List.of()))
                .sink(new HtmlReportSink(
                        root.resolve("report.html"),
                        new HtmlReportOptions(ZoneOffset.UTC, false, 100, List.of(), List.of())))
                .sink(new EventFilter(
                        LineLogSink.of(root.resolve("reduced.json"), true, LineFormat.jsonV2()), Level.WARNING));
    }

    private int count(String file, String what) throws IOException {
        return Files.readString(root.resolve(file)).split(Pattern.quote(what), -1).length - 1;
    }

    @Test
    void documentsHoldWhatWasFoundBeforeAndAfter() throws Exception {
        for (int i = 0; i < 3; i++) {
            AtomicReference<ScanHandle> handle = new AtomicReference<>();
            try (ThorScanner scanner = withDocuments(scanner(i == 0 ? Resume.NO : Resume.IF_UNCHANGED))
                    .threads(2)
                    .detectors(stopAfter(12, handle))
                    .build()) {
                handle.set(scanner.start(List.of(Target.of(data))));
                assertEquals(ScanReport.End.STOPPED, handle.get().await().end());
            }
            assertTrue(Files.exists(root.resolve("state.events")));
        }
        assertTrue(count("files.csv", "\n") < 20, "not whole yet");
        try (ThorScanner scanner = withDocuments(scanner(Resume.IF_UNCHANGED))
                .detectors(stopAfter(-1, new AtomicReference<>()))
                .build()) {
            checkWhole(scanner.scan(data));
        }
        assertFalse(Files.exists(root.resolve("state.events")), "goes with the state");
        assertEquals(20, count("files.csv", "\n"));
        assertEquals(
                20,
                Files.readAllLines(root.resolve("files.csv")).stream()
                        .distinct()
                        .count());
        assertEquals(20, count("findings.sarif", "\"ruleId\""));
        assertEquals(20, count("report.html", "<article class=\"warning\""));
        assertEquals(20, count("reduced.json", "\n"));
        assertEquals(1, count("stats.csv", "\n"), "one row for one scan");
        assertTrue(Files.readString(root.resolve("stats.csv")).endsWith(",0,20,0,0\n"));
    }

    @Test
    void documentThatTheScanBeganWithoutIsRefused() throws Exception {
        stopped(Resume.NO, 1, 30);
        try (ThorScanner scanner =
                withDocuments(scanner(Resume.EVEN_IF_CHANGED)).build()) {
            ResumeException e = assertThrows(ResumeException.class, () -> scanner.scan(data));
            assertTrue(e.reason().contains("began without outputs that make a document"), e.reason());
        }
        checkWhole(resumed(Resume.IF_UNCHANGED));
    }

    @Test
    void auditTrailCannotGoOn() throws Exception {
        Path trail = root.resolve("trail.gz");
        ThorScannerBuilder both = scanner(Resume.NO).auditTrail(new AuditTrail(trail));
        assertThrows(IllegalStateException.class, both::build);
        assertFalse(Files.exists(trail));
    }

    @Test
    void scanMayBeStoppedManyTimes() throws Exception {
        stopped(Resume.NO, 2, 5);
        for (int i = 0; i < 6; i++) {
            stopped(Resume.IF_UNCHANGED, 2, 5);
        }
        checkWhole(resumed(Resume.IF_UNCHANGED));
    }

    @Test
    void wholeScanLeavesNoState() throws Exception {
        checkWhole(resumed(Resume.NO));
        checkWhole(resumed(Resume.NO));
    }

    @Test
    void withoutAStateTheScanBegins() throws Exception {
        checkWhole(resumed(Resume.IF_UNCHANGED));
    }

    @Test
    void tornLineIsCutOffAndNamed() throws Exception {
        stopped(Resume.NO, 1, 30);
        String text = Files.readString(log);
        Files.writeString(log, text.substring(0, text.length() - 9));
        checkWhole(resumed(Resume.IF_UNCHANGED));
        String log = Files.readString(this.log);
        assertTrue(log.contains("its last line was torn"), log);
        assertTrue(log.endsWith("\n"));
    }

    @Test
    void changedSignaturesOrSettingsAreRefusedUnlessToldSo() throws Exception {
        stopped(Resume.NO, 1, 30);
        byte[] before = Files.readAllBytes(log);
        ThorScannerBuilder other = scanner(Resume.IF_UNCHANGED)
                .detectors(stopAfter(-1, new AtomicReference<>()))
                .rules(TestScans.rules("rule other { condition: false }"))
                .limits(ThorLimits.builder().set(Limit.MAX_DEPTH, 1).build());
        try (ThorScanner scanner = other.build()) {
            ResumeException e = assertThrows(ResumeException.class, () -> scanner.scan(data));
            assertEquals("the scan cannot go on, changed since it began: limits, signatures", e.reason());
            assertThrows(ResumeException.class, () -> scanner.start(List.of(Target.of(data))));
        }
        assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(log), "nothing was put out");
        assertTrue(Files.exists(state));
        try (ThorScanner scanner = scanner(Resume.EVEN_IF_CHANGED)
                .rules(TestScans.rules("rule other { condition: false }"))
                .build()) {
            assertThrows(ResumeException.class, () -> scanner.scan(root), "other targets never");
            checkWhole(scanner.scan(data));
        }
    }

    @Test
    void limitsOfTimeAndResourcesMayChange() throws Exception {
        long[] seconds = {0};
        try (ThorScanner scanner = scanner(Resume.NO)
                .limits(ThorLimits.builder().set(Limit.MAX_SCAN_SECONDS, 100).build())
                .nanoClock(() -> (seconds[0] += 1) * 1_000_000_000L)
                .build()) {
            ScanReport report = scanner.scan(data);
            assertEquals(ScanReport.End.TIME_LIMIT, report.end());
            assertTrue(report.ledger().balanced());
        }
        try (ThorScanner scanner = scanner(Resume.IF_UNCHANGED)
                .limits(ThorLimits.builder().set(Limit.MAX_SCAN_SECONDS, 0).build())
                .build()) {
            checkWhole(scanner.scan(data));
        }
    }

    @Test
    void logThatIsNotThisScansIsRefused() throws Exception {
        stopped(Resume.NO, 1, 30);
        byte[] good = Files.readAllBytes(log);
        Files.writeString(log, "something else\n", StandardOpenOption.APPEND);
        ResumeException e = assertThrows(ResumeException.class, () -> resumed(Resume.IF_UNCHANGED));
        assertTrue(e.reason().contains("something else was written to it"), e.reason());
        assertTrue(Files.readString(log).endsWith("something else\n"), "it is still there");
        Files.write(log, new byte[3]);
        assertTrue(assertThrows(ResumeException.class, () -> resumed(Resume.IF_UNCHANGED))
                .reason()
                .contains("shorter"));
        Files.write(log, good);
        checkWhole(resumed(Resume.IF_UNCHANGED));
    }

    @Test
    void damagedStateIsRefused() throws Exception {
        stopped(Resume.NO, 1, 30);
        Files.writeString(state, "x", StandardOpenOption.APPEND);
        assertThrows(ResumeException.class, () -> resumed(Resume.IF_UNCHANGED));
    }

    @Test
    void stateThatCannotBeKeptIsToldBeforeTheScan() throws Exception {
        ThorScanner scanner = TestScans.scanner()
                .stateFile(root.resolve("no/such/folder/state"), Resume.NO)
                .build();
        assertThrows(ResumeException.class, () -> scanner.scan(data));
    }

    @Test
    void severalTargetsGoOnWhereTheyEnded() throws Exception {
        Target bytes = Target.of("bytes", "evil".getBytes(StandardCharsets.UTF_8));
        Path gone = root.resolve("gone");
        List<Target> targets = List.of(
                Target.of(data.resolve("d0")), bytes, Target.of(gone), bytes, Target.of(data.resolve("d1")), bytes);
        for (int elements = 1; elements <= 23; elements++) {
            AtomicReference<ScanHandle> handle = new AtomicReference<>();
            try (ThorScanner scanner =
                    scanner(Resume.NO).detectors(stopAfter(elements, handle)).build()) {
                handle.set(scanner.start(targets));
                handle.get().await();
            }
            try (ThorScanner scanner = scanner(Resume.IF_UNCHANGED)
                    .detectors(stopAfter(-1, new AtomicReference<>()))
                    .build()) {
                ScanReport report = scanner.scan(targets);
                assertEquals(24, report.ledger().elementsSeen(), "stopped after " + elements);
                assertEquals(1, report.ledger().count(Outcome.Kind.FAILED));
                assertEquals(10, report.ledger().count(Outcome.Kind.MATCHED));
                assertEquals(10, findings().size());
            }
        }
    }

    @Test
    void membersOfAStoppedContainerAreLookedAtAgain() throws Exception {
        Files.writeString(data.resolve("d3/c.box"), "m1=evil\nm2=good\nm3=evil\n");
        AtomicReference<ScanHandle> handle = new AtomicReference<>();
        boolean[] stopping = {true};
        List<DetectorProvider> stop = List.of(TestPlugins.detector("stop", (element, context) -> {
            if (stopping[0] && element.name().fileName().equals("m1")) {
                while (handle.get() == null) {
                    Thread.onSpinWait();
                }
                handle.get().stop();
            }
        }));
        try (ThorScanner scanner = scanner(Resume.NO)
                .detectors(stop)
                .extractors(List.of(TestPlugins.boxes()))
                .build()) {
            handle.set(scanner.start(List.of(Target.of(data))));
            assertEquals(ScanReport.End.STOPPED, handle.get().await().end());
        }
        stopping[0] = false;
        try (ThorScanner scanner = scanner(Resume.IF_UNCHANGED)
                .detectors(stop)
                .extractors(List.of(TestPlugins.boxes()))
                .build()) {
            ScanReport report = scanner.scan(data);
            assertEquals(64, report.ledger().elementsSeen());
            assertEquals(0, report.ledger().count(Outcome.Kind.SKIPPED));
            assertEquals(23, findings().size(), "20 files, the container, two members");
        }
    }
}
