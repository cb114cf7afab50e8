package io.thor4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Targets targets = new Targets();

    private void holds(String row) {
        assertTrue(targets.table().lines().anyMatch(row::equals), targets.table());
    }

    @Test
    void everyTargetHasARow() {
        assertEquals(Targets.Target.values().length + 2, targets.table().lines().count());
        holds("| 20 MB files, against YARA-X | 2x | 4.50x | - | not measured |");
    }

    @Test
    void moreIsBetterForRatios() {
        targets.reached(Targets.Target.LARGE_LIBYARA, 10, "");
        targets.reached(Targets.Target.PE_LIBYARA, 3.5, "a note");
        targets.reached(Targets.Target.CORES, 1.69, "");
        holds("| 20 MB files, against libyara | 5x | 10x | 10x | goal |");
        holds("| PE files, against libyara | 3x | 8x | 3.50x (a note) | floor |");
        holds("| all cores against one, wall time | 1.70x | 1.90x | 1.69x | **missed** |");
    }

    @Test
    void lessIsBetterForCosts() {
        targets.reached(Targets.Target.LOAD, 50, "");
        targets.reached(Targets.Target.HEAP, 81, "");
        targets.reached(Targets.Target.TINY, 20.5, "");
        holds("| first load of the compiled form in a new process | 400 ms | 50 ms | 50 ms | goal |");
        holds("| heap of the compiled form, with tables | 150 MB | 80 MB | 81 MB | floor |");
        holds("| fixed cost of a tiny file | 20 us | 1 us | 20.5 us | **missed** |");
    }

    @Test
    void theWorstOfSeveralFiguresCounts() {
        targets.reached(Targets.Target.WORST, 2, "zeros");
        targets.reached(Targets.Target.WORST, 12, "text");
        targets.reached(Targets.Target.WORST, 3, "noise");
        holds("| worst case: slow-down against ordinary files of the same size | 20x | 20x | 12x (text) | goal |");
    }
}
