package io.thor4j.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final List<Duration> waits = new ArrayList<>();
    private final Retry brief = Retry.brief().with(4, CLOCK, () -> 0.5, waits::add);
    private final Retry patient = Retry.patient().with(4, CLOCK, () -> 0.5, waits::add);

    @Test
    void waitsTwiceAsLongEachTimeAndThenGivesUp() {
        for (int attempt = 1; attempt < 4; attempt++) {
            assertTrue(brief.next(attempt, null));
        }
        assertFalse(brief.next(4, null));
        assertEquals(List.of(Duration.ofMillis(1500), Duration.ofMillis(3000), Duration.ofMillis(6000)), waits);
    }

    @Test
    void doesWhatTheServerSaysUpToABound() {
        assertTrue(brief.next(1, "60"));
        assertTrue(brief.next(1, "Fri, 02 Jan 2026 03:04:15 GMT"));
        assertTrue(brief.next(1, "Fri, 02 Jan 2026 03:00:00 GMT"));
        assertFalse(brief.next(1, "61"));
        assertTrue(patient.next(1, "61"));
        assertFalse(patient.next(1, "121"));
        assertEquals(
                List.of(Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(61)), waits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "9999999999", "1.5"})
    void whatIsNoTimeIsNotAsked(String retryAfter) {
        assertNull(brief.asked(retryAfter));
        assertTrue(brief.next(1, retryAfter));
        assertEquals(List.of(Duration.ofMillis(1500)), waits);
    }

    @Test
    void onlyWhatMayPassIsWorthwhile() {
        assertTrue(brief.worthwhile(503));
        assertFalse(brief.worthwhile(500));
        assertTrue(patient.worthwhile(500));
        assertFalse(patient.worthwhile(404));
    }

    @Test
    void anInterruptedWaitIsTheLast() {
        Retry interrupted = Retry.brief().with(3, CLOCK, () -> 0, time -> {
            throw new InterruptedException();
        });
        assertFalse(interrupted.next(1, null));
        assertTrue(Thread.interrupted());
    }
}
