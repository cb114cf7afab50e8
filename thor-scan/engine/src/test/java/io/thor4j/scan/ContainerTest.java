package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Limit;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerTest {
    private final RecordingSink sink = new RecordingSink();

    private ScanReport scan(ThorLimits limits, List<DetectorProvider> detectors, String content) {
        return TestScans.scanner()
                .limits(limits)
                .detectors(detectors)
                .extractors(List.of(TestPlugins.boxes()))
                .sink(sink)
                .build()
                .scan(Target.of("/t/a.box", content.getBytes(StandardCharsets.UTF_8)));
    }

    private static ThorLimits limit(Limit limit, long value) {
        return ThorLimits.builder().set(limit, value).build();
    }

    @Test
    void membersAreScannedWithTheirPathAndParent() {
        ScanReport report = scan(
                ThorLimits.DEFAULT, List.of(TestPlugins.word("evil", 90)), "x=good\ny.box=one=fine;two=evil\nz=good");
        assertEquals("files seen 6 = clean 3 + matched 3 + incomplete 0 + skipped 0 + failed 0", report.coverage());
        assertEquals(List.of("/t/a.box", "/t/a.box/y.box", "/t/a.box/y.box/two"), sink.paths());
        Assessment inner = sink.assessments.get(2);
        assertEquals(List.of("BOX", "BOX"), inner.subject().get("unpack_source"));
        assertEquals("/t/a.box/y.box", inner.context().get(0).object().get("path"));
        assertEquals("parent", inner.context().get(0).relations().get(0).name());
    }

    @Test
    void rulesSeeHowAMemberWasUnpacked() {
        TestScans.scanner()
                .rules(TestScans.rules("rule m { condition: unpack_parent == \"BOX\" and unpack_source == \"BOX>BOX\""
                        + " and filename == \"two\" and filepath == \"/t/a.box/y.box\" }"))
                .extractors(List.of(TestPlugins.boxes()))
                .sink(sink)
                .build()
                .scan(Target.of("/t/a.box", "y.box=one=1;two=2".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of("/t/a.box/y.box/two"), sink.paths());
    }

    @Test
    void recordsAreScannedAsWhatTheyAre() {
        TestScans.scanner()
                .detectors(List.of(TestPlugins.word("evil", 90)))
                .extractors(List.of(TestPlugins.extractor("lines", ".log", (element, children) -> {
                    children.record(ObservedObject.logLine(0, "fine"), "fine");
                    children.record(ObservedObject.logLine(1, "ev\u0000il evil"), "ev\u0000il evil");
                })))
                .sink(sink)
                .build()
                .scan(Target.of("a.log", new byte[0]));
        assertEquals("Malicious log line found", sink.assessments.get(0).message());
        assertEquals("Logscan", sink.assessments.get(0).meta().module());
        assertEquals(1L, sink.assessments.get(0).subject().get("line_index"));
    }

    @Test
    void depthLimitMakesTheContainersIncompleteNotTheirCleanMembers() {
        ScanReport report = scan(limit(Limit.MAX_DEPTH, 1), List.of(), "x=good\ny.box=one=1");
        assertEquals(Map.of("max-depth", 2L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals("files seen 3 = clean 1 + matched 0 + incomplete 2 + skipped 0 + failed 0", report.coverage());
    }

    @Test
    void entryLimitEndsTheExtraction() {
        ScanReport report = scan(limit(Limit.MAX_ENTRIES, 2), List.of(), "a=1\nb=2\nc=3");
        assertEquals(Map.of("max-entries", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(3, report.ledger().elementsSeen());
    }

    @Test
    void byteLimitCutsTheMemberAndNamesBoth() {
        ScanReport report = scan(limit(Limit.MAX_UNPACKED_BYTES, 5), List.of(), "a=123\nb=456\nc=7");
        assertEquals(Map.of("max-unpacked-bytes", 2L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals("files seen 3 = clean 1 + matched 0 + incomplete 2 + skipped 0 + failed 0", report.coverage());
    }

    @Test
    void largeMemberIsIncompleteAndTheNextOnesAreScanned() {
        ScanReport report = TestScans.scanner()
                .limits(limit(Limit.MAX_FILE_SIZE, 9))
                .detectors(List.of(TestPlugins.word("4", 90)))
                .extractors(List.of(TestPlugins.extractor("two", ".two", (element, children) -> {
                    children.member("large", "BOX", TestPlugins.stream("1".repeat(10)), null);
                    children.member("small", "BOX", TestPlugins.stream("4"), null);
                })))
                .sink(sink)
                .build()
                .scan(Target.of("a.two", new byte[0]));
        assertEquals(List.of("a.two/small"), sink.paths());
        assertEquals(Map.of("max-file-size", 2L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    /* Members share their container's budget, but not each other's limits. */
    @Test
    void limitThatOneMembersDetectorNamesIsNotReadOffItsBrothers() {
        DetectorProvider refusing = TestPlugins.detector("refusing", (element, context) -> {
            if (TestPlugins.text(element).equals("hard")) {
                context.budget().refuse("own-limit");
            }
        });
        ScanReport report = scan(ThorLimits.DEFAULT, List.of(refusing), "a=hard\nb=easy\nc=hard\nd=easy");
        assertEquals(Map.of("own-limit", 3L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(2, report.ledger().count(Outcome.Kind.CLEAN));
    }

    @Test
    void matchesAreSpentOverAllMembers() {
        ScanReport report = scan(
                limit(Limit.MAX_MATCHES, 2), List.of(TestPlugins.word("evil", 90)), "a=evil\nb=evil\nc=evil\nd=good");
        assertEquals(4, sink.assessments.size(), "verdicts do not get lost, only their strings");
        assertEquals(Map.of("max-matches", 3L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(1, report.ledger().count(Outcome.Kind.CLEAN));
    }

    @Test
    void containerThatContainsItselfEnds() {
        ScanReport report = TestScans.scanner()
                .extractors(List.of(TestPlugins.extractor("quine", ".q", (element, children) -> {
                    children.member("a.q", "BOX", TestPlugins.stream("q"), null);
                    children.member("b.q", "BOX", TestPlugins.stream("q"), null);
                })))
                .build()
                .scan(Target.of("a.q", new byte[0]));
        /* 1 + 2 + 4 + 8 + 16: four levels below the target. */
        assertEquals(31, report.ledger().elementsSeen());
        assertTrue(report.ledger().balanced());
    }

    @Test
    void endlessDepthIsAFailureOfTheElementNotOfTheScan() {
        ScanReport report = TestScans.scanner()
                .limits(ThorLimits.builder()
                        .set(Limit.MAX_DEPTH, 0)
                        .set(Limit.MAX_ENTRIES, 0)
                        .build())
                .extractors(List.of(TestPlugins.extractor(
                        "deep",
                        ".q",
                        (element, children) -> children.member("a.q", "BOX", TestPlugins.stream("q"), null))))
                .build()
                .scan(Target.of("a.q", new byte[0]), Target.of("b", new byte[0]));
        assertTrue(report.ledger().balanced());
        assertTrue(report.ledger().count(Outcome.Kind.FAILED) > 0);
        assertTrue(report.ledger().count(Outcome.Kind.CLEAN) > 0, "the other target is scanned");
    }
}
