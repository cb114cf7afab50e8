package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who gives way to receipts, and for how long. */
class ReceiptsFirstTest {
    private double load;

    @Test
    void scansRestOnlyWhileReceiptsAreWrittenAndTheProcessorsAreBusy() {
        ReceiptsFirst receipts = new ReceiptsFirst(() -> load);
        load = 0.99;
        receipts.look();
        assertEquals(0, receipts.restAfter(1_000), "nobody waits for a receipt");
        receipts.begin();
        assertEquals(4_000, receipts.restAfter(1_000));
        assertEquals(250_000_000, receipts.restAfter(60_000_000_000L), "a long scan is no reason for a long rest");
        load = 0.5;
        receipts.look();
        assertEquals(0, receipts.restAfter(1_000), "there are processors for both");
        load = -1;
        receipts.look();
        assertTrue(receipts.isAsked(), "the system does not tell");
        receipts.end();
        assertFalse(receipts.isAsked());
    }
}
