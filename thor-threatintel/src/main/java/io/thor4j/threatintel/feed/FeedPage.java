package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.store.PageUpdate.Removal;
import java.util.List;

/**
 * A page of a feed. Immutable.
 *
 * @param indicators what the feed holds, active or not
 * @param removals what it holds no more; applied before the indicators
 * @param cursor the place after the page
 * @param last whether there is nothing more now
 */
public record FeedPage(List<Indicator> indicators, List<Removal> removals, String cursor, boolean last) {
    /** Makes the page; lists are copied. */
    public FeedPage {
        indicators = List.copyOf(indicators);
        removals = List.copyOf(removals);
    }
}
