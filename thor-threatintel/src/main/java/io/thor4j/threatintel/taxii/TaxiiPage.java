package io.thor4j.threatintel.taxii;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a collection's objects (TAXII 2.1 sections 3.7 and 5.4). Immutable.
 *
 * @param objects STIX objects
 * @param more whether there are more
 * @param next what the server calls the next page, null when it does not say
 * @param addedLast when the last object of the page was added to the collection ({@code X-TAXII-Date-Added-Last}), as the server wrote it; null
 *     when it does not say
 * @param serverTime the server's clock, null when it does not say
 */
public record TaxiiPage(
        List<Map<String, @Nullable Object>> objects,
        boolean more,
        @Nullable String next,
        @Nullable String addedLast,
        @Nullable Instant serverTime) {
    /** Makes the page; the list is copied. */
    public TaxiiPage {
        objects = List.copyOf(objects);
    }
}
