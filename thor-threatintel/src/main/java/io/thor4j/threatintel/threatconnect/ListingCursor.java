package io.thor4j.threatintel.threatconnect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a listing was read. It names a place by what was read last, not by an offset: offsets skip and repeat when data changes
 * (threat-intel-apis.md section 2.3). Immutable, may be shared by threads.
 *
 * @param place how {@code second} bounds what is to come
 * @param second the last second that was read of, null at the begin
 * @param seen ids of that second that were read, for {@link Place#FROM}
 * @param id the last id that was read, for {@link Place#INSIDE}
 * @param unsettled where the next run begins, because what is later was not over for long when it was read; null when all of it was
 */
public record ListingCursor(
        Place place,
        @Nullable Instant second,
        Set<Long> seen,
        long id,
        @Nullable Instant unsettled) {
    /** The begin of everything. */
    public static final ListingCursor START = new ListingCursor(Place.FROM, null, Set.of(), 0, null);

    /** How a cursor's second bounds what is to come. */
    public enum Place {
        /** The second itself but for those seen, and all later ones. */
        FROM,
        /** Only later seconds. */
        AFTER,
        /** Higher ids of the second, then all later seconds. For seconds with more indicators than a page. */
        INSIDE
    }

    /** Makes the cursor; the set is copied. */
    public ListingCursor {
        seen = Set.copyOf(seen);
    }

    /**
     * Returns the begin of what changed at a time or later.
     *
     * @param time the time
     */
    public static ListingCursor since(Instant time) {
        return new ListingCursor(Place.FROM, Instant.ofEpochSecond(time.getEpochSecond()), Set.of(), 0, null);
    }

    /**
     * Returns a place earlier, so that what a server shows late is read too.
     *
     * @param time how much; zero for this cursor itself
     */
    public ListingCursor back(Duration time) {
        return second == null || time.isZero() ? this : since(second.minus(time));
    }

    /** Returns the cursor as text for a store: {@code FROM 1700000000 - 0 1,2}. */
    public String toText() {
        return place + " " + text(second) + " " + text(unsettled) + " " + id + " "
                + new TreeSet<>(seen).stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String text(@Nullable Instant second) {
        return second == null ? "-" : String.valueOf(second.getEpochSecond());
    }

    private static @Nullable Instant second(String text) {
        return text.equals("-") ? null : Instant.ofEpochSecond(Long.parseLong(text));
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @param text the text
     * @throws IllegalArgumentException when it is something else
     */
    public static ListingCursor parse(String text) {
        String[] parts = text.split(" ", -1);
        try {
            Set<Long> seen = new TreeSet<>();
            if (!parts[4].isEmpty()) {
                for (String id : parts[4].split(",", -1)) {
                    seen.add(Long.valueOf(id));
                }
            }
            return new ListingCursor(
                    Place.valueOf(parts[0]), second(parts[1]), seen, Long.parseLong(parts[3]), second(parts[2]));
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a cursor: " + text, e);
        }
    }
}
