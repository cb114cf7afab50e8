package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraScanLimit;
import io.thor4j.core.spi.YaraSources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all engines do is tested by the contract in thor-libyara, with both engines. */
class ThorYaraEngineTest {
    @Test
    void everyLimitHasItsNameInTheInterface() {
        List<String> names =
                Arrays.stream(YaraScanLimit.Kind.values()).map(Enum::name).toList();
        for (LimitReached.Kind kind : LimitReached.Kind.values()) {
            assertTrue(names.contains(kind.name()), kind.name());
        }
    }

    @Test
    void cleanScansShareOneResult() {
        YaraEngineRules rules = ThorYaraEngine.of(YaraRules.builder()
                .source("n", "s", "rule r { strings: $a = \"abc\" condition: $a }")
                .build());
        try (YaraEngineScanner scanner = rules.scanner()) {
            assertSame(YaraEngineResult.CLEAN, scanner.scan(new byte[100], 0, 100, Duration.ZERO));
        }
    }

    @Test
    void matchesHandOutTheRulesOfTheCompilation() {
        YaraEngineRules rules = new ThorYaraEngine()
                .compile(YaraSources.builder()
                        .add("n", "s", "rule a { condition: false } rule b { condition: true }")
                        .build());
        try (YaraEngineScanner scanner = rules.scanner()) {
            assertSame(
                    rules.rules().get(1),
                    scanner.scan(new byte[1], 0, 1, Duration.ZERO)
                            .matches()
                            .get(0)
                            .rule());
        }
    }

    @Test
    void diagnosticsKeepTheirColumnAndHint() {
        YaraCompilation made = new ThorYaraEngine()
                .compile(YaraSources.builder()
                        .add("n", "s", "rule a { condition: tru }")
                        .build())
                .compilation();
        assertEquals(ThorYaraEngine.ID, made.engine());
        assertEquals(1, made.diagnostics().get(0).line());
        assertEquals(21, made.diagnostics().get(0).column());
        assertEquals("a", made.leftOut().get(0).name());
    }
}
