package io.thor4j.threatintel.store;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a feed, written in one transaction together with the place after it. Immutable.
 *
 * @param feed the feed's name
 * @param full whether it is of a full run; what a full run did not name is gone at its end
 * @param before the place the page was read from, null for the begin; must be what the store holds
 * @param after the place after the page
 * @param last whether the run ends with the page
 * @param indicators what the feed holds, active or not
 * @param removals what the feed holds no more
 */
public record PageUpdate(
        String feed,
        boolean full,
        @Nullable String before,
        String after,
        boolean last,
        List<Indicator> indicators,
        List<Removal> removals) {
    /**
     * What a feed holds no more.
     *
     * @param key which
     * @param added an indicator that was made later is another one and stays; null for whichever there is
     */
    public record Removal(IndicatorKey key, @Nullable Instant added) {}

    /** Makes the update; lists are copied. */
    public PageUpdate {
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(after, "after");
        indicators = List.copyOf(indicators);
        removals = List.copyOf(removals);
    }
}
