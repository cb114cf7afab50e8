package io.thor4j.threatintel.threatconnect;

import java.util.List;
import java.util.Objects;

/**
 * Which indicators are read, and with what. Immutable, may be shared by threads.
 *
 * @param filter which
 * @param active true for the active ones, which is what the server gives by default; false for those that are active no more
 * @param fields what the server adds beyond the plain fields, such as {@code tags}; each makes answers larger
 */
public record IndicatorListing(Tql filter, boolean active, List<String> fields) {
    /** What the store needs. */
    public static final List<String> STORE_FIELDS =
            List.of("externalDates", "falsePositives", "securityLabels", "tags", "threatAssess");

    /** Makes the listing; the list is copied. */
    public IndicatorListing {
        Objects.requireNonNull(filter, "filter");
        fields = List.copyOf(fields);
    }
}
