package io.thor4j.threatintel.threatconnect;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An indicator with every field that the server sent (threat-intel-apis.md section 2.4). Immutable, may be shared by threads.
 */
public final class ThreatConnectIndicator {
    private static final List<String> TLP = List.of("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR", "WHITE");

    private final Map<String, @Nullable Object> fields;
    private final long id;
    private final Instant lastModified;

    /**
     * Makes an indicator.
     *
     * @param fields the JSON object: texts, booleans, {@link Long}, {@link BigInteger}, {@link BigDecimal}, lists and maps
     * @throws IllegalArgumentException when it has no id or no time of its last change
     */
    public ThreatConnectIndicator(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
        Object number = fields.get("id");
        if (number instanceof Long exact) {
            id = exact;
        } else if (number instanceof String digits) {
            id = Long.parseLong(digits);
        } else {
            throw new IllegalArgumentException("an indicator without a 64-bit id");
        }
        Instant modified = time("lastModified");
        if (modified == null) {
            throw new IllegalArgumentException("indicator " + id + " has no lastModified");
        }
        lastModified = modified;
    }

    /** Returns its id, exact. */
    public long id() {
        return id;
    }

    /** Returns when it was last changed. */
    public Instant lastModified() {
        return lastModified;
    }

    /** Returns the JSON object, unmodifiable. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /**
     * Returns a field as text.
     *
     * @param name its name
     * @return null when there is none, or it is no text and no number
     */
    public @Nullable String text(String name) {
        Object value = fields.get(name);
        return value instanceof String || value instanceof Number ? String.valueOf(value) : null;
    }

    /**
     * Returns a field as a time.
     *
     * @param name its name
     * @return null when there is none
     * @throws IllegalArgumentException when it is no time
     */
    public @Nullable Instant time(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time: " + text, e);
        }
    }

    private @Nullable BigDecimal number(String name) {
        String text = text(name);
        try {
            return text == null || text.length() > 40 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Integer integer(String name, int max) {
        BigDecimal number = number(name);
        return number == null ? null : (int) Math.max(0, Math.min(max, number.doubleValue()));
    }

    /**
     * Returns the objects of a field that is {@code {"data":[...]}}, as associations, tags and labels are.
     *
     * @param name its name
     * @return empty when there is none
     */
    public List<Map<?, ?>> data(String name) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (fields.get(name) instanceof Map<?, ?> wrapper && wrapper.get("data") instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> object) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    /** Returns its value: of the field that its type has, or its summary. */
    public String value() {
        String type = type();
        String value = switch (type) {
            case IndicatorType.FILE -> hashes();
            case IndicatorType.ADDRESS -> text("ip");
            case IndicatorType.EMAIL_ADDRESS -> text("address");
            case IndicatorType.HOST -> text("hostName");
            case IndicatorType.URL -> text("text");
            case IndicatorType.ASN -> text("AS Number");
            case IndicatorType.CIDR -> text("Block");
            case IndicatorType.EMAIL_SUBJECT -> text("Subject");
            case IndicatorType.HASHTAG -> text("Hashtag");
            case IndicatorType.MUTEX -> text("Mutex");
            case IndicatorType.USER_AGENT -> text("User Agent String");
            default -> null;
        };
        if (value == null || value.isBlank()) {
            value = text("summary");
        }
        return value == null || value.isBlank() ? "id " + id : IndicatorType.normalise(type, value);
    }

    private String hashes() {
        List<String> hashes = new ArrayList<>();
        for (String name : List.of("md5", "sha1", "sha256")) {
            String hash = text(name);
            if (hash != null && !hash.isBlank()) {
                hashes.add(hash);
            }
        }
        return String.join(" : ", hashes);
    }

    /** Returns its type, as ThreatConnect names it. */
    public String type() {
        String type = text("type");
        return type == null ? "unknown" : type;
    }

    /** Returns the strictest of its TLP labels, null when it has none; blanks and case do not count, WHITE is CLEAR. */
    public @Nullable String tlp() {
        int strictest = TLP.size();
        for (Map<?, ?> label : data("securityLabels")) {
            if (label.get("name") instanceof String name && name.indexOf(':') >= 0) {
                String colour = name.substring(name.indexOf(':') + 1).strip().toUpperCase(Locale.ROOT);
                int at = TLP.indexOf(colour);
                strictest = at >= 0 ? Math.min(strictest, at) : strictest;
            }
        }
        return strictest == TLP.size() ? null : strictest == TLP.size() - 1 ? "CLEAR" : TLP.get(strictest);
    }

    /**
     * Returns what a store keeps of it.
     *
     * @throws IllegalArgumentException when one of its times is none
     */
    public Indicator toIndicator() {
        List<String> tags = new ArrayList<>();
        for (Map<?, ?> tag : data("tags")) {
            if (tag.get("name") instanceof String name) {
                tags.add(name);
            }
        }
        String owner = text("ownerName");
        BigDecimal rating = number("rating");
        return new Indicator(
                owner == null ? "" : owner,
                type(),
                value(),
                String.valueOf(id),
                time("dateAdded"),
                lastModified,
                time("externalDateExpires"),
                time("lastSeen"),
                !Boolean.FALSE.equals(fields.get("active")),
                Boolean.TRUE.equals(fields.get("activeLocked")),
                Boolean.TRUE.equals(fields.get("falsePositiveFlag")),
                rating == null ? null : Math.max(0, Math.min(5, rating.doubleValue())),
                integer("confidence", 100),
                integer("threatAssessScore", 1000),
                new Indicator.Notes(text("description"), tags, tlp(), text("webLink")));
    }

    /** Returns type, value and id. */
    @Override
    public String toString() {
        return type() + " " + value() + " (" + id + ")";
    }
}
