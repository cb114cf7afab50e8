package io.thor4j.threatintel.threatconnect;

import io.thor4j.threatintel.IndicatorKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the indicators that were deleted. Immutable.
 *
 * @param deleted what was deleted
 * @param next path and query of the next page, null after the last
 * @param serverTime the server's clock when it answered, null when it did not say
 */
public record DeletedPage(
        List<Deleted> deleted,
        @Nullable String next,
        @Nullable Instant serverTime) {
    /**
     * An indicator that was deleted.
     *
     * @param key which it was
     * @param added the time that the server gives, null when it gives none: an indicator that was made later is another one
     */
    public record Deleted(IndicatorKey key, @Nullable Instant added) {}

    /** Makes the page; the list is copied. */
    public DeletedPage {
        deleted = List.copyOf(deleted);
    }
}
