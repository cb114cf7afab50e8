package io.thor4j.core;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What every event carries about its origin (JSON v3 {@code meta}). Immutable.
 *
 * @param time when it happened; logs show it in this offset
 * @param level how loud it is
 * @param module the part of the scanner that speaks, such as {@code Filescan}
 * @param scanId the scan, {@code S-} and 11 characters in THOR; empty when scan ids are off
 * @param eventId the event's own id, null when event ids are off
 * @param hostname the host that was scanned
 */
public record EventMeta(
        OffsetDateTime time,
        Level level,
        String module,
        String scanId,
        @Nullable String eventId,
        String hostname) {
    /**
     * Returns the same origin at another level.
     *
     * @param other the level
     * @return a copy with that level
     */
    public EventMeta withLevel(Level other) {
        return new EventMeta(time, other, module, scanId, eventId, hostname);
    }
}
