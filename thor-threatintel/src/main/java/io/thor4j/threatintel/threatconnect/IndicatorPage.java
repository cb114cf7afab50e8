package io.thor4j.threatintel.threatconnect;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, without what earlier pages had. Immutable.
 *
 * @param indicators what is new, in the order of their last change
 * @param next where the next page begins; after the last page, where the next run begins
 * @param last whether there is nothing more now
 * @param serverTime the server's clock when it answered, null when it did not say
 */
public record IndicatorPage(
        List<ThreatConnectIndicator> indicators,
        ListingCursor next,
        boolean last,
        @Nullable Instant serverTime) {
    /** Makes the page; the list is copied. */
    public IndicatorPage {
        indicators = List.copyOf(indicators);
    }
}
