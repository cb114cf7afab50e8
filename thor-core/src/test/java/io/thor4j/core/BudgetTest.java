package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final AtomicLong clock = new AtomicLong(-5);

    private Budget root(Limit limit, long value) {
        return Budget.root(ThorLimits.builder().set(limit, value).build(), clock::get);
    }

    @Test
    void aGrandchildSpendsFromTheRoot() {
        Budget root = root(Limit.MAX_UNPACKED_BYTES, 100);
        Budget leaf = root.child(-1).child(-1);
        assertNull(leaf.spendBytes(60));
        assertEquals(60, root.bytesSpent());
        assertEquals("max-unpacked-bytes", root.child(-1).spendBytes(41));
        assertEquals(60, root.bytesSpent());
        assertNull(root.child(-1).spendBytes(40));
        assertEquals(Set.of("max-unpacked-bytes"), root.limitsHit());
        assertEquals(Set.of(), leaf.limitsHit());
    }

    @Test
    void aContainerUnpacksToItsRatioOnly() {
        Budget root = root(Limit.MAX_RATIO, 10);
        Budget bomb = root.child(1_000_000);
        assertNull(bomb.spendBytes(10_000_000));
        assertEquals("max-ratio", bomb.spendBytes(1));
        assertEquals(Set.of("max-ratio"), root.limitsHit());
    }

    @Test
    void aTinyContainerMayUnpackToTheFloor() {
        Budget tiny = root(Limit.MAX_RATIO, 10).child(3);
        assertNull(tiny.spendBytes(Budget.RATIO_FLOOR_BYTES));
        assertEquals("max-ratio", tiny.spendBytes(1));
    }

    @Test
    void aHugePackedSizeDoesNotOverflow() {
        assertNull(root(Limit.MAX_UNPACKED_BYTES, 0).child(Long.MAX_VALUE).spendBytes(Long.MAX_VALUE));
    }

    @Test
    void fourLevelsAreTheDefaultDepth() {
        Budget root = Budget.root(ThorLimits.DEFAULT, clock::get);
        Budget fourth = root.child(-1).child(-1).child(-1).child(-1);
        assertEquals(4, fourth.depth());
        assertNull(fourth.child(-1));
        assertEquals(Set.of("max-depth"), root.limitsHit());
    }

    @Test
    void timeIsThatOfTheRoot() {
        Budget root = root(Limit.MAX_ELEMENT_SECONDS, 2);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        Budget child = root.child(-1);
        assertTrue(child.timeLeft());
        assertEquals(TimeUnit.SECONDS.toNanos(1), child.remainingNanos());
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertFalse(child.timeLeft());
        assertEquals(Set.of("max-element-seconds"), root.limitsHit());
    }

    @Test
    void entriesAndMatchesAreCountedForTheWholeTree() {
        Budget root = root(Limit.MAX_ENTRIES, 2);
        Budget left = root.child(-1);
        Budget right = root.child(-1);
        assertTrue(left.spendEntry());
        assertTrue(right.spendEntry());
        assertFalse(left.spendEntry());
        assertEquals(2, root.entriesSpent());
        assertEquals(1, left.entriesSpent());
        assertTrue(right.spendMatches(100_000));
        assertFalse(left.spendMatches(1));
        assertEquals(100_000, root.matchesSpent());
    }

    @Test
    void zeroTurnsALimitOff() {
        Budget root = root(Limit.MAX_ELEMENT_SECONDS, 0);
        clock.addAndGet(Long.MAX_VALUE / 2);
        assertTrue(root.timeLeft());
    }

    @Test
    void negativeSpendingIsTheCallersMistake() {
        assertThrows(
                IllegalArgumentException.class, () -> root(Limit.MAX_ENTRIES, 1).spendBytes(-1));
    }

    @Property
    void childrenNeverSpendMoreThanTheirParentHas(
            @ForAll @IntRange(max = 5_000) int cap,
            @ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> spendings) {
        Budget root = root(Limit.MAX_UNPACKED_BYTES, cap + 1L);
        List<Budget> tree = new ArrayList<>(List.of(root));
        long granted = 0;
        for (int i = 0; i < spendings.size(); i++) {
            Budget child = tree.get(i % tree.size()).child(-1);
            if (child != null) {
                tree.add(child);
                granted += child.spendBytes(spendings.get(i)) == null ? spendings.get(i) : 0;
            }
        }
        assertEquals(granted, root.bytesSpent());
        assertTrue(granted <= cap + 1L);
        for (Budget budget : tree) {
            assertTrue(budget.bytesSpent() <= root.bytesSpent());
        }
    }

    @Test
    void threadsTogetherGetExactlyWhatThereIs() {
        Budget root = root(Limit.MAX_UNPACKED_BYTES, 10_000);
        long granted = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> {
                    Budget child = root.child(-1);
                    assertNotNull(child);
                    return child.spendBytes(1) == null;
                })
                .count();
        assertEquals(10_000, granted);
        assertEquals(10_000, root.bytesSpent());
    }

    @Test
    void everyLimitTellsItsSourceAndEffect() {
        for (Limit limit : Limit.values()) {
            assertTrue(limit.key().matches("[a-z-]+"), limit.key());
            assertFalse(limit.source().isEmpty());
            assertFalse(limit.effect().isEmpty());
            assertEquals(limit.defaultValue(), ThorLimits.DEFAULT.get(limit));
        }
        assertEquals(31_457_280, ThorLimits.DEFAULT.get(Limit.MAX_FILE_SIZE));
        assertThrows(IllegalArgumentException.class, () -> ThorLimits.builder().set(Limit.MAX_DEPTH, -1));
    }
}
