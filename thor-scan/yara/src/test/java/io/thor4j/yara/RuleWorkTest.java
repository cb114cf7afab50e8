package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A rule that costs too much is suspended and named; all others finish. */
class RuleWorkTest {
    private static final String ENDLESS_LOOP =
            "for all i in (0..1000000) : (for all j in (0..1000000) : (uint8(j % 10) >= 0))";
    private static final String ENDLESS_REGEX = "/a{1,2000}b{1,2000}c/";

    private static final YaraLimits LIMITS =
            YaraLimits.DEFAULT.withTimeout(Duration.ZERO).withRuleWork(10_000_000);

    private static ScanResult scan(String source, byte[] data) {
        return RuleProbe.compileClean(source).scanner(LIMITS).scan(data);
    }

    private static byte[] letters(int size) {
        byte[] data = new byte[size];
        Arrays.fill(data, (byte) 'a');
        return data;
    }

    private static String suspended(ScanResult result) {
        return result.limits().stream()
                .peek(limit -> assertEquals(LimitReached.Kind.RULE_WORK, limit.kind(), limit.text()))
                .map(limit -> limit.rule())
                .collect(Collectors.joining(" "));
    }

    @Test
    void aRuleWithAnEndlessLoopIsSuspendedAndTheOthersFinish() {
        ScanResult result = scan(
                "rule before { condition: filesize == 100 } rule dear { condition: " + ENDLESS_LOOP
                        + " } rule behind { strings: $a = \"aaaa\" condition: #a == 97 }",
                letters(100));
        assertEquals("before behind", RuleProbe.names(result));
        assertEquals("default:dear", suspended(result));
        assertEquals(
                "rule default:dear suspended: it cost more than 10010000 units of work",
                result.limits().get(0).text());
        assertFalse(result.complete());
    }

    @Test
    void aRuleWithAnEndlessRegexIsSuspendedAndTheOthersFinish() {
        ScanResult result = scan(
                "rule dear { strings: $a = " + ENDLESS_REGEX
                        + " condition: $a } rule other { strings: $a = \"aaaa\" condition: $a }",
                letters(200_000));
        assertEquals("other", RuleProbe.names(result));
        assertEquals("default:dear", suspended(result));
    }

    @Test
    void rulesThatShareADearStringAreSuspendedTogether() {
        String same = " { strings: $s = " + ENDLESS_REGEX + " condition: not $s } ";
        ScanResult result = scan("rule a" + same + "rule b" + same, letters(200_000));
        assertEquals("", RuleProbe.names(result));
        assertEquals("default:a default:b", suspended(result));
    }

    @Test
    void aRuleThatAsksForASuspendedOneHasNoResultEither() {
        ScanResult result = scan(
                "private rule dear { condition: " + ENDLESS_LOOP + " } rule denies { condition: not dear } "
                        + "rule chain { condition: not denies } rule free { condition: true or dear }",
                letters(10));
        assertEquals("free", RuleProbe.names(result));
        assertEquals("default:dear default:denies default:chain", suspended(result));
        assertEquals(
                "rule default:denies suspended: its condition asks for a rule without a result",
                result.limits().get(1).text());
    }

    @Test
    void aSetOfRulesIsDecidedWhereTheSuspendedOneMakesNoDifference() {
        ScanResult result = scan(
                "rule x_dear { condition: " + ENDLESS_LOOP + " } rule x_yes { condition: true } "
                        + "rule x_no { condition: false } rule some { condition: any of (x_*) } "
                        + "rule none_of { condition: none of (x_*) } rule two { condition: 2 of (x_*) } "
                        + "rule three { condition: all of (x_*) }",
                letters(10));
        assertEquals("x_yes some", RuleProbe.names(result));
        assertEquals("default:x_dear default:two", suspended(result));
    }

    @Test
    void aSuspendedGlobalRuleSaysThatItHoldsTheOthersBack() {
        ScanResult result = scan(
                "global rule dear { condition: " + ENDLESS_LOOP + " } rule other { condition: true }", letters(10));
        assertEquals("", RuleProbe.names(result));
        assertTrue(result.limits().get(0).text().endsWith("no rule of its namespace is reported"), result.toString());
    }

    @Test
    void manyHashesOfDifferentRangesAreCounted() {
        ScanResult result = scan(
                "import \"hash\" rule dear { condition: for all i in (0..100000) : (hash.md5(i, 60000) != \"\") } "
                        + "rule other { condition: true }",
                letters(100_000));
        assertEquals("other", RuleProbe.names(result));
        assertEquals("default:dear", suspended(result));
    }

    @Test
    void theNextScanBeginsWithNothingSpent() {
        YaraScanner scanner = RuleProbe.compileClean(
                        "rule dear { strings: $a = " + ENDLESS_REGEX + " condition: not $a }")
                .scanner(LIMITS);
        assertEquals("default:dear", suspended(scanner.scan(letters(200_000))));
        ScanResult small = scanner.scan(letters(50));
        assertEquals("dear", RuleProbe.names(small));
        assertTrue(small.complete());
    }

    @Test
    void theSameRulesAreSuspendedInEveryThread() throws Exception {
        YaraRules rules = RuleProbe.compileClean("rule dear { strings: $a = " + ENDLESS_REGEX
                + " condition: $a } rule near { condition: for all i in (0..400000) : (uint8(i % 9) >= 0) }");
        Callable<String> scan =
                () -> rules.scanner(LIMITS).scan(letters(20_000)).limits().toString();
        String alone = scan.call();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<String> other : threads.invokeAll(List.of(scan, scan, scan, scan, scan, scan, scan, scan))) {
                assertEquals(alone, other.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(alone.contains("dear") && alone.contains("near"), alone);
    }

    @Test
    void anExplanationIsNotCutByTheLimit() {
        YaraRules rules =
                RuleProbe.compileClean("rule r { condition: for all i in (0..400000) : (uint8(i % 9) >= 0) }");
        YaraScanner scanner = rules.scanner(LIMITS.withRuleWork(1_000));
        byte[] data = letters(20);
        assertEquals("default:r", suspended(scanner.scan(data)));
        assertTrue(scanner.explain(rules.rules().get(0), data).condition().isTrue());
    }
}
