package io.thor4j.scan.mode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanModeTest {
    @Test
    void thorsModesAreThere() {
        assertEquals(
                List.of("default", "soft", "quick", "intense", "lab"),
                ScanMode.all().stream().map(ScanMode::name).toList());
        assertEquals(ContentSelection.RELEVANT, ScanMode.of("quick").content());
        assertEquals(3, ScanMode.of("quick").limits().get(Limit.LOOKBACK_DAYS));
        assertEquals(70, ScanMode.of("soft").limits().get(Limit.CPU_LIMIT));
        assertEquals(209_715_200, ScanMode.of("intense").limits().get(Limit.MAX_FILE_SIZE));
        assertEquals(DeepDive.DUMPS, ScanMode.of("lab").deepDive());
    }

    @Test
    void defaultModeChangesNoLimit() {
        ThorLimits limits = ScanMode.of("default").applyTo(ThorLimits.DEFAULT);
        for (Limit limit : Limit.values()) {
            assertEquals(limit.defaultValue(), limits.get(limit), limit.key());
        }
    }

    @Test
    void modeKeepsLimitsOfWhichItSaysNothing() {
        ThorLimits base = ThorLimits.builder()
                .set(Limit.MAX_DEPTH, 9)
                .set(Limit.MAX_REASONS, 7)
                .build();
        ThorLimits limits = ScanMode.of("intense").applyTo(base);
        assertEquals(9, limits.get(Limit.MAX_DEPTH));
        assertEquals(0, limits.get(Limit.MAX_REASONS));
    }

    @Test
    void smallMachineIsScannedSoftly() {
        ScanMode mode = ScanMode.of("default");
        assertEquals("default", mode.on(2, 1L << 30).name());
        assertEquals("default", mode.on(2, -1).name());
        assertEquals("soft", mode.on(1, 1L << 40).name());
        assertEquals("soft", mode.on(8, (1L << 30) - 1).name());
        assertEquals("intense", ScanMode.of("intense").on(1, 0).name());
    }

    @Test
    void unknownModeIsRefusedWithTheKnownOnes() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ScanMode.of("fast"));
        assertTrue(String.valueOf(e.getMessage()).contains("default, soft, quick, intense, lab"));
    }

    @Test
    void mistakeInTheTableIsAnError() {
        List<String> good = List.of(
                "mode a",
                "content all",
                "deep-dive none",
                "threads 1",
                "soft-below-cores 0",
                "soft-below-memory 0",
                "max-reasons 3");
        assertEquals(3, ModeTable.parse(good).get(0).limits().get(Limit.MAX_REASONS));
        assertThrows(IllegalStateException.class, () -> ModeTable.parse(good.subList(1, 7)));
        assertThrows(IllegalStateException.class, () -> ModeTable.parse(List.of("mode a", "mode b")));
        List<String> unknown = new java.util.ArrayList<>(good);
        unknown.set(6, "max-raisins 3");
        assertThrows(IllegalStateException.class, () -> ModeTable.parse(unknown));
    }
}
