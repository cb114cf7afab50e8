package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Outcome.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CoverageLedgerTest {
    private static final List<Outcome> OUTCOMES = List.of(
            Outcome.CLEAN,
            Outcome.MATCHED,
            Outcome.incomplete(Set.of("max-depth", "max-ratio")),
            Outcome.skipped("excluded"),
            Outcome.failed("access denied"));

    @Test
    void anElementWithoutAnOutcomeIsMissed() {
        CoverageLedger ledger = new CoverageLedger();
        ledger.seen();
        ledger.seen();
        ledger.ended(Outcome.CLEAN);
        assertFalse(ledger.snapshot().balanced());
        assertEquals(
                "2 elements: 1 clean, 0 matched, 0 incomplete, 0 skipped, 0 failed, 1 without an outcome",
                ledger.snapshot().summary());
    }

    @Test
    void reasonsAreCounted() {
        CoverageLedger ledger = new CoverageLedger();
        OUTCOMES.forEach(outcome -> {
            ledger.seen();
            ledger.ended(outcome);
        });
        CoverageLedger.Snapshot snapshot = ledger.snapshot();
        assertTrue(snapshot.balanced());
        assertEquals(
                Map.of("max-depth", 1L, "max-ratio", 1L), snapshot.reasons().get(Kind.INCOMPLETE));
        assertEquals(
                "5 elements: 1 clean, 1 matched, 1 incomplete (max-depth 1, max-ratio 1), 1 skipped (excluded 1),"
                        + " 1 failed (access denied 1)",
                snapshot.summary());
    }

    @Property(tries = 30)
    void addsUpUnderThreads(@ForAll @Size(min = 1, max = 500) List<@IntRange(max = 4) Integer> ends) {
        CoverageLedger ledger = new CoverageLedger();
        ends.parallelStream().forEach(end -> {
            ledger.seen();
            ledger.ended(OUTCOMES.get(end));
        });
        CoverageLedger.Snapshot snapshot = ledger.snapshot();
        assertEquals(ends.size(), snapshot.elementsSeen());
        assertTrue(snapshot.balanced());
        assertEquals(ends.stream().filter(end -> end == 3).count(), snapshot.count(Kind.SKIPPED));
    }

    @Test
    void distinctReasonsCannotFillMemory() {
        CoverageLedger ledger = new CoverageLedger();
        IntStream.range(0, 1_500).forEach(i -> ledger.ended(Outcome.failed("reason " + i)));
        Map<String, Long> failed = ledger.snapshot().reasons().get(Kind.FAILED);
        assertEquals(CoverageLedger.MAX_REASONS + 1, failed.size());
        assertEquals(500L, failed.get(CoverageLedger.OTHER));
    }

    @Test
    void aLimitIsNeverReportedAsCleanOrMatched() {
        assertEquals(Outcome.incomplete(Set.of("max-depth")), Outcome.scanned(false, Set.of("max-depth")));
        assertEquals(Outcome.incomplete(Set.of("max-depth")), Outcome.scanned(true, Set.of("max-depth")));
        assertEquals(Outcome.MATCHED, Outcome.scanned(true, Set.of()));
        assertEquals(Outcome.CLEAN, Outcome.scanned(false, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Outcome(Kind.CLEAN, List.of("x")));
        assertThrows(IllegalArgumentException.class, () -> Outcome.incomplete(List.of()));
    }
}
