package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.SinkProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginFailureTest {
    private final RecordingSink sink = new RecordingSink();

    private static List<Target> targets(String... contents) {
        List<Target> targets = new ArrayList<>();
        for (String content : contents) {
            targets.add(Target.of("t" + targets.size() + ".box", content.getBytes(StandardCharsets.UTF_8)));
        }
        return targets;
    }

    private static void fail(String how) {
        switch (how) {
            case "exception" -> throw new IllegalStateException("broken\u001b[31m");
            case "recursion" -> recurse(0);
            case "own error" -> throw new Error("mine");
            case "no message" ->
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("not even that");
                    }
                };
            case "checked" -> PluginFailureTest.<RuntimeException>sneak(new IOException("unannounced"));
            case "missing class" -> throw new NoClassDefFoundError("org/example/Gone");
            default -> throw new AssertionError(how);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception thrown) throws E {
        throw (E) thrown;
    }

    private static int recurse(int depth) {
        return depth < 0 ? depth : recurse(depth + 1) + 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "recursion", "missing class", "own error", "no message", "checked"})
    void detectorThatThrowsIsReportedOnceAndTheScanGoesOn(String how) {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(
                        TestPlugins.detector("bad", (element, context) -> {
                            if (!TestPlugins.text(element).equals("good")) {
                                fail(how);
                            }
                        }),
                        TestPlugins.word("evil", 90)))
                .sink(sink)
                .build()
                .scan(targets("x", "evil", "good"));
        assertEquals(
                Map.of("detector bad failed", 2L), report.ledger().reasons().get(Outcome.Kind.FAILED));
        assertEquals(1, report.ledger().count(Outcome.Kind.CLEAN));
        assertEquals(List.of("t1.box"), sink.paths(), "other detectors still judge the element");
        assertEquals(1, sink.withText("Plugin failed").size());
        assertEquals(1, report.pluginFailures().size());
        assertEquals(2, report.pluginFailures().get(0).count());
        assertEquals("bad", report.pluginFailures().get(0).plugin().id());
    }

    @Test
    void reportOfNullIsTheDetectorsFailure() {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("null", (element, context) -> context.report(null))))
                .build()
                .scan(targets("x"));
        assertEquals("NullPointerException", report.pluginFailures().get(0).kind());
        assertEquals(1, report.ledger().count(Outcome.Kind.FAILED));
    }

    @Test
    void providerThatCreatesNothingTakesNoPart() {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(new DetectorProvider() {
                    @Override
                    public String id() {
                        return "nothing";
                    }

                    @Override
                    public Detector create(PluginConfig config) {
                        return null;
                    }
                }))
                .threads(2)
                .build()
                .scan(targets("x"));
        assertEquals(List.of(), report.plugins());
        assertEquals("create returned null", report.pluginFailures().get(0).message());
        assertEquals(1, report.ledger().count(Outcome.Kind.CLEAN));
    }

    @Test
    void extractorThatThrowsFailsItsContainerOnly() {
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("evil", 90)))
                .extractors(List.of(TestPlugins.extractor("breaking", ".box", (element, children) -> {
                    children.member("first", "BOX", TestPlugins.stream("evil"), null);
                    throw new IllegalStateException("half way");
                })))
                .sink(sink)
                .build()
                .scan(targets("x"));
        assertEquals(List.of("t0.box/first"), sink.paths());
        assertEquals("files seen 2 = clean 0 + matched 1 + incomplete 0 + skipped 0 + failed 1", report.coverage());
        assertEquals(
                Map.of("extractor breaking failed", 1L),
                report.ledger().reasons().get(Outcome.Kind.FAILED));
    }

    @Test
    void extractorWhoseQuestionThrowsFailsItsContainer() {
        ScanReport report = TestScans.scanner()
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
                                throw new IllegalStateException();
                            }

                            @Override
                            public void extract(Element element, io.thor4j.core.spi.ChildSink children) {}
                        };
                    }
                }))
                .build()
                .scan(targets("x"));
        assertEquals(1, report.ledger().count(Outcome.Kind.FAILED));
    }

    private static final class BrokenSink implements OutputSink {
        @Override
        public void accept(Assessment assessment) {
            throw new IllegalStateException("assessment");
        }

        @Override
        public void accept(Message message) {
            throw new IllegalArgumentException("message");
        }

        @Override
        public void close() {
            throw new IllegalStateException("close");
        }
    }

    @Test
    void sinkThatThrowsIsReportedToTheOthersAndInTheReport() {
        ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.word("evil", 90)))
                .sink(new BrokenSink())
                .sink(sink)
                .build();
        ScanReport report = scanner.scan(targets("evil", "evil"));
        assertEquals(2, sink.assessments.size());
        assertEquals(2, sink.withText("Plugin failed").size(), "one for each kind of exception");
        assertFalse(report.outputComplete());
        assertEquals(2, report.count(Level.ERROR));
        OutputException thrown = assertThrows(OutputException.class, scanner::close);
        assertTrue(thrown.getMessage().contains("BrokenSink"), thrown.getMessage());
        assertEquals(1, sink.closed, "the others are closed");
    }

    @Test
    void sinkProviderThatThrowsIsAPluginProblem() {
        ScanReport report = TestScans.scanner()
                .sinkProviders(List.of(new SinkProvider() {
                    @Override
                    public String id() {
                        return "closed";
                    }

                    @Override
                    public OutputSink create(PluginConfig config) {
                        throw new IllegalArgumentException("no file given");
                    }
                }))
                .build()
                .scan(targets("x"));
        assertEquals(
                "IllegalArgumentException: no file given",
                report.pluginProblems().get(0).reason());
    }

    @Test
    void badPluginIdIsToldInEachScan() {
        ThorScanner scanner = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("Bad Id", (element, context) -> {})))
                .sink(sink)
                .build();
        assertEquals(1, scanner.scan(targets("x")).pluginProblems().size());
        assertEquals(1, sink.withText("Plugin not loaded").size());
    }

    @Test
    void progressListenerThatThrowsIsCounted() {
        ScanReport report = TestScans.scanner()
                .progress(new ProgressListener() {
                    @Override
                    public void begun(String name) {
                        throw new IllegalStateException(name);
                    }
                })
                .build()
                .scan(targets("x", "y"));
        assertEquals("progress listener", report.pluginFailures().get(0).role());
        assertEquals(2, report.pluginFailures().get(0).count());
        assertEquals(2, report.ledger().count(Outcome.Kind.CLEAN));
    }

    @Test
    void detectorThatKeepsTheContextCannotReportLater() {
        List<io.thor4j.core.spi.DetectionContext> kept = new ArrayList<>();
        TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("keeper", (element, context) -> kept.add(context))))
                .build()
                .scan(targets("x"));
        assertThrows(IllegalStateException.class, () -> kept.get(0).report(TestPlugins.reason("late", 90)));
    }

    /** Fails for a while, like a full disk. */
    private static final class FullDisk extends OutputStream {
        private final StringBuilder written = new StringBuilder();
        private boolean full;

        @Override
        public void write(int value) {
            written.append((char) value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fits = full ? length / 2 : length;
            written.append(new String(bytes, offset, fits, StandardCharsets.UTF_8));
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void logThatCannotBeWrittenIsVisibleAndGoesOnWithAWholeLine() {
        FullDisk disk = new FullDisk();
        ScanReport report = TestScans.scanner()
                .detectors(List.of(TestPlugins.detector("filler", (element, context) -> {
                    disk.full = TestPlugins.text(element).equals("full");
                    context.report(TestPlugins.reason("always", 90));
                })))
                .sink(JsonLogSink.of(disk))
                .build()
                .scan(targets("full", "free"));
        assertFalse(report.outputComplete());
        assertEquals(
                "java.io.IOException: No space left on device",
                report.pluginFailures().get(0).message());
        String[] lines = disk.written.toString().split("\n", -1);
        assertTrue(lines[lines.length - 2].endsWith("\"log_version\":\"v3.0.0\"}"), lines[lines.length - 2]);
        assertTrue(disk.written.indexOf("\"path\":\"t1.box\"") > 0);
        assertEquals("", lines[lines.length - 1]);
    }
}
