package io.thor4j.threatintel.store;

import io.thor4j.threatintel.IndicatorKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When and why an indicator left or came back. Immutable.
 *
 * @param at when the store learned it
 * @param feed the feed
 * @param key which indicator
 * @param left why it left, null when it came back
 */
public record HistoryEntry(
        Instant at, String feed, IndicatorKey key, @Nullable LeaveReason left) {}
