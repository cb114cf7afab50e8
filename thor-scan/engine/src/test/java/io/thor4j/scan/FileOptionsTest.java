package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.Assessment;
import io.thor4j.core.Limit;
import io.thor4j.core.MagicTypes;
import io.thor4j.core.Outcome;
import io.thor4j.core.Scoring;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.filter.PatternList;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.mode.ScanMode;
import io.thor4j.scan.resource.SystemLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selection of files, types, lookback, mapping, modes, scoring and floors, each through the whole scanner. */
class FileOptionsTest {
    @TempDir
    Path root;

    private final RecordingSink sink = new RecordingSink();

    private Path file(String name, String content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    private ThorScannerBuilder scanner() {
        return TestScans.scanner().sink(sink);
    }

    private List<String> found() {
        return sink.assessments.stream()
                .map(assessment -> root.relativize(
                                Path.of(String.valueOf(assessment.subject().get("path"))))
                        .toString())
                .toList();
    }

    @Test
    void onlyRelevantFilesAreLookedInto() throws Exception {
        file("a.exe", "evil");
        file("b", "MZ evil");
        file("c.xyz", "evil");
        file("d.xyz", "");
        ScanReport report = scanner()
                .files(FileOptions.builder().content(ContentSelection.RELEVANT).build())
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .build()
                .scan(root);
        assertEquals(List.of("a.exe", "b"), found());
        assertEquals(Map.of("type not relevant", 1L), report.ledger().reasons().get(Outcome.Kind.SKIPPED));
        assertEquals("files seen 4 = clean 1 + matched 2 + incomplete 0 + skipped 1 + failed 0", report.coverage());
    }

    @Test
    void nameOfAFileThatIsNotLookedIntoStillCounts() throws Exception {
        file("mimikatz.xyz", "evil");
        boolean[] sawContent = {false};
        ScanReport report = scanner()
                .files(FileOptions.builder().content(ContentSelection.RELEVANT).build())
                .detectors(List.of(TestPlugins.detector("name", (element, context) -> {
                    sawContent[0] = element.content().length() > 0;
                    if (element.name().fileName().startsWith("mimikatz")) {
                        context.report(TestPlugins.reason("bad name", 70));
                    }
                })))
                .build()
                .scan(root);
        assertEquals(List.of("mimikatz.xyz"), found());
        assertEquals(false, sawContent[0]);
        assertNotNull(sink.assessments.get(0).subject().get("hashes"), "a reported file has hashes");
        assertEquals("files seen 1 = clean 0 + matched 0 + incomplete 0 + skipped 1 + failed 0", report.coverage());
    }

    @Test
    void ownTableOfTypesDecidesWhatIsKnown() throws Exception {
        file("a", "evil");
        MagicTypes types = MagicTypes.parse(List.of("65 76;EVILTYPE"), "types.txt");
        scanner()
                .files(FileOptions.builder()
                        .content(ContentSelection.RELEVANT)
                        .types(types)
                        .build())
                .rules(TestScans.rules("rule e { condition: filetype == \"EVILTYPE\" }"))
                .build()
                .scan(root);
        assertEquals(List.of("a"), found());
        assertEquals("EVILTYPE", sink.assessments.get(0).subject().get("magic_header"));
    }

    private void age(Path path, int days) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(TestScans.NOW.minus(Duration.ofDays(days))));
    }

    @Test
    void lookbackLeavesOldFilesOutButNotInRiskyFolders() throws Exception {
        age(file("old", "evil"), 10);
        age(file("Downloads/old", "evil"), 10);
        FileOptions shown = FileOptions.builder().map(root + ":/data").build();
        ThorScannerBuilder builder = scanner()
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(30)))
                .limits(ThorLimits.builder().set(Limit.LOOKBACK_DAYS, 7).build())
                .files(shown)
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"));
        ScanReport report = builder.build().scan(root);
        assertEquals(List.of("/data/Downloads/old"), sink.paths());
        assertEquals(
                Map.of("older than the lookback", 1L), report.ledger().reasons().get(Outcome.Kind.SKIPPED));

        builder.files(shown.toBuilder().lookbackEverywhere(true).build());
        assertEquals(2, builder.build().scan(root).ledger().count(Outcome.Kind.SKIPPED));
    }

    @Test
    void fileWithANewTimeIsInTheLookback() throws Exception {
        /* The time of its content was turned back, as attackers do; its inode says when that was. */
        Path stomped = file("stomped", "evil");
        Files.setLastModifiedTime(stomped, FileTime.fromMillis(0));
        file("fresh", "evil");
        ScanReport report = scanner()
                .clock(Clock.systemUTC())
                .limits(ThorLimits.builder().set(Limit.LOOKBACK_DAYS, 1).build())
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .build()
                .scan(root);
        assertEquals(2, report.ledger().elementsSeen());
        boolean tellsInode = root.getFileSystem().supportedFileAttributeViews().contains("unix");
        assertEquals(tellsInode ? List.of("fresh", "stomped") : List.of("fresh"), found());
    }

    @Test
    void mountedImageIsShownUnderItsOwnPaths() throws Exception {
        file("image/Windows/evil.exe", "evil");
        file("other/evil.exe", "evil");
        scanner()
                .files(FileOptions.builder().map(root.resolve("image") + ":C").build())
                .rules(TestScans.rules(
                        "rule e { condition: filepath == \"C:\\\\Windows\" and filename == \"evil.exe\" }"))
                .exclude(root.resolve("other").toString())
                .build()
                .scan(root);
        assertEquals(List.of("C:\\Windows\\evil.exe"), sink.paths());
    }

    @Test
    void mostSpecificMappingCounts() {
        FileOptions options =
                FileOptions.builder().map("/mnt:/").map("/mnt/c:C").map("/m:D").build();
        assertEquals("C:\\x", options.shown("/mnt/c/x"));
        assertEquals("/d/x", options.shown("/mnt/d/x"));
        assertEquals("/srv", options.shown("/srv"));
    }

    @Test
    void pathsAreExcludedByRegex() throws Exception {
        file("a/evil", "evil");
        file("b1/evil", "evil");
        ScanReport report = scanner()
                .excludePaths(PatternList.parse(List.of("\\\\B[0-9]\\\\", "[\\\\/]b[0-9]$"), "x", true))
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .build()
                .scan(root);
        assertEquals(List.of("a/evil"), found());
        assertEquals(
                Map.of("excluded by pattern", 1L), report.ledger().reasons().get(Outcome.Kind.SKIPPED));
    }

    @Test
    void filteredFindingsAreCountedButNotShown() throws Exception {
        file("a", "evil");
        file("b", "evil");
        ScanReport report = scanner()
                .filterFindings(
                        PatternList.parse(List.of("^Warning: MODULE: Filescan MESSAGE: .* FILE: \\S+/b "), "x", false))
                .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                .build()
                .scan(root);
        assertEquals(List.of("a"), found());
        assertEquals(1, report.filtered());
        assertEquals(1, report.count(io.thor4j.core.Level.WARNING));
        assertEquals(2, report.ledger().count(Outcome.Kind.MATCHED), "the outcome stays what it is");
        assertEquals(1L, sink.withText("Scan finished").get(0).fields().get("filtered"));
    }

    @Test
    void windowHasLimits() {
        FileOptions.Builder builder = FileOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.window(4_097));
        assertThrows(IllegalArgumentException.class, () -> builder.window(2));
        assertThrows(IllegalArgumentException.class, () -> builder.window(1L << 40));
    }

    @Test
    void modesReachTheScan() throws Exception {
        file("a.xyz", "evil");
        for (ScanMode mode : ScanMode.all()) {
            RecordingSink one = new RecordingSink();
            TestScans.scanner()
                    .mode(mode)
                    .threads(1)
                    .sink(one)
                    .clock(Clock.systemUTC())
                    .rules(TestScans.rules("rule e { strings: $a = \"evil\" condition: $a }"))
                    .build()
                    .scan(root);
            assertEquals(mode.content() == ContentSelection.ALL ? 1 : 0, one.assessments.size(), mode.name());
            String limits =
                    String.valueOf(one.withText("Scan started").get(0).fields().get("limits"));
            mode.limits()
                    .forEach((limit, value) -> assertEquals(
                            true, limits.contains(limit.key() + "=" + value), mode.name() + " " + limit.key()));
        }
    }

    @Test
    void intenseModeShowsAllReasons() throws Exception {
        file("a", "abc");
        scanner()
                .mode(ScanMode.of("intense"))
                .detectors(List.of(TestPlugins.word("a", 40), TestPlugins.word("b", 70), TestPlugins.word("c", 50)))
                .build()
                .scan(root);
        assertEquals(3, sink.assessments.get(0).reasons().size());
    }

    @Test
    void scoresAreThoseOfTheVersion() throws Exception {
        file("a", "abcde");
        assertEquals("Alert 145 Malware file found", verdict(Scoring.THOR_10_6, 75, 70));
        assertEquals("Warning 84 Possibly Dangerous file found", verdict(Scoring.THOR_10_7, 70, 70, 50, 40, 40));
        assertEquals("Alert 84 Malware file found", verdict(Scoring.THOR_11, 70, 70, 50, 40, 40));
    }

    private String verdict(Scoring scoring, int... subScores) {
        RecordingSink one = new RecordingSink();
        TestScans.scanner()
                .scoring(scoring)
                .sink(one)
                .detectors(List.of(TestPlugins.detector("scores", (element, context) -> {
                    for (int i = 0; i < subScores.length; i++) {
                        context.report(TestPlugins.reason("r" + i, subScores[i]));
                    }
                })))
                .build()
                .scan(root);
        Assessment assessment = one.assessments.get(0);
        return assessment.level().text() + " " + assessment.score() + " " + assessment.message();
    }

    @Test
    void shortageEndsTheScanAndIsReported() throws Exception {
        for (int i = 0; i < 20; i++) {
            file("f" + i, "x");
        }
        long[] asked = {0};
        ScanReport report = scanner()
                .nanoClock(() -> asked[0] += 500_000_000)
                .load(new SystemLoad() {
                    private int calls;

                    @Override
                    public double cpuPercent() {
                        return 0;
                    }

                    @Override
                    public long availableMemory() {
                        calls++;
                        return calls > 4 ? 1_000 : Long.MAX_VALUE;
                    }

                    @Override
                    public long totalMemory() {
                        return Long.MAX_VALUE;
                    }
                })
                .build()
                .scan(root);
        assertEquals(ScanReport.End.RESOURCES, report.end());
        assertEquals(report.ledger().elementsSeen(), report.ledger().elementsEnded());
        assertEquals(1, sink.withText("The system is short").size());
    }
}
