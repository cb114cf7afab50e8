package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import io.thor4j.core.Limit;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.PostProcessingHook;
import io.thor4j.core.spi.SinkProvider;
import io.thor4j.core.spi.YaraRuleType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that hang or call back into the scanner; those that throw are in {@link PluginFailureTest}, memory in {@link PluginMemoryTest}. */
@Timeout(120)
class HostilePluginTest {
    private static final String EVIL = "rule Evil { meta: score = 80 strings: $a = \"evil\" condition: $a }";

    private final RecordingSink sink = new RecordingSink();
    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger hangs = new AtomicInteger();

    @AfterEach
    void letGo() {
        release.countDown();
    }

    /** Does not return for as long as it likes, and a long time passes; interrupts do not impress it. */
    private void hang() {
        hangs.incrementAndGet();
        clock.addAndGet(1_000_000_000L * Limit.PLUGIN_SECONDS.defaultValue() + 1);
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                /* goes on waiting */
            }
        }
    }

    private ThorScannerBuilder scanner() {
        return TestScans.scanner()
                .nanoClock(clock::get)
                .rules(TestScans.rules(EVIL))
                .sink(sink);
    }

    private static PluginFailure failure(ScanReport report, String kind) {
        return report.pluginFailures().stream()
                .filter(failure -> failure.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.pluginFailures()));
    }

    @Test
    void detectorThatHangsIsAbandonedNamedAndInTheEndSuspended() {
        ScanReport report = scanner()
                .detectors(List.of(
                        TestPlugins.detector("hanging", (element, context) -> {
                            context.report(TestPlugins.reason("before", 50));
                            if (!TestPlugins.text(element).equals("quick")) {
                                hang();
                            }
                        }),
                        TestPlugins.word("odd", 60)))
                .build()
                .scan(HookTest.targets("quick", "evil", "odd", "evil", "evil", "odd"));
        assertEquals(3, hangs.get());
        assertEquals(
                Map.of("plugin-seconds: hanging", 3L, "suspended plugin hanging", 2L),
                report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(1, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(List.of("t0", "t1", "t2", "t3", "t4", "t5"), sink.paths(), "the other detectors judge all");
        PluginFailure hang = failure(report, "Hang");
        assertEquals(3, hang.count());
        assertEquals("hanging", hang.plugin().id());
        assertTrue(hang.message().startsWith("no return within 90 seconds, abandoned in "), hang.message());
        assertEquals("3 calls had to be abandoned", failure(report, "Suspended").message());
        assertEquals(2, failure(report, "Suspended").count());
        assertEquals(2, sink.withText("Plugin failed").size());
        assertEquals(3, sink.withText("File not scanned completely").size(), "a suspension is told once");
    }

    @Test
    void suspensionOutlastsTheScan() {
        ThorScanner scanner = scanner()
                .detectors(List.of(TestPlugins.detector("hanging", (element, context) -> hang())))
                .build();
        scanner.scan(HookTest.targets("a", "b", "c"));
        ScanReport second = scanner.scan(HookTest.targets("a"));
        assertEquals(3, hangs.get());
        assertEquals(
                Map.of("suspended plugin hanging", 1L),
                second.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void manyHangsAtTheSameTimeCostOneThreadEach(int threads) {
        ScanReport report = scanner()
                .limits(ThorLimits.builder().set(Limit.PLUGIN_TIMEOUTS, 1).build())
                .detectors(List.of(TestPlugins.detector("hanging", (element, context) -> hang())))
                .threads(threads)
                .build()
                .scan(HookTest.targets("evil", "evil", "evil", "evil", "evil", "evil", "evil", "evil"));
        assertTrue(hangs.get() <= threads, () -> hangs + " hangs");
        assertEquals(8, sink.assessments.size());
        assertEquals(8, report.ledger().count(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void extractorThatHangsLosesNothingThatItHandedOver() {
        ScanReport report = scanner()
                .extractors(List.of(TestPlugins.extractor("hanging", "", (element, children) -> {
                    if (element.depth() == 0) {
                        children.member("first", "BOX", TestPlugins.stream("evil"), null);
                        hang();
                    }
                })))
                .build()
                .scan(HookTest.targets("x"));
        assertEquals(List.of("t0/first"), sink.paths());
        assertEquals("files seen 2 = clean 0 + matched 1 + incomplete 1 + skipped 0 + failed 0", report.coverage());
        assertEquals(
                Map.of("plugin-seconds: hanging", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void streamOfAMemberThatHangsIsTheExtractorsHang() {
        ScanReport report = scanner()
                .extractors(List.of(TestPlugins.extractor(
                        "hanging",
                        "",
                        (element, children) -> children.member(
                                "first",
                                "BOX",
                                new java.io.InputStream() {
                                    @Override
                                    public int read() {
                                        hang();
                                        return -1;
                                    }
                                },
                                null))))
                .build()
                .scan(HookTest.targets("x"));
        assertEquals(
                Map.of("plugin-seconds: hanging", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertEquals(1, report.ledger().elementsSeen());
    }

    @Test
    void timeOfChildrenIsNotTheExtractorsTime() {
        ScanReport report = scanner()
                .detectors(List.of(TestPlugins.detector("slow", (element, context) -> {
                    if (element.depth() == 1) {
                        clock.addAndGet(80_000_000_000L);
                    }
                })))
                .extractors(List.of(TestPlugins.extractor("box", "", (element, children) -> {
                    for (int i = 0; element.depth() == 0 && i < 5; i++) {
                        assertTrue(children.member("m" + i, "BOX", TestPlugins.stream("evil"), null));
                    }
                })))
                .build()
                .scan(HookTest.targets("x"));
        assertEquals(5, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(List.of(), report.pluginFailures());
    }

    @Test
    void questionOfAnExtractorThatHangsIsAbandoned() {
        ScanReport report = scanner()
                .extractors(List.of(new ExtractorProvider() {
                    @Override
                    public String id() {
                        return "asking";
                    }

                    @Override
                    public Extractor create(PluginConfig config) {
                        return new Extractor() {
                            @Override
                            public boolean accepts(Element element) {
                                hang();
                                return true;
                            }

                            @Override
                            public void extract(Element element, ChildSink children) {
                                throw new AssertionError("never asked for");
                            }
                        };
                    }
                }))
                .build()
                .scan(HookTest.targets("evil"));
        assertEquals(1, sink.assessments.size());
        assertEquals(
                Map.of("plugin-seconds: asking", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void ruleHookThatHangsIsAbandoned() {
        ScanReport report = scanner()
                .hooks(List.of(HookTest.boxes((element, reasons, context) -> {
                    context.scanFile("inner", HookTest.bytes("evil"), "BOX");
                    hang();
                })))
                .build()
                .scan(HookTest.targets("BOX:", "evil"));
        assertEquals(List.of("t0/inner", "t1"), sink.paths());
        assertEquals("rule hook", failure(report, "Hang").role());
        assertEquals(
                Map.of("plugin-seconds: boxes", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void postProcessingHookThatHangsHoldsNoAssessmentUp() {
        ThorScanner scanner = scanner()
                .hooks(List.of(HookTest.plugin(
                        "post",
                        registry -> registry.postProcessingHook(new PostProcessingHook() {
                            @Override
                            public void assessed(Element element, Assessment assessment) {
                                hang();
                            }

                            @Override
                            public void close() {
                                throw new AssertionError("a suspended hook is not called any more");
                            }
                        }))))
                .build();
        ScanReport report = scanner.scan(HookTest.targets("evil", "evil", "evil", "evil"));
        assertEquals(4, sink.assessments.size());
        assertEquals(4, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals(3, failure(report, "Hang").count());
        OutputException thrown = assertThrows(OutputException.class, scanner::close);
        assertTrue(thrown.getMessage().contains("post: Suspended"), thrown.getMessage());
    }

    @Test
    void sinkOfAPluginThatHangsHoldsNoOtherSinkUp() {
        ThorScanner scanner = scanner()
                .sinkProviders(List.of(new SinkProvider() {
                    @Override
                    public String id() {
                        return "stuck";
                    }

                    @Override
                    public OutputSink create(PluginConfig config) {
                        return new OutputSink() {
                            @Override
                            public void accept(Assessment assessment) {
                                hang();
                            }

                            @Override
                            public void accept(Message message) {}

                            @Override
                            public void close() {}
                        };
                    }
                }))
                .build();
        ScanReport report = scanner.scan(HookTest.targets("evil", "evil", "evil", "evil", "evil"));
        assertEquals(5, sink.assessments.size());
        assertFalse(report.outputComplete());
        assertEquals(3, failure(report, "Hang").count());
        assertTrue(failure(report, "Suspended").count() >= 2, "what it did not get is counted");
        assertThrows(OutputException.class, scanner::close);
        assertEquals(1, sink.closed);
    }

    @Test
    void registrationCreationAndClosingThatHangAreAbandoned() {
        DetectorProvider closing = new DetectorProvider() {
            @Override
            public String id() {
                return "closing";
            }

            @Override
            public Detector create(PluginConfig config) {
                return new Detector() {
                    @Override
                    public void detect(Element element, DetectionContext context) {}

                    @Override
                    public void close() {
                        hang();
                    }
                };
            }
        };
        DetectorProvider creating = new DetectorProvider() {
            @Override
            public String id() {
                return "creating";
            }

            @Override
            public Detector create(PluginConfig config) {
                hang();
                throw new IllegalStateException();
            }
        };
        ScanReport report = scanner()
                .detectors(List.of(closing, creating))
                .hooks(List.of(HookTest.plugin("registering", registry -> {
                    registry.yaraRules(YaraRuleType.GENERIC, "rule Never { condition: true }");
                    hang();
                })))
                .build()
                .scan(HookTest.targets("evil", "fine"));
        assertEquals(List.of("t0"), sink.paths());
        assertEquals(1, report.ledger().count(Outcome.Kind.CLEAN));
        assertTrue(
                report.pluginProblems().get(0).reason().startsWith("Hang: "),
                report.pluginProblems().toString());
        assertEquals(
                List.of("creating", "closing"),
                report.pluginFailures().stream()
                        .map(failure -> failure.plugin().id())
                        .toList());
    }

    @Test
    void providerWhoseAnswersHangIsLeftOutAndTheOthersAreLoaded() {
        DetectorProvider silent = new DetectorProvider() {
            @Override
            public String id() {
                hang();
                return "silent";
            }

            @Override
            public Detector create(PluginConfig config) {
                throw new AssertionError("not asked for");
            }
        };
        ScanReport report = scanner()
                .detectors(List.of(silent, TestPlugins.word("odd", 60)))
                .build()
                .scan(HookTest.targets("odd"));
        assertEquals(List.of("t0"), sink.paths());
        assertEquals(1, report.pluginProblems().size());
        assertTrue(report.pluginProblems().get(0).reason().startsWith("Hang: no return within 90 seconds"));
        assertEquals(silent.getClass().getName(), report.pluginProblems().get(0).className());
    }

    @Test
    void messageOfAnExceptionThatHangsIsTheHangOfItsPlugin() {
        ScanReport report = scanner()
                .detectors(List.of(TestPlugins.detector("sly", (element, context) -> {
                    throw new IllegalStateException() {
                        private static final long serialVersionUID = 1;

                        @Override
                        public String getMessage() {
                            hang();
                            return "";
                        }
                    };
                })))
                .build()
                .scan(HookTest.targets("evil"));
        assertEquals(1, sink.assessments.size());
        assertEquals(1, failure(report, "Hang").count());
    }

    @Test
    void abandonedCallCanDoNothingAnyMore() throws InterruptedException {
        List<Object> late = Collections.synchronizedList(new ArrayList<>());
        ScanReport report = scanner()
                .hooks(List.of(HookTest.boxes((element, reasons, context) -> {
                    hang();
                    late.add(context.scanFile("late", HookTest.bytes("evil"), "BOX"));
                    late.add(context.budget().spendEntry());
                    context.budget().refuse("made up");
                    late.add(context.structuredData(Map.of("a", "b")));
                    try {
                        context.report(TestPlugins.reason("late", 90));
                    } catch (IllegalStateException e) {
                        late.add(e.getMessage());
                    }
                    released.countDown();
                })))
                .build()
                .scan(HookTest.targets("BOX:"));
        release.countDown();
        released.await();
        assertEquals(List.of(false, false, false, "reported after the call"), late);
        assertEquals(1, report.ledger().elementsSeen());
        assertEquals(List.of(), sink.assessments);
    }

    @Test
    void interruptEndsACallThatListens() throws InterruptedException {
        scanner()
                .detectors(List.of(TestPlugins.detector("waiting", (element, context) -> {
                    clock.addAndGet(1_000_000_000_000L);
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        released.countDown();
                    }
                })))
                .build()
                .scan(HookTest.targets("x"));
        released.await();
        assertEquals(1, release.getCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "start", "close", "build", "await"})
    void pluginThatCallsBackIntoTheScannerGetsAClearError(String what) {
        AtomicReference<ThorScanner> itself = new AtomicReference<>();
        AtomicReference<ScanHandle> running = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        ThorScanner scanner = scanner()
                .detectors(List.of(TestPlugins.detector("recursive", (element, context) -> {
                    callBack(what, itself, running, known);
                })))
                .build();
        itself.set(scanner);
        ScanHandle handle = scanner.start(HookTest.targets("evil", "evil"));
        running.set(handle);
        known.countDown();
        ScanReport report = assertDoesNotHang(handle);
        assertEquals(2, sink.assessments.size());
        PluginFailure failure = failure(report, "IllegalStateException");
        assertTrue(failure.message().startsWith("the plugin recursive cannot "), failure.message());
        assertEquals(2, failure.count());
    }

    private static ScanReport assertDoesNotHang(ScanHandle handle) {
        try {
            return handle.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void callBack(
            String what,
            AtomicReference<ThorScanner> itself,
            AtomicReference<ScanHandle> running,
            CountDownLatch known) {
        try {
            known.await();
            switch (what) {
                case "scan" -> itself.get().scan(HookTest.targets("evil"));
                case "start" -> itself.get().start(HookTest.targets("evil"));
                case "close" -> itself.get().close();
                case "build" -> ThorScanner.builder().build();
                case "await" -> running.get().await();
                default -> throw new AssertionError(what);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void threadThatAPluginStartsCannotGetAroundThat() {
        AtomicReference<ThorScanner> itself = new AtomicReference<>();
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        ThorScanner scanner = scanner()
                .detectors(List.of(TestPlugins.detector("threaded", (element, context) -> {
                    Thread thread = new Thread(() -> {
                        try {
                            itself.get().scan(HookTest.targets("evil"));
                        } catch (IllegalStateException e) {
                            errors.add(e.getMessage());
                        }
                    });
                    thread.start();
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })))
                .build();
        itself.set(scanner);
        scanner.scan(HookTest.targets("evil"));
        assertEquals(1, errors.size());
        assertEquals(1, sink.assessments.size());
        assertNotNull(scanner.scan(HookTest.targets("evil")), "the embedding program still can");
    }

    @Test
    void threadThatOutlivesThePluginsCallMayScan() throws InterruptedException {
        AtomicReference<Thread> kept = new AtomicReference<>();
        AtomicReference<ScanReport> second = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        ThorScanner other = scanner().build();
        scanner()
                .detectors(List.of(TestPlugins.detector("pool", (element, context) -> {
                    Thread thread = new Thread(() -> {
                        try {
                            go.await();
                            second.set(other.scan(HookTest.targets("evil")));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                    thread.start();
                    kept.set(thread);
                })))
                .build()
                .scan(HookTest.targets("x"));
        go.countDown();
        kept.get().join();
        assertNotNull(second.get(), "such as a pool's thread, which the embedding program uses later");
    }

    @Test
    void withoutATimeLimitPluginsRunOnTheEnginesThreads() {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        for (long seconds : new long[] {0, 90}) {
            scanner()
                    .limits(ThorLimits.builder()
                            .set(Limit.PLUGIN_SECONDS, seconds)
                            .build())
                    .threadFactory(work -> {
                        Thread thread = new Thread(work, "engine-" + threads.size());
                        thread.setDaemon(true);
                        return thread;
                    })
                    .detectors(List.of(TestPlugins.detector(
                            "one",
                            (element, context) ->
                                    threads.add("" + Thread.currentThread().getId()))))
                    .build()
                    .scan(HookTest.targets("x", "y"));
        }
        assertEquals(4, threads.size());
        assertEquals(threads.get(0), threads.get(1));
        assertEquals(threads.get(2), threads.get(3), "the plugin's thread is used again");
    }
}
