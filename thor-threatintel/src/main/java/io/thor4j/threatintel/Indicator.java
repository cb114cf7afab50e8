package io.thor4j.threatintel;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a feed says about one indicator at one time. Immutable, may be shared by threads.
 *
 * @param owner who holds it: an owner of ThreatConnect, the name of a collection or file elsewhere
 * @param type its type as ThreatConnect names it, see {@link IndicatorType}; others are custom types
 * @param value its value as {@link IndicatorType#normalise} makes it
 * @param sourceId its id in the feed, null when it has none; digits as they came, because ids go beyond 2^53
 * @param added when it was made, null when unknown
 * @param modified when it was last changed, seconds precision in ThreatConnect
 * @param expires when its source wants it forgotten, null when it does not say
 * @param lastSeen when it was last seen in the wild, null when unknown
 * @param active whether its source holds it to be active
 * @param activeLocked whether its source keeps {@code active} from changing by itself
 * @param falsePositive whether its source marks it as a false positive
 * @param rating 0 to 5, null when there is none
 * @param confidence 0 to 100, null when there is none
 * @param threatScore 0 to 1000, null when there is none; down to -1000 in local files, where it speaks for what matches
 * @param notes what people read
 */
public record Indicator(
        String owner,
        String type,
        String value,
        @Nullable String sourceId,
        @Nullable Instant added,
        Instant modified,
        @Nullable Instant expires,
        @Nullable Instant lastSeen,
        boolean active,
        boolean activeLocked,
        boolean falsePositive,
        @Nullable Double rating,
        @Nullable Integer confidence,
        @Nullable Integer threatScore,
        Notes notes) {
    /** Checks what must be there. */
    public Indicator {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(notes, "notes");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an indicator without a value");
        }
    }

    /**
     * What people read about an indicator. Immutable.
     *
     * @param description null when there is none
     * @param tags names of tags
     * @param tlp the strictest marking ({@code RED}, {@code AMBER+STRICT}, {@code AMBER}, {@code GREEN}, {@code CLEAR}), null when there is none
     * @param link where to read more, or null
     */
    public record Notes(
            @Nullable String description,
            List<String> tags,
            @Nullable String tlp,
            @Nullable String link) {
        /** Nothing. */
        public static final Notes NONE = new Notes(null, List.of(), null, null);

        /** Makes the notes; the list is copied. */
        public Notes {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Makes an indicator of which little more than the value is known.
     *
     * @param owner who holds it
     * @param type its type
     * @param value its value, made normal here
     * @param modified when it was last changed
     */
    public static Indicator of(String owner, String type, String value, Instant modified) {
        return new Indicator(
                owner,
                type,
                IndicatorType.normalise(type, value),
                null,
                null,
                modified,
                null,
                null,
                true,
                false,
                false,
                null,
                null,
                null,
                Notes.NONE);
    }

    /** Returns what tells it from all others of a feed. */
    public IndicatorKey key() {
        return new IndicatorKey(owner, type, value);
    }
}
