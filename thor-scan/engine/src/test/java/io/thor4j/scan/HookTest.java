package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.HookRegistry;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.PostProcessingHook;
import io.thor4j.core.spi.RuleHook;
import io.thor4j.core.spi.YaraRuleType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookTest {
    /** Recognises {@code BOX:} and everything evil. */
    private static final String RULES = """
            rule Box : BOXED { meta: score = 0 strings: $a = "BOX:" condition: $a at 0 }
            rule Evil { meta: score = 80 strings: $a = "evil" condition: $a }
            """;

    private final RecordingSink sink = new RecordingSink();

    /** What a plugin registers. */
    @FunctionalInterface
    interface Registration {
        void to(HookRegistry registry);
    }

    static HookProvider plugin(String id, Registration registration) {
        return new HookProvider() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public void register(PluginConfig config, HookRegistry registry) {
                registration.to(registry);
            }
        };
    }

    static HookProvider boxes(RuleHook hook) {
        return plugin("boxes", registry -> {
            registry.yaraRules(YaraRuleType.GENERIC, RULES);
            registry.ruleHook("BOXED", hook);
        });
    }

    static RuleHook unpack() {
        return (element, reasons, context) ->
                context.scanFile("inner", bytes(TestPlugins.text(element).substring(4)), "BOX");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<Target> targets(String... contents) {
        return IntStream.range(0, contents.length)
                .mapToObj(i -> Target.of("t" + i, bytes(contents[i])))
                .toList();
    }

    private ScanReport scan(HookProvider plugin, String... contents) {
        return scan(ThorLimits.DEFAULT, plugin, contents);
    }

    private ScanReport scan(ThorLimits limits, HookProvider plugin, String... contents) {
        try (ThorScanner scanner = TestScans.scanner()
                .hooks(List.of(plugin))
                .limits(limits)
                .sink(sink)
                .build()) {
            return scanner.scan(targets(contents));
        }
    }

    private static ThorLimits limit(Limit limit, long value) {
        return ThorLimits.builder().set(limit, value).build();
    }

    @Test
    void rulesOfPluginsJudgeAndTheirHooksHaveDataScannedAsAFileInside() {
        ScanReport report = scan(boxes(unpack()), "BOX:so evil", "harmless");
        assertEquals("files seen 3 = clean 1 + matched 2 + incomplete 0 + skipped 0 + failed 0", report.coverage());
        assertEquals(List.of("t0", "t0/inner"), sink.paths(), "the container comes first");
        assertEquals(List.of("BOX"), sink.assessments.get(1).subject().get("unpack_source"));
        assertEquals(
                "boxes",
                report.plugins().stream()
                        .filter(p -> p.id().equals("boxes"))
                        .findFirst()
                        .orElseThrow()
                        .id());
        assertEquals("default rules of plugins boxes", report.ruleSets().get(0).name());
        assertEquals(2, report.ruleSets().get(0).rules());
    }

    @Test
    void hooksAreCalledForTagsOfAnyRuleOnceAnElement() {
        List<List<String>> calls = new ArrayList<>();
        HookProvider plugin = plugin(
                "counting",
                registry -> registry.ruleHook(
                        "SEEN",
                        (element, reasons, context) -> calls.add(reasons.stream()
                                .map(reason -> String.valueOf(reason.signature().ruleName()))
                                .toList())));
        TestScans.scanner()
                .hooks(List.of(plugin))
                .rules(TestScans.rules("""
                        rule A : SEEN { meta: score = 0 condition: true }
                        rule B : SEEN OTHER { meta: score = 40 condition: true }
                        rule C : seen { condition: true }
                        """))
                .build()
                .scan(targets("x", "y"));
        assertEquals(List.of(List.of("A", "B"), List.of("A", "B")), calls);
    }

    @Test
    void reasonsOfHooksCountForTheirElement() {
        scan(boxes((element, reasons, context) -> context.report(TestPlugins.reason("locked", 65))), "BOX:x");
        assertEquals(List.of("t0"), sink.paths());
        assertEquals(65, sink.assessments.get(0).score());
        assertEquals("locked", sink.assessments.get(0).reasons().get(0).summary());
    }

    @Test
    void structuredDataIsMatchedByKeywordRulesAndLoggedAsTheObjectOfThor() {
        HookProvider plugin = plugin("boxes", registry -> {
            registry.yaraRules(YaraRuleType.GENERIC, RULES);
            registry.yaraRules(
                    YaraRuleType.KEYWORD,
                    "rule Server { meta: score = 70 strings: $a = \"server: c2.example\" condition: $a }");
            registry.ruleHook("BOXED", (element, reasons, context) -> {
                Map<String, String> data = new LinkedHashMap<>();
                data.put("user", "evil");
                data.put("server", "c2.example");
                assertTrue(context.structuredData(data));
            });
        });
        ScanReport report = scan(plugin, "BOX:");
        assertEquals(1, sink.assessments.size(), "generic rules are for files, keyword rules for the rest");
        ObservedObject subject = sink.assessments.get(0).subject();
        assertEquals("structured data from plugin", subject.type());
        assertEquals("boxes", subject.get("plugin"));
        assertEquals("{user=evil, server=c2.example}", String.valueOf(subject.get("data")));
        assertEquals(2, report.ledger().elementsSeen());
        assertTrue(TestScans.text().toLine(sink.assessments.get(0)).contains("c2.example"));
    }

    @Test
    void metaRulesSeeTheHeadOfFilesOfAnySize() {
        HookProvider plugin = plugin("heads", registry -> registry.yaraRules(YaraRuleType.META, """
                rule Head { meta: score = 50 strings: $a = "head" condition: $a and filesize <= 2048 }
                rule Tail { meta: score = 60 strings: $a = "tail" condition: $a }
                """));
        String large = "head" + "x".repeat(3_000) + "tail";
        ScanReport report = scan(limit(Limit.MAX_FILE_SIZE, 2_500), plugin, large, "tail");
        assertEquals(List.of("t0", "t1"), sink.paths());
        assertEquals(50, sink.assessments.get(0).score());
        assertEquals(1, report.ledger().count(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void dataThatIsItselfAgainEndsAtTheDepthLimit() {
        ScanReport report = scan(
                boxes((element, reasons, context) -> assertEquals(
                        element.depth() < 4, context.scanFile("self", bytes(TestPlugins.text(element)), "BOX"))),
                "BOX:");
        assertEquals("files seen 5 = clean 0 + matched 0 + incomplete 5 + skipped 0 + failed 0", report.coverage());
        assertEquals(Map.of("max-depth", 5L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void childrenWithoutEndStopAtTheEntriesOfTheTarget() {
        ScanReport report = scan(
                limit(Limit.MAX_ENTRIES, 50),
                boxes((element, reasons, context) -> {
                    while (context.scanFile("child", new byte[] {1}, "BOX")) {
                        assertNotNull(context.budget());
                    }
                }),
                "BOX:");
        assertEquals(51, report.ledger().elementsSeen());
        assertEquals(Map.of("max-entries", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void streamWithoutEndIsCutAtTheFileSize() {
        ScanReport report = scan(
                limit(Limit.MAX_FILE_SIZE, 100_000),
                boxes((element, reasons, context) -> context.member(
                        "endless",
                        "BOX",
                        new InputStream() {
                            @Override
                            public int read() {
                                return 0;
                            }
                        },
                        null)),
                "BOX:");
        assertEquals(2, report.ledger().elementsSeen());
        assertEquals(2L, report.ledger().reasons().get(Outcome.Kind.INCOMPLETE).get("max-file-size"));
    }

    @Test
    void reasonsWithoutEndStopAtTheirLimit() {
        ScanReport report = scan(
                limit(Limit.PLUGIN_BYTES, 10_000),
                boxes((element, reasons, context) -> {
                    for (int i = 0; i < 1_000; i++) {
                        context.report(TestPlugins.reason("reason " + i, 50));
                    }
                }),
                "BOX:");
        assertTrue(
                sink.assessments.get(0).reasonCount() < 100,
                () -> "" + sink.assessments.get(0).reasonCount());
        assertEquals(Map.of("plugin-bytes", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void messagesReachTheOutputsAndSpendFromTheBudget() {
        List<Boolean> taken = new ArrayList<>();
        scan(
                limit(Limit.MAX_ENTRIES, 2),
                boxes((element, reasons, context) -> {
                    for (int i = 0; i < 3; i++) {
                        taken.add(context.log(Level.INFO, "opened a box", Map.of("number", "" + i)));
                    }
                }),
                "BOX:");
        assertEquals(List.of(true, true, false), taken);
        assertEquals(2, sink.withText("opened a box").size());
        assertEquals(
                "{plugin=boxes, number=1}",
                sink.withText("opened a box").get(1).fields().toString());
    }

    private static final class Recording implements PostProcessingHook {
        private final boolean everyElement;
        private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        private final List<Assessment> kept = Collections.synchronizedList(new ArrayList<>());
        private int closed;

        Recording(boolean everyElement) {
            this.everyElement = everyElement;
        }

        @Override
        public void assessed(Element element, Assessment assessment) {
            seen.add(element.name().text() + " " + (assessment == null ? "clean" : assessment.score()) + " "
                    + TestPlugins.text(element));
            if (assessment != null) {
                kept.add(assessment);
                assertEquals(element, assessment.element());
            }
        }

        @Override
        public boolean everyElement() {
            return everyElement;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void postProcessingSeesVerdictAndContentOfEveryElementThatItWants(boolean every) {
        Recording hook = new Recording(every);
        HookProvider plugin = plugin("post", registry -> {
            registry.yaraRules(YaraRuleType.GENERIC, RULES);
            registry.ruleHook("BOXED", unpack());
            registry.postProcessingHook(hook);
        });
        scan(plugin, "BOX:evil", "fine");
        assertEquals(
                every
                        ? List.of("t0/inner 80 evil", "t0 80 BOX:evil", "t1 clean fine")
                        : List.of("t0/inner 80 evil", "t0 80 BOX:evil"),
                hook.seen);
        assertEquals(1, hook.closed);
    }

    @Test
    void postProcessingThatThrowsIsReportedAndChangesNothing() {
        HookProvider plugin = plugin("post", registry -> {
            registry.yaraRules(YaraRuleType.GENERIC, RULES);
            registry.postProcessingHook((element, assessment) -> {
                throw new IllegalStateException("no");
            });
        });
        ScanReport report = scan(plugin, "evil", "evil");
        assertEquals(2, sink.assessments.size());
        assertEquals(2, report.ledger().count(Outcome.Kind.MATCHED));
        assertEquals("post-processing hook", report.pluginFailures().get(0).role());
        assertEquals(2, report.pluginFailures().get(0).count());
    }

    @Test
    void ruleHookThatThrowsFailsItsElementAndWhatItHandedOverStands() {
        ScanReport report = scan(
                boxes((element, reasons, context) -> {
                    context.report(TestPlugins.reason("half", 70));
                    context.scanFile("inner", bytes("evil"), "BOX");
                    throw new IllegalStateException("half way");
                }),
                "BOX:");
        assertEquals(List.of("t0", "t0/inner"), sink.paths());
        assertEquals(
                Map.of("rule hook boxes failed", 1L), report.ledger().reasons().get(Outcome.Kind.FAILED));
    }

    @Test
    void ruleThatDoesNotCompileIsLeftOutAndTheRestStays() {
        ScanReport report = scan(
                plugin(
                        "half",
                        registry -> registry.yaraRules(YaraRuleType.GENERIC, RULES + "rule Bad { condition: nope }")),
                "evil");
        assertEquals(1, sink.assessments.size());
        assertEquals("Bad", report.ruleSets().get(0).leftOut().get(0).rule());
        assertEquals("half", report.ruleSets().get(0).leftOut().get(0).source());
    }

    @Test
    void pluginWhoseRegistrationThrowsTakesNoPartAtAll() {
        ScanReport report = scan(
                plugin("torn", registry -> {
                    registry.yaraRules(YaraRuleType.GENERIC, RULES);
                    registry.ruleHook("BOXED", unpack());
                    throw new IllegalArgumentException("no option given");
                }),
                "BOX:evil");
        assertEquals(List.of(), sink.assessments);
        assertEquals(List.of(), report.ruleSets());
        assertEquals(
                "IllegalArgumentException: no option given",
                report.pluginProblems().get(0).reason());
    }

    @Test
    void rulesWithoutEndLeaveTheirPluginOut() {
        ScanReport report = scan(
                limit(Limit.PLUGIN_BYTES, 1_000),
                plugin("much", registry -> {
                    while (true) {
                        registry.yaraRules(YaraRuleType.GENERIC, RULES);
                    }
                }),
                "evil");
        assertTrue(
                report.pluginProblems().get(0).reason().contains("plugin-bytes"),
                report.pluginProblems().toString());
    }

    @Test
    void registryIsOfNoUseAfterTheCall() {
        List<HookRegistry> kept = new ArrayList<>();
        scan(plugin("keeper", kept::add), "x");
        assertThrows(IllegalStateException.class, () -> kept.get(0).yaraRules(YaraRuleType.META, RULES));
        assertThrows(IllegalStateException.class, () -> kept.get(0).ruleHook("A", unpack()));
    }

    @Test
    void twoPluginsMayNameTheirRulesAlike() {
        ScanReport report = TestScans.scanner()
                .hooks(List.of(
                        plugin("a", registry -> registry.yaraRules(YaraRuleType.GENERIC, RULES)),
                        plugin("b", registry -> registry.yaraRules(YaraRuleType.GENERIC, RULES))))
                .build()
                .scan(targets("x"));
        assertEquals(4, report.ruleSets().get(0).rules());
        assertEquals(List.of(), report.ruleSets().get(0).leftOut());
    }

    @Test
    void outputIsTheSameForAnyNumberOfThreads() {
        String[] contents = IntStream.range(0, 200)
                .mapToObj(i -> i % 3 == 0 ? "BOX:BOX:evil " + i : i % 3 == 1 ? "evil" : "fine")
                .toArray(String[]::new);
        List<List<String>> lines = new ArrayList<>();
        for (int threads : new int[] {1, 4}) {
            RecordingSink recorder = new RecordingSink();
            ScanReport report = TestScans.scanner()
                    .hooks(List.of(boxes(unpack())))
                    .threads(threads)
                    .sink(recorder)
                    .build()
                    .scan(targets(contents));
            assertEquals(
                    Set.of(), report.ledger().reasons().get(Outcome.Kind.FAILED).keySet());
            lines.add(
                    recorder.assessments.stream().map(TestScans.text()::toLine).toList());
        }
        assertFalse(lines.get(0).isEmpty());
        assertEquals(lines.get(0), lines.get(1));
    }

    @Test
    void aStreamThatOnlyAPluginReadsIsReadOnce() {
        int[] opened = {0};
        List<Assessment> none = new ArrayList<>();
        TestScans.scanner()
                .hooks(List.of(plugin(
                        "reader",
                        registry -> registry.postProcessingHook(new PostProcessingHook() {
                            @Override
                            public void assessed(Element element, Assessment assessment) {
                                assertEquals("data", TestPlugins.text(element));
                                none.add(assessment);
                            }

                            @Override
                            public boolean everyElement() {
                                return true;
                            }
                        }))))
                .build()
                .scan(Target.of("s", () -> {
                    opened[0]++;
                    return TestPlugins.stream("data");
                }));
        assertEquals(1, none.size());
        assertNull(none.get(0));
        assertEquals(1, opened[0]);
    }
}
