package io.thor4j.threatintel.store;

import io.thor4j.threatintel.Indicator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An indicator as the store holds it: its latest version. Immutable.
 *
 * @param feed the feed that brought it
 * @param indicator what the feed said last
 * @param expires when it expires by the store's policy, null for never
 * @param left why it is not active, null when it is; an expired one that no sweep has seen yet still has null here
 * @param pinned whether it stays whatever its feed says
 */
public record StoredIndicator(
        String feed,
        Indicator indicator,
        @Nullable Instant expires,
        @Nullable LeaveReason left,
        boolean pinned) {}
