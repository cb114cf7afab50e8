package io.thor4j.threatintel.stix;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes indicators of the {@code indicator} objects of STIX 2.1 (section 4.7). An object may become several, one for each value of its
 * pattern; {@code revoked} ones become inactive, {@code valid_until} is when they expire. For one run of a feed and one thread.
 */
public final class StixIndicators {
    private static final int MAX_PROBLEMS = 20;
    private static final int PATTERN_CHARS = 1 << 16;
    private static final int DESCRIPTION_CHARS = 10_000;
    private static final List<String> TLP = List.of("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED");

    /* The objects that mark with the Traffic Light Protocol: STIX 2.1 section 7.2.1.4, and TLP 2.0 for STIX of the OASIS committee. */
    private static final Map<String, String> MARKINGS = Map.of(
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "CLEAR",
            "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "CLEAR",
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN",
            "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN",
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER",
            "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER",
            "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "AMBER+STRICT",
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED",
            "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "RED");

    private final List<String> problems = new ArrayList<>();
    private long malformed;
    private long leftOut;

    /** Begins a run; nothing was met yet. */
    public StixIndicators() {}

    /**
     * Makes indicators of an object.
     *
     * @param owner who holds it
     * @param object the object, of any type
     * @return empty for other types, for patterns that cannot be said as single values, and for malformed objects
     */
    public List<Indicator> read(String owner, Map<String, @Nullable Object> object) {
        if (!"indicator".equals(object.get("type"))) {
            return List.of();
        }
        Object kind = object.get("pattern_type");
        if (kind != null && !"stix".equals(kind)) {
            leftOut++;
            return List.of();
        }
        try {
            if (!(object.get("pattern") instanceof String text) || text.length() > PATTERN_CHARS) {
                throw new IllegalArgumentException("no pattern of at most " + PATTERN_CHARS + " characters");
            }
            StixPattern pattern = StixPattern.parse(text);
            leftOut += pattern.complete() ? 0 : 1;
            List<Indicator> indicators = new ArrayList<>();
            for (StixPattern.Value value : pattern.values()) {
                indicators.add(indicator(owner, object, value, indicators.size()));
            }
            return indicators;
        } catch (IllegalArgumentException e) {
            malformed++;
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(owner + ": " + shown(object.get("id")) + ": " + e.getMessage());
            }
            return List.of();
        }
    }

    /** Returns how many indicators were left out, wholly or in part, because their patterns cannot be said as single values. */
    public long leftOut() {
        return leftOut;
    }

    /** Returns what was malformed, one line each, the first twenty and the count of the others. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (malformed > problems.size()) {
            all.add("and " + (malformed - problems.size()) + " malformed indicators more");
        }
        return all;
    }

    private static String shown(@Nullable Object id) {
        String text = id instanceof String name ? name : "an indicator without an id";
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    private static Indicator indicator(
            String owner, Map<String, @Nullable Object> object, StixPattern.Value value, int number) {
        if (!(object.get("id") instanceof String id)) {
            throw new IllegalArgumentException("no id");
        }
        Instant created = time(object, "created");
        Instant modified = time(object, "modified");
        if (modified == null) {
            throw new IllegalArgumentException("no modified");
        }
        Integer confidence =
                object.get("confidence") instanceof Long given ? (int) Math.max(0, Math.min(100, given)) : null;
        return new Indicator(
                owner,
                value.type(),
                IndicatorType.normalise(value.type(), value.value()),
                number == 0 ? id : id + "#" + number,
                created,
                modified,
                time(object, "valid_until"),
                null,
                !Boolean.TRUE.equals(object.get("revoked")),
                false,
                texts(object, "indicator_types").contains("benign"),
                null,
                confidence,
                null,
                notes(object));
    }

    private static Indicator.Notes notes(Map<String, @Nullable Object> object) {
        List<String> tags = new ArrayList<>(texts(object, "labels"));
        tags.addAll(texts(object, "indicator_types"));
        String description = object.get("description") instanceof String text && !text.isBlank()
                ? text
                : object.get("name") instanceof String name ? name : null;
        if (description != null && description.length() > DESCRIPTION_CHARS) {
            description = description.substring(0, DESCRIPTION_CHARS);
        }
        int strictest = -1;
        for (String marking : texts(object, "object_marking_refs")) {
            strictest = Math.max(strictest, TLP.indexOf(MARKINGS.getOrDefault(marking, "")));
        }
        String link = null;
        if (object.get("external_references") instanceof List<?> references) {
            for (Object entry : references) {
                boolean first = link == null && entry instanceof Map<?, ?>;
                link = first && ((Map<?, ?>) entry).get("url") instanceof String url ? url : link;
            }
        }
        return new Indicator.Notes(description, tags, strictest < 0 ? null : TLP.get(strictest), link);
    }

    private static List<String> texts(Map<String, @Nullable Object> object, String name) {
        List<String> texts = new ArrayList<>();
        if (object.get(name) instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static @Nullable Instant time(Map<String, @Nullable Object> object, String name) {
        Object value = object.get(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time", e);
        }
    }
}
