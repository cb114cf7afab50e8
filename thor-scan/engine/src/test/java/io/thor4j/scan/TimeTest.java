package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Budget;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.Origin;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTest {
    /** Here time passes in leaps, which no plugin may be blamed for. */
    private static final ThorLimits PATIENT =
            ThorLimits.builder().set(Limit.PLUGIN_SECONDS, 0).build();

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path root;

    private final AtomicLong time = new AtomicLong();
    private final RecordingSink sink = new RecordingSink();

    private static List<Target> targets(int count) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(Target.of("t" + i, new byte[] {'x'}));
        }
        return targets;
    }

    @Test
    void slowDetectorEndsTheWorkOnItsElement() {
        List<String> later = new ArrayList<>();
        ScanReport report = TestScans.scanner()
                .nanoClock(time::get)
                .limits(PATIENT)
                .detectors(List.of(
                        TestPlugins.detector("a-slow", (element, context) -> {
                            if (element.name().text().equals("t0")) {
                                time.addAndGet(901 * SECOND);
                            }
                        }),
                        TestPlugins.detector(
                                "b-later",
                                (element, context) -> later.add(element.name().text()))))
                .build()
                .scan(targets(2));
        assertEquals(
                Map.of("max-element-seconds", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(List.of("t1"), later);
    }

    @Test
    void slowExtractorEndsTheWorkOnItsElement() {
        ScanReport report = TestScans.scanner()
                .nanoClock(time::get)
                .limits(PATIENT)
                .extractors(List.of(TestPlugins.extractor("slow", ".x", (element, children) -> {
                    while (children.member("m", "BOX", TestPlugins.stream("m"), null)) {
                        time.addAndGet(100 * SECOND);
                    }
                })))
                .build()
                .scan(Target.of("a.x", new byte[0]));
        assertEquals(
                Map.of("max-element-seconds", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(10, report.ledger().elementsSeen());
    }

    @Test
    void yaraGetsOnlyTheTimeThatIsLeft() {
        ThorLimits limits =
                ThorLimits.builder().set(Limit.MAX_ELEMENT_SECONDS, 10).build();
        Budget budget = Budget.root(limits, time::get);
        time.set(10 * SECOND - 1);
        YaraDetector detector = new YaraDetector(
                RuleSet.of(
                        TestScans.rules("rule slow { condition: for all i in (0..100000000) : (uint8(i) >= 0) }"),
                        Origin.CUSTOM),
                limits,
                Clock.systemUTC());
        detector.detect(Element.of(Target.of("t", new byte[1 << 20]), ElementSettings.DEFAULT), new DetectionContext() {
            @Override
            public void report(Reason reason) {
                throw new AssertionError(reason);
            }

            @Override
            public Budget budget() {
                return budget;
            }
        });
        assertEquals(Set.of("max-element-seconds"), budget.limitsHit());
    }

    @Test
    void elementsAfterTheRuntimeLimitAreIncomplete() {
        ScanReport report = TestScans.scanner()
                .nanoClock(time::get)
                .limits(ThorLimits.builder().set(Limit.MAX_SCAN_SECONDS, 100).build())
                .detectors(List.of(TestPlugins.detector("slow", (element, context) -> time.addAndGet(60 * SECOND))))
                .sink(sink)
                .build()
                .scan(targets(4));
        assertEquals(ScanReport.End.TIME_LIMIT, report.end());
        assertEquals(Map.of("max-scan-seconds", 2L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(2, report.ledger().count(Outcome.Kind.CLEAN));
        assertEquals(Level.ERROR, sink.withText("Maximum runtime").get(0).meta().level());
    }

    @Test
    void stoppedScanAccountsForAllItHasSeen() throws Exception {
        AtomicReference<ScanHandle> handle = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("stopping", (element, context) -> {
                    await(started);
                    handle.get().stop();
                })))
                .sink(sink)
                .build();
        handle.set(scanner.start(targets(50)));
        started.countDown();
        ScanReport report = handle.get().await();
        assertTrue(handle.get().isDone());
        assertEquals(ScanReport.End.STOPPED, report.end());
        assertEquals(Map.of("scan stopped", 49L), report.ledger().reasons().get(Outcome.Kind.SKIPPED));
        assertEquals("files seen 50 = clean 1 + matched 0 + incomplete 0 + skipped 49 + failed 0", report.coverage());
        assertEquals(report.ledger(), handle.get().progress().ledger());
        assertEquals(1, sink.withText("Scan was stopped").size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void stopEndsTheExtractionOfALargeContainer() throws Exception {
        AtomicReference<ScanHandle> handle = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        int[] members = {0};
        ThorScanner scanner = TestScans.scanner()
                .extractors(List.of(TestPlugins.extractor("endless", ".x", (element, children) -> {
                    await(started);
                    while (children.member("m", "BOX", TestPlugins.stream("m"), null)) {
                        members[0]++;
                        handle.get().stop();
                    }
                })))
                .build();
        handle.set(scanner.start(List.of(Target.of("a.x", new byte[0]))));
        started.countDown();
        ScanReport report = handle.get().await();
        assertEquals(1, members[0]);
        assertEquals(Map.of("scan stopped", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void interruptOfTheCallerStopsTheScanAndIsKept() {
        Thread caller = Thread.currentThread();
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("interrupting", (element, context) -> caller.interrupt())))
                .build()
                .scan(targets(5_000));
        assertTrue(Thread.interrupted());
        assertEquals(ScanReport.End.STOPPED, report.end());
        assertTrue(report.ledger().balanced());
    }

    @Test
    void pluginThatInterruptsItsThreadHarmsNeitherFilesNorLogs() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.writeString(root.resolve("f" + i), "x");
        }
        Path log = root.resolve("log.json");
        try (ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("self-interrupting", (element, context) -> {
                    context.report(TestPlugins.reason("always", 90));
                    Thread.currentThread().interrupt();
                })))
                .exclude("log.json")
                .sink(JsonLogSink.of(log, false))
                .build()) {
            ScanReport report = scanner.scan(root);
            assertEquals(10, report.ledger().count(Outcome.Kind.MATCHED));
            assertTrue(report.outputComplete());
        }
        assertEquals(10, Files.readString(log).split("THOR assessment", -1).length - 1);
    }

    @Test
    void interruptedCallerStillWritesTheWholeLog() throws Exception {
        Path log = root.resolve("log.json");
        ScanReport report;
        try (ThorScanner scanner =
                TestScans.scanner().sink(JsonLogSink.of(log, false)).build()) {
            Thread.currentThread().interrupt();
            report = scanner.scan(targets(3));
            assertTrue(Thread.interrupted());
        }
        assertEquals(ScanReport.End.STOPPED, report.end());
        assertTrue(report.outputComplete());
        assertTrue(Files.readString(log).contains("Scan finished"));
    }
}
