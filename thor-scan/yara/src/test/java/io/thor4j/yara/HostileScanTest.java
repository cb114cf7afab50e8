package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.eval.Pruning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Patterns and data made to be slow end in time and say so. Of several tries the best counts where time is measured, because on a busy
 * machine a thread may wait for its turn longer than the engine may overrun; an engine that does not look at its clock fails every try.
 */
class HostileScanTest {
    private static final int TRIES = 5;
    private static final Duration BUDGET = Duration.ofMillis(200);
    /** What a scan may take beyond its deadline; the normal build is lenient, for code that is not compiled yet. */
    private static final long LENIENT_MILLIS = 1_000;

    private static final long STRICT_MILLIS = 50;

    private static final String[] PATTERNS = {
        "/(a+)+$/",
        "/(x+x+)+y/",
        "/a{0,4000}a{0,4000}/",
        "/.*.*.*=.*/",
        "/(a|aa)+b/",
        "/a.*a.*a.*a.*b/s",
        "/([a-z]+)*[0-9]/",
        "/a{1,2000}b{1,2000}c/",
        "/(.{1,300}?a){2}?.{1,300}?b/s",
        "/a+/ wide ascii",
        "/[^b]{1000,30000}/",
        "{ 61 [-] 61 [-] 61 [-] 62 }",
        "{ 61 [0-200] 61 [0-200] 61 [0-200] 62 }",
        "{ ( 61 | 61 61 ) ( 61 | 61 61 ) [0-5000] ( 62 | 61 ) }",
        "\"a\"",
        "\"aaaa\" xor",
        "\"aaa\" base64 base64wide"
    };

    private static Map<String, byte[]> inputs(int size) {
        Map<String, byte[]> inputs = new TreeMap<>();
        inputs.put("nothing", new byte[0]);
        inputs.put("one byte", new byte[] {'a'});
        inputs.put("zeros", new byte[size]);
        inputs.put("ff", filled(size, 0xff));
        inputs.put("a run of a", filled(size, 'a'));
        inputs.put("a run of x", filled(size, 'x'));
        byte[] random = new byte[size];
        new Random(7).nextBytes(random);
        inputs.put("random", random);
        byte[] letters = new byte[size];
        for (int i = 0; i < size; i++) {
            letters[i] = (byte) "ab=x".charAt(random[i] & 3);
        }
        inputs.put("few letters", letters);
        return inputs;
    }

    private static byte[] filled(int size, int value) {
        byte[] result = new byte[size];
        Arrays.fill(result, (byte) value);
        return result;
    }

    @TestFactory
    Stream<DynamicTest> everyPatternEndsOnEveryInput() {
        return Arrays.stream(PATTERNS)
                .map(pattern -> DynamicTest.dynamicTest(pattern, () -> endsInTime(pattern, 200_000, LENIENT_MILLIS)));
    }

    @Tag("soak")
    @TestFactory
    Stream<DynamicTest> everyPatternEndsWithinFiftyMillisecondsOfTheDeadline() {
        return Arrays.stream(PATTERNS)
                .map(pattern -> DynamicTest.dynamicTest(pattern, () -> {
                    endsInTime(pattern, 20_000_000, STRICT_MILLIS);
                }));
    }

    private static void endsInTime(String pattern, int size, long slackMillis) {
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = " + pattern + " condition: #a >= 0 }");
        YaraScanner scanner =
                rules.scanner(YaraLimits.DEFAULT.withTimeout(BUDGET).withSlowdown(0));
        inputs(size).forEach((name, data) -> {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && best > slackMillis; i++) {
                best = Math.min(best, millisBeyondTheDeadline(scanner, data));
            }
            assertTrue(best <= slackMillis, pattern + " on " + name + ": " + best + " ms beyond the deadline");
        });
    }

    private static long millisBeyondTheDeadline(YaraScanner scanner, byte[] data) {
        long begin = System.nanoTime();
        ScanResult result = scanner.scan(data);
        long beyond = (System.nanoTime() - begin - BUDGET.toNanos()) / 1_000_000;
        boolean stopped = result.limits().stream().anyMatch(limit -> limit.kind() == LimitReached.Kind.TIMEOUT);
        assertTrue(beyond >= 0 || !stopped, "stopped before its time: " + result);
        assertTrue(stopped || RuleProbe.names(result).equals("r"), "neither stopped nor evaluated: " + result);
        return beyond;
    }

    @Test
    void aStoppedScanIsIncompleteAndNotClean() {
        // The clock moves a millisecond with every look: the work decides, not the machine.
        long[] now = {0};
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = /(a+)+$/ condition: not $a }");
        YaraScanner scanner = rules.scanner(
                YaraLimits.DEFAULT.withTimeout(Duration.ofMillis(3)).withSlowdown(0),
                () -> now[0] += 1_000_000,
                Pruning.ALL);
        ScanResult result = scanner.scan(filled(5_000_000, 'a'));
        assertFalse(result.complete());
        assertEquals(LimitReached.Kind.TIMEOUT, result.limits().get(0).kind());
        assertEquals("", RuleProbe.names(result));
    }

    @Test
    void moreMatchesThanAStringMayHaveAreReported() {
        YaraRules rules = RuleProbe.compileClean(
                "rule r { strings: $a = \"a\" $b = /a+/ $c = { 61 [-] 61 } $d = \"aa\" xor condition: any of them }");
        ScanResult result = rules.scanner(new YaraLimits(Duration.ZERO, 1_000, 1_000_000, 16, 1_000_000_000, 0))
                .scan(filled(4_000, 'a'));
        assertFalse(result.complete());
        assertEquals(4, result.limits().size(), result.limits().toString());
        for (LimitReached limit : result.limits()) {
            assertEquals(LimitReached.Kind.MATCHES_PER_STRING, limit.kind());
            assertEquals("default:r", limit.rule());
        }
        assertEquals("r", RuleProbe.names(result));
    }

    @Test
    void aChainWithTooManyHeadsKeepsItsMatchesAndIsReported() {
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = { 61 [-] 62 } condition: $a }");
        byte[] data = filled(4_000, 'a');
        data[3_999] = 'b';
        ScanResult result = rules.scanner(new YaraLimits(Duration.ZERO, 1_000, 1_000_000, 16, 1_000_000_000, 0))
                .scan(data);
        assertEquals("r", RuleProbe.names(result));
        assertEquals(1_000, result.matches().get(0).strings().size());
        assertEquals("$a", result.limits().get(0).string());
    }

    @Test
    void aChainWhoseTailMayBeLostIsReported() {
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = { 62 [0-300] 61 } condition: $a }");
        byte[] data = filled(4_000, 'a');
        data[3_998] = 'b';
        ScanResult result = rules.scanner(new YaraLimits(Duration.ZERO, 1_000, 1_000_000, 16, 1_000_000_000, 0))
                .scan(data);
        assertFalse(result.complete(), "the tail that belongs to the head was not kept");
        assertEquals("$a", result.limits().get(0).string());
    }

    @Test
    void moreMatchesThanAScanMayHaveAreReported() {
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = \"ab\" $b = \"ba\" condition: any of them }");
        byte[] data = "ab".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
        ScanResult result = rules.scanner(new YaraLimits(Duration.ZERO, 1_000_000, 2_000, 16, 1_000_000_000, 0))
                .scan(data);
        assertFalse(result.complete());
        int kept = result.matches().get(0).strings().size();
        assertTrue(kept >= 1_000 && kept <= 4_000, kept + " matches kept");
    }
}
