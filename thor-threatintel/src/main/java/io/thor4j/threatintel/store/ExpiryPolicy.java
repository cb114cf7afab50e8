package io.thor4j.threatintel.store;

import io.thor4j.threatintel.Indicator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When an indicator expires: at the earliest of what its source says ({@code externalDateExpires}), the lifetime of its type, and the orphan
 * rule (threat-intel-apis.md section 2.7). Immutable, may be shared by threads.
 *
 * @param lifetimes the lifetime of each type, counted from the last change or sighting; types without one have none
 * @param orphan how long an indicator stays of which nothing was heard, null for ever; "IOC Expiration Duration" of other integrations
 * @param orphanFromChange whether the orphan rule counts from the last change; otherwise from the last time the source was seen to hold it,
 *     so that an old indicator that its source still holds stays
 */
public record ExpiryPolicy(
        Map<String, Duration> lifetimes, @Nullable Duration orphan, boolean orphanFromChange) {
    /** No lifetimes; 90 days after its source was last seen to hold it. */
    public static final ExpiryPolicy DEFAULT = new ExpiryPolicy(Map.of(), Duration.ofDays(90), false);

    /** Nothing expires but what its source says. */
    public static final ExpiryPolicy NONE = new ExpiryPolicy(Map.of(), null, false);

    /** Makes the policy; the map is copied. */
    public ExpiryPolicy {
        lifetimes = Map.copyOf(lifetimes);
    }

    /**
     * Returns when an indicator expires. A lifetime and the orphan rule leave alone what its source locked as active.
     *
     * @param indicator the indicator
     * @param confirmed when its source was last seen to hold it
     * @return null for never
     */
    public @Nullable Instant expires(Indicator indicator, Instant confirmed) {
        Instant earliest = indicator.expires();
        if (indicator.activeLocked()) {
            return earliest;
        }
        Duration lifetime = lifetimes.get(indicator.type());
        if (lifetime != null) {
            Instant seen = indicator.lastSeen();
            Instant from = seen != null && seen.isAfter(indicator.modified()) ? seen : indicator.modified();
            earliest = earlier(earliest, from.plus(lifetime));
        }
        if (orphan != null) {
            earliest = earlier(earliest, (orphanFromChange ? indicator.modified() : confirmed).plus(orphan));
        }
        return earliest;
    }

    private static Instant earlier(@Nullable Instant left, Instant right) {
        return left != null && left.isBefore(right) ? left : right;
    }

    /** Returns the policy as one line that is the same for the same policy. */
    @Override
    public String toString() {
        return new TreeMap<>(lifetimes) + " orphan " + Objects.toString(orphan)
                + (orphanFromChange ? " from change" : "");
    }
}
