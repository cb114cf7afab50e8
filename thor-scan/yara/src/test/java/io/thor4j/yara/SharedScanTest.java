package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.eval.Pruning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A large content that several threads search gives what one thread finds, and reaches the same limits. */
class SharedScanTest {
    private static final int SIZE = 9 << 20;
    private static final int BORDER = 1 << 20;

    private static final String RULES = """
            rule text { strings: $a = "needle in parts" $b = "Needle" nocase wide ascii condition: any of them }
            rule small { strings: $a = "q~" $b = { 7e ?? 7e } condition: #a > 1 and #b > 1 }
            rule chain { strings: $a = { 6e 65 65 64 6c 65 [-] 70 61 72 74 73 [300-] 71 7e } condition: $a }
            rule regex { strings: $a = /need[a-z ]{1,20}parts/ $b = /~[^q]{2,900}q~/ condition: $a and #b > 0 }
            rule anywhere { strings: $a = /[\\x01-\\x03]{9}/ condition: #a >= 0 and not $a }
            rule keyed { strings: $a = "needle in parts" xor(1-9) condition: #a == 2 }
            """;

    private static byte[] content() {
        byte[] data = new byte[SIZE];
        new Random(1).nextBytes(data);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (data[i] & 0x1f | 0x80);
        }
        byte[] needle = "q~~needle in parts~q~".getBytes(StandardCharsets.ISO_8859_1);
        byte[] keyed = needle.clone();
        for (int i = 0; i < keyed.length; i++) {
            keyed[i] ^= 5;
        }
        // Over borders of parts, in every way to lie over one, and at both ends.
        for (int part = 1; part < 8; part++) {
            System.arraycopy(needle, 0, data, part * BORDER - 3 * part, needle.length);
        }
        System.arraycopy(keyed, 0, data, 5 * BORDER / 2, keyed.length);
        System.arraycopy(keyed, 0, data, 8 * BORDER - 9, keyed.length);
        System.arraycopy(needle, 0, data, 0, needle.length);
        System.arraycopy(needle, 0, data, data.length - needle.length, needle.length);
        return data;
    }

    private static String describe(ScanResult result) {
        StringBuilder out = new StringBuilder(RuleProbe.describe(result));
        result.limits().forEach(limit -> out.append(' ').append(limit));
        return out.toString();
    }

    @Test
    void helpersChangeNothingOfWhatIsFound() {
        YaraRules rules = RuleProbe.compileClean(RULES);
        byte[] data = content();
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            for (boolean fast : new boolean[] {false, true}) {
                String alone = describe(rules.scanner().fastMode(fast).scan(data));
                assertTrue(alone.contains("keyed") && alone.contains("chain") && alone.contains("regex"), alone);
                YaraScanner shared = rules.scanner().fastMode(fast).shareWith(pool, 3);
                for (int i = 0; i < 3; i++) {
                    assertEquals(alone, describe(shared.scan(data)));
                }
                byte[] inside = new byte[data.length + 30];
                Arrays.fill(inside, (byte) 'n');
                System.arraycopy(data, 0, inside, 17, data.length);
                assertEquals(alone, describe(shared.scan(inside, 17, data.length)));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void helpersTakePart() {
        AtomicInteger helped = new AtomicInteger();
        Executor atOnce = helper -> {
            helped.incrementAndGet();
            helper.run();
        };
        YaraScanner scanner = RuleProbe.compileClean(RULES).scanner().shareWith(atOnce, 2);
        scanner.scan(new byte[1 << 20]);
        assertEquals(0, helped.get(), "small contents are not divided");
        scanner.scan(content());
        // Two for the triggers, two for the strings of the rules that may hold.
        assertEquals(4, helped.get());
    }

    @Test
    void helpersThatNeverComeOrComeTooLateAreNotWaitedFor() {
        YaraRules rules = RuleProbe.compileClean(RULES);
        byte[] data = content();
        String alone = describe(rules.scanner().scan(data));
        List<Runnable> late = new ArrayList<>();
        assertEquals(alone, describe(rules.scanner().shareWith(late::add, 2).scan(data)));
        Arrays.fill(data, (byte) 0);
        late.forEach(Runnable::run);
        Executor closed = helper -> {
            throw new RejectedExecutionException("closed");
        };
        assertEquals(4, late.size());
        assertEquals(alone, describe(rules.scanner().shareWith(closed, 2).scan(content())));
    }

    @Test
    void theSameLimitsAreReached() {
        YaraRules rules = RuleProbe.compileClean(
                "rule many { strings: $a = \"ab\" condition: #a > 5 } rule dear { strings: $a = /a[ab]{1,2000}c/ condition: $a } "
                        + "rule other { strings: $a = \"bab\" condition: $a }");
        byte[] data = new byte[SIZE];
        // Over a border of parts; more of it would only take longer.
        for (int i = BORDER - 20_000; i < BORDER + 20_000; i++) {
            data[i] = (byte) (i % 2 == 0 ? 'a' : 'b');
        }
        YaraLimits few = new YaraLimits(Duration.ZERO, 1_000, 100_000, 16, 1_000_000);
        for (YaraLimits limits : List.of(few, few.withRuleWork(Long.MAX_VALUE), few.withSlowdown(0))) {
            ScanResult alone = rules.scanner(limits).scan(data);
            assertFalse(alone.complete());
            ScanResult shared = rules.scanner(limits)
                    .shareWith(ForkJoinPool.commonPool(), 3)
                    .scan(data);
            assertEquals(describe(alone), describe(shared), limits.toString());
        }
    }

    @Test
    void theEndOfTheTimeEndsAllParts() {
        AtomicLong clock = new AtomicLong();
        YaraRules rules = RuleProbe.compileClean("rule r { strings: $a = \"abcd\" condition: not $a }");
        // The clock moves with every look, so that it ends in the middle whatever the machine does.
        YaraScanner scanner = rules.scanner(
                        YaraLimits.DEFAULT.withTimeout(Duration.ofMillis(3)),
                        () -> clock.addAndGet(1_000_000),
                        Pruning.ALL)
                .shareWith(ForkJoinPool.commonPool(), 3);
        ScanResult result = scanner.scan(new byte[4 * SIZE]);
        assertEquals("", RuleProbe.names(result));
        assertEquals(LimitReached.Kind.TIMEOUT, result.limits().get(0).kind());
        clock.set(Long.MIN_VALUE / 2);
        assertEquals(
                "r",
                RuleProbe.names(scanner.timeout(Duration.ofHours(1)).scan(new byte[SIZE])),
                "the next scan has its own time");
    }

    @Test
    void anInterruptEndsNothingAndIsKept() {
        YaraRules rules = RuleProbe.compileClean(RULES);
        byte[] data = content();
        String alone = describe(rules.scanner().scan(data));
        YaraScanner shared = rules.scanner().shareWith(ForkJoinPool.commonPool(), 3);
        Thread.currentThread().interrupt();
        assertEquals(alone, describe(shared.scan(data)));
        assertTrue(Thread.interrupted(), "the interrupt was lost");
    }

    @Test
    void lessThanNoHelpersIsRefused() {
        YaraScanner scanner = RuleProbe.compileClean(RULES).scanner();
        assertThrows(IllegalArgumentException.class, () -> scanner.shareWith(Runnable::run, -1));
    }
}
