package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.eval.Pruning;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a scan's time, deep conditions, and modules that fail. */
class ScanStopTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "for all i in (0..9223372036854775806) : (i >= 0)",
                "for any i in (0..4294967295) : (for any j in (0..4294967295) : (i + j < 0))",
                "for all i in (0..9223372036854775806) : (math.abs(-1) == 1)",
                "for all i in (0..9223372036854775806) : (big contains \"xyz\" or true)",
                "for all i in (0..9223372036854775806) : (hash.md5(i % 1000, filesize) != \"\")"
            })
    void loopsEndWithinFiftyMillisecondsOfTheDeadline(String condition) {
        YaraRules rules = YaraRules.builder()
                .define("big", "y".repeat(50_000))
                .source(
                        "n",
                        "s",
                        "import \"math\" import \"hash\" rule early { condition: true } rule late { condition: "
                                + condition + " } rule never { condition: true }")
                .build();
        assertEquals(3, rules.rules().size(), rules.diagnostics().toString());
        YaraScanner scanner = rules.scanner().timeout(Duration.ofMillis(60));
        scanner.scan(new byte[20_000]);
        ScanResult result = ScanResult.EMPTY;
        long best = Long.MAX_VALUE;
        // The machine may be busy; one of a few scans is not disturbed.
        for (int i = 0; i < 5 && best >= 110; i++) {
            long begin = System.nanoTime();
            result = scanner.scan(new byte[20_000]);
            best = Math.min(best, (System.nanoTime() - begin) / 1_000_000);
        }
        assertTrue(best < 60 + 50, "took " + best + " ms");
        assertEquals("early", RuleProbe.names(result));
        assertFalse(result.complete());
        assertEquals(LimitReached.Kind.TIMEOUT, result.limits().get(0).kind());
        assertTrue(result.limits().get(0).text().startsWith("timeout"));
    }

    @Test
    void aScanThatEndsInSearchingEvaluatesNothing() {
        YaraRules rules = RuleProbe.compileClean("rule a { strings: $a = \"abcd\" condition: not $a }");
        AtomicLong clock = new AtomicLong();
        // Every look at the clock costs a second.
        YaraScanner scanner = rules.scanner(
                YaraLimits.DEFAULT.withTimeout(Duration.ofMillis(1)),
                () -> clock.addAndGet(1_000_000_000L),
                Pruning.ALL);
        ScanResult result = scanner.scan(new byte[100]);
        assertEquals("", RuleProbe.names(result), "an unfinished search does not prove that a string is not there");
        assertFalse(result.complete());
    }

    @Test
    void aTimeoutDoesNotOutliveItsScan() {
        YaraRules rules =
                RuleProbe.compileClean("rule a { condition: for all i in (0..(filesize * 1000000000)) : (true) }");
        YaraScanner scanner = rules.scanner().timeout(Duration.ofMillis(20));
        assertFalse(scanner.scan(new byte[10]).complete());
        assertTrue(scanner.scan(new byte[0]).complete());
    }

    @Test
    void deepConditionsCompileAndRunOnSmallStacks() throws InterruptedException {
        String nots = "rule nots { condition: " + "not ".repeat(2_000) + "true }";
        String parens = "rule parens { condition: " + "(".repeat(900) + "1" + ")".repeat(900) + " == 1 }";
        StringBuilder nested = new StringBuilder("rule nested { condition: ");
        for (int i = 0; i < 450; i++) {
            nested.append("filesize < 5 and (uint8(0) == 1 or (");
        }
        nested.append("true").append("))".repeat(450)).append(" }");
        StringBuilder sum = new StringBuilder("rule sum { condition: filesize");
        sum.append(" + filesize".repeat(2_000)).append(" == 2001 }");
        StringBuilder right = new StringBuilder("rule right { condition: 1");
        right.append(" + (filesize".repeat(900)).append(")".repeat(900)).append(" == 901 }");
        String defined = "rule defined_ { condition: " + "defined not ".repeat(1_000) + "uint8(9) == 1 or true }";
        String all = nots + parens + nested + sum + right + defined;
        String[] found = new String[1];
        Throwable[] failure = new Throwable[1];
        Thread small = new Thread(
                null,
                () -> {
                    YaraRules rules = RuleProbe.compileClean(all);
                    found[0] = RuleProbe.describe(rules.scanner().scan(new byte[1]));
                },
                "small-stack",
                512 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
        small.start();
        small.join();
        assertEquals(null, failure[0]);
        for (String name : new String[] {"nots", "parens", "nested", "sum", "right", "defined_"}) {
            assertTrue(found[0].contains(":" + name), name + " in " + found[0]);
        }
    }

    @Test
    void tooDeepConditionsAreLeftOut() {
        YaraRules rules =
                RuleProbe.compile("rule a { condition: " + "not ".repeat(100_000) + "true } rule b { condition: 1"
                        + " + filesize".repeat(100_000) + " == 1 } rule c { condition: true }");
        assertEquals("c", RuleProbe.matching(rules, ""));
    }
}
