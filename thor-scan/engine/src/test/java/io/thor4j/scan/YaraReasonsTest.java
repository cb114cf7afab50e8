package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.Limit;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.YaraRuleInfo;
import io.thor4j.yara.ThorYaraEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YaraReasonsTest {
    private final RecordingSink sink = new RecordingSink();

    private static YaraRuleInfo rule(String meta) {
        return ThorYaraEngine.of(
                        TestScans.rules("rule r { " + (meta.isEmpty() ? "" : "meta: " + meta) + " condition: true }"))
                .rules()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', 75",
                "score = 40, 40",
                "score = 0, 0",
                "score = -20, -20",
                "score = \"40\", 75",
                "score = true, 75",
                "score = 4000, 100",
                "score = 60 falsepositive = 1, -60",
                "falsepositive = 1, -75",
                "falsepositive = 0, 75"
            })
    void scoreComesFromMeta(String meta, int expected) {
        assertEquals(expected, YaraReasons.score(rule(meta)));
    }

    private ScanReport scan(ThorLimits limits, String rules, String content) {
        return TestScans.scanner()
                .limits(limits)
                .rules(TestScans.rules(rules))
                .sink(sink)
                .build()
                .scan(Target.of("/x/t.exe", content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void contextIsCutAtBothEndsAndAtTheLimit() {
        scan(
                ThorLimits.builder().set(Limit.STRING_CONTEXT, 3).build(),
                "rule r { strings: $a = \"evil\" condition: $a }",
                "1evil2345evil6789");
        List<MatchedString> matched = sink.assessments.get(0).reasons().get(0).matched();
        assertEquals(
                List.of("1evil234", "345evil678"),
                matched.stream().map(match -> String.valueOf(match.context())).toList());
        assertEquals(
                List.of(1L, 9L), matched.stream().map(MatchedString::offset).toList());
    }

    @Test
    void summaryWithoutDescriptionIsTheNameAlone() {
        scan(ThorLimits.DEFAULT, "rule r { condition: true }", "");
        Reason reason = sink.assessments.get(0).reasons().get(0);
        assertEquals("YARA rule r", reason.summary());
        assertEquals(List.of(), reason.matched());
    }

    @Test
    void severalReferencesAreKept() {
        scan(ThorLimits.DEFAULT, "rule r { meta: reference = \"a\" reference = \"b\" condition: true }", "");
        assertEquals(
                List.of("a", "b"),
                sink.assessments.get(0).reasons().get(0).signature().reference());
    }

    @Test
    void matchLimitKeepsTheVerdictAndIsNotClean() {
        ScanReport report = scan(
                ThorLimits.builder().set(Limit.MAX_MATCHES, 5).build(),
                "rule r { strings: $a = \"e\" condition: #a == 10 } rule s { strings: $a = \"e\" condition: $a }",
                "e".repeat(10));
        assertEquals(2, sink.assessments.get(0).reasonCount());
        assertEquals(Map.of("max-matches", 1L), report.ledger().reasons().get(Outcome.Kind.INCOMPLETE));
    }

    @Test
    void metaLimitRestrictsARuleToAModule() {
        scan(
                ThorLimits.DEFAULT,
                "rule l { meta: limit = \"Logscan\" condition: true } rule f { meta: limit = \"filescan\" condition: true }",
                "x");
        assertEquals(
                List.of("YARA rule f"),
                sink.assessments.get(0).reasons().stream().map(Reason::summary).toList());
    }

    @Test
    void externalVariablesDescribeTheElement() {
        scan(
                ThorLimits.DEFAULT,
                "rule r { condition: filename == \"t.exe\" and filepath == \"/x\" and extension == \".exe\""
                        + " and filetype == \"EXE\" and owner == \"\" and filemode == 0 and unpack_source == \"\""
                        + " and osversion >= 0 and timezone != \"\" and language != \"\" and not age >= 0.0 }",
                "MZ\u0090");
        assertEquals(1, sink.assessments.size());
    }

    @Test
    void ruleSetWithoutTheVariablesIsScannedAllTheSame() {
        TestScans.scanner()
                .rules(io.thor4j.yara.YaraRules.builder()
                        .define("filename", 1L)
                        .source("n", "n", "rule r { condition: filename == 1 }")
                        .build())
                .sink(sink)
                .build()
                .scan(Target.of("t", new byte[0]));
        assertEquals(1, sink.assessments.size());
    }
}
