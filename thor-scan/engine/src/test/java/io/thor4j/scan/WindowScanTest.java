package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.mode.DeepDive;
import io.thor4j.scan.mode.ScanMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and dumps that are larger than what is read at once. */
class WindowScanTest {
    private static final String RULE = "rule e { strings: $a = \"evil marker\" condition: $a }";
    private static final int WINDOW = 1 << 20;
    private static final int HALF = WINDOW / 2;

    @TempDir
    Path root;

    private final RecordingSink sink = new RecordingSink();

    private Path image(long size, long... markers) throws IOException {
        Path path = root.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
            for (long marker : markers) {
                file.seek(marker);
                file.write("evil marker".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return path;
    }

    private ThorScannerBuilder scanner(DeepDive deepDive) {
        return TestScans.scanner()
                .sink(sink)
                .files(FileOptions.builder().window(WINDOW).deepDive(deepDive).build());
    }

    private List<Long> offsets() {
        List<Long> offsets = new ArrayList<>();
        for (Assessment assessment : sink.assessments) {
            for (Reason reason : assessment.reasons()) {
                reason.matched().forEach(match -> offsets.add(match.offset()));
            }
        }
        return offsets;
    }

    @Test
    void matchesAreFoundOnceWhereverTheyStand() throws Exception {
        long[] markers = {
            0,
            HALF - 20,
            HALF,
            WINDOW - 11,
            3L * HALF - 5,
            2L * WINDOW - 1,
            3L * WINDOW + HALF - 11,
            5L * WINDOW + 100,
            6L * WINDOW - 11
        };
        ScanReport report = scanner(DeepDive.NONE)
                .limits(ThorLimits.builder().set(Limit.MAX_REASONS, 0).build())
                .rules(TestScans.rules(RULE))
                .build()
                .scan(Target.ofImage(image(6L * WINDOW, markers)));
        assertEquals(java.util.Arrays.stream(markers).boxed().toList(), offsets());
        assertEquals("files seen 1 = clean 0 + matched 1 + incomplete 0 + skipped 0 + failed 0", report.coverage());
    }

    @Test
    void windowIsReportedAsAFileChunkOfTheImage() throws Exception {
        Path image = image(3L * WINDOW, WINDOW + 7L);
        scanner(DeepDive.NONE).rules(TestScans.rules(RULE)).build().scan(Target.ofImage(image));
        Assessment found = sink.assessments.get(0);
        assertEquals("file chunk", found.subject().type());
        assertEquals((long) HALF, found.subject().get("chunk_offset"));
        assertEquals((long) HALF + WINDOW, found.subject().get("chunk_end"));
        assertEquals("DeepDive", found.meta().module());
        assertEquals("Possibly dangerous file chunk found", found.message());
        assertEquals(
                image.toString(), found.context().get(0).object().get("path"), "the image is the parent of the chunk");
    }

    @Test
    void largeFileIsIncompleteUnlessWindowsAreAskedFor() throws Exception {
        image(3L * WINDOW, WINDOW - 3L);
        ThorLimits limits = ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 1_000).build();
        ScanReport none = scanner(DeepDive.NONE)
                .limits(limits)
                .rules(TestScans.rules(RULE))
                .build()
                .scan(root);
        assertEquals(Map.of("max-file-size", 1L), none.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(List.of(), offsets());
        ScanReport dumps = scanner(DeepDive.DUMPS)
                .limits(limits)
                .rules(TestScans.rules(RULE))
                .build()
                .scan(root);
        assertEquals(1, dumps.ledger().count(Outcome.Kind.INCOMPLETE), "an image is no memory dump");
        ScanReport all = scanner(DeepDive.ALL)
                .limits(limits)
                .rules(TestScans.rules(RULE))
                .build()
                .scan(root);
        assertEquals("files seen 1 = clean 0 + matched 1 + incomplete 0 + skipped 0 + failed 0", all.coverage());
        assertEquals(List.of(WINDOW - 3L), offsets());
    }

    @Test
    void dumpIsScannedInWindowsInIntenseMode() throws Exception {
        Files.move(image(3L * WINDOW, 2L * WINDOW), root.resolve("memory.dmp"));
        ScanReport report = TestScans.scanner()
                .sink(sink)
                .mode(ScanMode.of("intense"))
                .limits(ThorLimits.builder().set(Limit.MAX_FILE_SIZE, WINDOW).build())
                .rules(TestScans.rules(RULE))
                .build()
                .scan(root);
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(List.of(2L * WINDOW), offsets());
    }

    @Test
    void ruleThatWantsNoDeepDiveIsLeftOut() throws Exception {
        scanner(DeepDive.NONE)
                .rules(TestScans.rules("rule n { meta: nodeepdive = 1 strings: $a = \"evil marker\" condition: $a }"))
                .build()
                .scan(Target.ofImage(image(WINDOW, 5)));
        assertEquals(List.of(), sink.assessments);
    }

    @Test
    void nameIsJudgedToo() throws Exception {
        ScanReport report = scanner(DeepDive.NONE)
                .detectors(List.of(TestPlugins.detector("name", (element, context) -> {
                    if (element.type().equals("file") && element.content().length() == 0) {
                        context.report(TestPlugins.reason("name", 50));
                    }
                })))
                .build()
                .scan(Target.ofImage(image(WINDOW)));
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals("Suspicious file found", sink.assessments.get(0).message());
    }

    @Test
    void imageThatIsNotThereOrNoFileFails() throws Exception {
        ScanReport report = scanner(DeepDive.NONE)
                .sink(sink)
                .build()
                .scan(Target.ofImage(root.resolve("no")), Target.ofImage(root));
        assertEquals(
                Map.of("file disappeared", 1L, "not a regular file", 1L),
                report.ledger().reasons().get(Outcome.Kind.FAILED));
    }

    @Test
    void imageBehindALinkIsScanned() throws Exception {
        Path link = root.resolve("link");
        Files.createSymbolicLink(link, image(WINDOW, 5));
        scanner(DeepDive.NONE).rules(TestScans.rules(RULE)).build().scan(Target.ofImage(link));
        assertEquals(List.of(5L), offsets());
    }

    @Test
    void stoppedImageIsIncomplete() throws Exception {
        ScanHandle[] handle = {null};
        ThorScanner scanner = scanner(DeepDive.NONE)
                .detectors(List.of(TestPlugins.detector("stop", (element, context) -> {
                    while (handle[0] == null) {
                        Thread.onSpinWait();
                    }
                    if (element.type().equals("file chunk")) {
                        handle[0].stop();
                    }
                })))
                .build();
        handle[0] = scanner.start(List.of(Target.ofImage(image(4L * WINDOW))));
        ScanReport report = handle[0].await();
        assertEquals(Map.of("scan stopped", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void sparseImageIsScanned() throws Exception {
        sparse(256L << 20);
    }

    @Test
    @Tag("soak")
    void sparseImageOfTwentyGigabytesIsScanned() throws Exception {
        sparse(20L << 30);
    }

    private void sparse(long size) throws Exception {
        int border = FileOptions.WINDOW;
        long last = size - 11;
        Path image = image(size, 100, border - 4L, border + border / 2 - 4L, size / 2, last);
        long begin = System.nanoTime();
        ScanReport report = TestScans.scanner()
                .sink(sink)
                .rules(TestScans.rules(RULE))
                .build()
                .scan(Target.ofImage(image));
        System.out.printf(
                "sparse image of %d MiB: %.1f s, heap limit %d MiB%n",
                size >> 20,
                (System.nanoTime() - begin) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20);
        assertEquals(List.of(100L, border - 4L, border + border / 2 - 4L, size / 2, last), offsets());
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertTrue(report.ledger().balanced());
    }
}
