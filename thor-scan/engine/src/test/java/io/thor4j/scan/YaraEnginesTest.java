package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ByteString;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleInfo;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import io.thor4j.core.spi.YaraSources;
import io.thor4j.core.spi.YaraStringMatch;
import io.thor4j.yara.ThorYaraEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YaraEnginesTest {
    private static final YaraRuleInfo RULE =
            new YaraRuleInfo("n", "told", List.of(), List.of(new YaraRuleInfo.Meta("score", 70L)), false, false);

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path folder;

    /** Finds its one rule in everything, and says that it gave up. */
    private static final class Told implements YaraEngineProvider, YaraEngineRules, YaraEngineScanner {
        private int closed;

        @Override
        public String id() {
            return "told";
        }

        @Override
        public YaraEngineRules compile(YaraSources sources) {
            return this;
        }

        @Override
        public YaraCompilation compilation() {
            return new YaraCompilation("told 1.0", List.of(RULE), List.of(), List.of(), Map.of());
        }

        @Override
        public YaraEngineScanner scanner() {
            return this;
        }

        @Override
        public void define(String name, Object value) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public YaraEngineResult scan(byte[] data, int from, int length, Duration timeout) {
            YaraStringMatch string = new YaraStringMatch("$a", 1, 2, ByteString.utf8("vi"), false);
            return new YaraEngineResult(
                    List.of(new YaraRuleMatch(RULE, List.of(string))),
                    List.of(new YaraScanLimit(YaraScanLimit.Kind.ENGINE, null, "gave up")));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void chosenEngineCompilesAndScans() throws Exception {
        Told told = new Told();
        Path rules = Files.writeString(folder.resolve("r.yar"), "no YARA at all");
        ScanReport report = TestScans.scanner()
                .yaraEngine(told)
                .rulesFrom(rules)
                .sink(sink)
                .build()
                .scan(Target.of("t", "evil".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals(1, sink.assessments.size());
        assertEquals(
                "vi",
                sink.assessments.get(0).reasons().get(0).matched().get(0).data().data());
        assertEquals(Map.of("yara-engine", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
        assertTrue(
                report.plugins().toString().contains("yara told 1.0"),
                report.plugins().toString());
        assertEquals(1, told.closed, "the scanner's");
    }

    @Test
    void engineIsChosenBeforeTheRules() throws Exception {
        Path rules = Files.writeString(folder.resolve("r.yar"), "rule r { condition: true }");
        ThorScannerBuilder builder = TestScans.scanner().rulesFrom(rules);
        assertThrows(IllegalStateException.class, () -> builder.yaraEngine(ThorYaraEngine.ID));
    }

    @Test
    void ownEngineIsAlwaysThere() {
        assertInstanceOf(ThorYaraEngine.class, YaraEngines.find("thor"));
        assertInstanceOf(ThorYaraEngine.class, YaraEngines.find("thor", ClassLoader.getPlatformClassLoader()));
    }

    @Test
    void unknownEngineIsOneLineWithThoseThatThereAre() {
        YaraEngineException e = assertThrows(YaraEngineException.class, () -> YaraEngines.find("hyperscan"));
        assertTrue(e.getMessage().startsWith("no YARA engine 'hyperscan' among [thor]"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void variableThatThorDefinesIsRefused() throws Exception {
        Path rules = Files.writeString(folder.resolve("r.yar"), "rule r { condition: true }");
        assertThrows(
                IllegalArgumentException.class,
                () -> RuleFolder.compile(rules, new ThorYaraEngine(), Map.of("filename", "x")));
    }

    @Test
    void variablesOfTheCallerAreSeen() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("r.yar"), "rule r { condition: company == \"acme\" and filename == \"\" }");
        RuleFolder compiled = RuleFolder.compile(rules, new ThorYaraEngine(), Map.of("company", "acme"));
        assertEquals(List.of(), compiled.leftOut());
        try (YaraEngineScanner scanner = compiled.rules().scanner()) {
            assertEquals(
                    1, scanner.scan(new byte[0], 0, 0, Duration.ZERO).matches().size());
        }
    }
}
